#!/usr/bin/env python3
"""Floods: one source is held to its limit and others do not notice; when many sources send more than there is time for, what serves
people's rights is still answered. SOAK=1 measures longer and holds the ratio to its figure."""
import http.client
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import HOST, Server, Tap

SOAK = os.environ.get("SOAK") == "1"
FIGURE = 1.5  # p99 of others beside a flood, against the same without one


def ask(server, path, source, headers=None):
    c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=(source, 0))
    try:
        c.request("GET", path, headers={"Host": HOST, **(headers or {})})
        r = c.getresponse()
        r.read()
        return r.status
    finally:
        c.close()


def visits(server, count):
    """An honest visitor, at a pace below the limit: milliseconds of each answer."""
    times, good = [], True
    c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=("127.0.0.98", 0))
    for n in range(count):
        begin = time.perf_counter()
        c.request("GET", "/privacy/" if n % 2 else "/privacy/in/contact", headers={"Host": HOST})
        r = c.getresponse()
        r.read()
        times.append((time.perf_counter() - begin) * 1000)
        good = good and r.status == 200
        time.sleep(0.025)
    c.close()
    return sorted(times), good


def pour(server, stop, counts):
    """One connection of the flood: as fast as it is answered."""
    request = f"GET /privacy/in/contact HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() * 8
    s = socket.create_connection(("127.0.0.1", server.port), 10, source_address=("127.0.0.99", 0))
    s.settimeout(10)
    while not stop.is_set():
        try:
            s.sendall(request)
            got = b""
            while got.count(b"HTTP/1.1 ") < 8:
                got += s.recv(65536)
        except OSError:
            break
        counts[0] += got.count(b"HTTP/1.1 200")
        counts[1] += got.count(b"HTTP/1.1 429")
        time.sleep(0.002)  # so that the flood does not take the processor away from the server by itself
    s.close()


def beside_a_flood(server, count):
    """Another visitor's times without a flood and beside one, whether she got every page, and what became of the flood."""
    alone, _ = visits(server, count)
    stop, counts = threading.Event(), [0, 0]
    threads = [threading.Thread(target=pour, args=(server, stop, counts)) for _ in range(4)]
    for t in threads:
        t.start()
    time.sleep(1)
    beside, good = visits(server, count)
    stop.set()
    for t in threads:
        t.join()
    return alone, beside, good, counts


def one_source(tap, server):
    p99 = lambda times: times[int(len(times) * 0.99)]
    best = None
    visits(server, 40)
    for n in range(3 if SOAK else 1):  # what else this machine does is in both numbers; the least disturbed pair counts
        alone, beside, good, counts = beside_a_flood(server, 1200 if SOAK else 240)
        ratio = p99(beside) / p99(alone)
        best = ratio if best is None else min(best, ratio)
        print(f"# one source floods: {counts[0]} answered, {counts[1]} refused; another visitor's p50 {beside[len(beside) // 2]:.2f} ms and p99 {p99(beside):.2f} ms, alone {alone[len(alone) // 2]:.2f} and {p99(alone):.2f}: ratio {ratio:.2f}")
        tap.ok(good, "a visitor beside a flood from another address gets every page")
        tap.ok(counts[1] > 5 * counts[0], "the flood is refused", counts)
        if best <= FIGURE:
            break
    tap.ok(best <= FIGURE if SOAK else p99(beside) < 1000, f"her p99 is {best:.2f} of what it is without" + (f", at most {FIGURE}" if SOAK else ""))


def metric(server, name):
    admin = int(re.search(r"admin: 127.0.0.1:(\d+)", server.config.read_text())[1])
    c = http.client.HTTPConnection("127.0.0.1", admin, timeout=10)
    c.request("GET", "/metrics")
    return int(re.search(rf"^{name} (\d+)", c.getresponse().read().decode(), re.M)[1])


def read_status(s):
    """The status of the one answer."""
    s.settimeout(30)
    answer = b""
    while part := s.recv(65536):
        answer += part
    s.close()
    return int(answer[9:12])


def many_sources(tap, server, number):
    """More forms at once than the queues hold, each of an address of its own, through a proxy that is trusted."""
    waiting = []
    body = lambda n: f"name=Person+{n}&email=p{n}%40visitor.example&message=m{n}&region=JP"
    requests = [f"POST /privacy/in/contact HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-For: 10.{n >> 16}.{n >> 8 & 255}.{n & 255}\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body(n))}\r\nConnection: close\r\n\r\n{body(n)}".encode() for n in range(number)]
    path = ("receipt/none", "request?lang=en")
    right = lambda n: f"GET /privacy/{path[n % 2]} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-For: 192.0.2.{n}\r\nConnection: close\r\n\r\n".encode()
    waiting = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(number)]
    rights = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(20)]
    server.process.send_signal(signal.SIGSTOP)  # so that all of it is there at one moment, however slow this script is
    for s, request in zip(waiting, requests):
        s.send(request)
    for n, s in enumerate(rights):
        s.send(right(n))
    begin = time.monotonic()
    server.process.send_signal(signal.SIGCONT)
    rights = [read_status(s) for s in rights]
    took = time.monotonic() - begin
    statuses = {}
    for s in waiting:
        status = read_status(s)
        statuses[status] = statuses.get(status, 0) + 1
    print(f"# {number} forms at once: {statuses}; 20 requests of rights meanwhile in {took * 1000:.0f} ms")
    tap.ok(set(statuses) <= {303, 503} and statuses[303] > 0, "forms are kept, or refused at once with 503", statuses)
    if statuses.get(503, 0):
        tap.ok(metric(server, "privacyd_units_refused_total") >= statuses[503], "there were more of them than the queues hold", statuses)
    else:
        tap.skip("there were more of them than the queues hold", "the workers were faster than the net thread just now")
    tap.ok(rights == [404, 200] * 10, "what serves people's rights is answered all the while", rights)
    tap.ok(took < 10, "and soon", took)


def programs(tap, server):
    body = "{}"
    statuses = []
    for n in range(60):
        c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=("127.0.0.97", 0))
        c.request("POST", "/privacy/api/v1/collect/contact", body, {"Host": HOST, "Content-Type": "application/json", "Authorization": f"Bearer guess{n}"})
        r = c.getresponse()
        statuses.append((r.status, r.getheader("Content-Type"), r.getheader("Retry-After"), r.read()))
        c.close()
    limited = [s for s in statuses if s[0] == 429]
    tap.ok(limited and statuses[0][0] == 401 and limited[0][1] == "application/problem+json" and int(limited[0][2]) >= 1 and b'"status":429' in limited[0][3],
           "who guesses keys is slowed down, with problem details", statuses[-1])


resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
tap = Tap()
with Server() as here:
    here.config.write_text(here.config.read_text() + "proxies: [127.0.0.1]\nlimits: { exempt: [], programs: 3 }\nworkers: 1\n")
    here.ready()
    here.start()
    one_source(tap, here)
    programs(tap, here)
    many_sources(tap, here, 6000)
    tap.ok(metric(here, "privacyd_http_rate_limited_total") > 0, "refusals are counted")
    here.stop()
tap.end()
