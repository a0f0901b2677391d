#!/usr/bin/env python3
"""The running program over a real socket: requests that two servers could read in two ways, limits, slow senders, strange hosts, crowds and floods.
Whatever comes, the log says nothing about who sent it or what."""
import contextlib
import http.client
import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import HOST, POLICY, Server, Tap, free_port, program

KIND = pathlib.Path(os.environ.get("BUILD", "build-check")).name.removeprefix("build-")
PEER = "127.0.0.77"  # an address of this machine that nothing else has, to look for in the log
PLANTED = ["Quillverax", "plantedmail@visitor.example", "tok3nInQuery", "AgentZyxw", "cookieMonzt", "sneakyhost.example"]
HEAD = f"Host: {HOST}\r\n"
POST = "POST /privacy/in/contact HTTP/1.1\r\n" + HEAD
INNER = f"GET /privacy/smuggled HTTP/1.1\r\n{HEAD}\r\n"


def connect(server, source=PEER, timeout=15):
    return socket.create_connection(("127.0.0.1", server.port), timeout, source_address=(source, 0))


def read_all(s):
    answer = b""
    try:
        while part := s.recv(65536):
            answer += part
    except (ConnectionResetError, socket.timeout) as error:
        return answer + (b"" if isinstance(error, ConnectionResetError) else b"[still open]")
    return answer


def talk(server, text, source=PEER):
    """Everything the server says to these bytes until it closes; the sender has nothing more to say."""
    with connect(server, source) as s:
        try:
            s.sendall(text if isinstance(text, bytes) else text.encode("latin-1"))
            s.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before all was sent
        return read_all(s)


def statuses(answer):
    """The status of each answer; bodies are skipped by their length, as a proxy in front of us would."""
    found = []
    while answer.startswith(b"HTTP/1.1 "):
        head, _, rest = answer.partition(b"\r\n\r\n")
        found.append(int(head[9:12]))
        length = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        answer = rest[int(length[0]) if length else 0:]
    return found + ([f"then {answer[:40]!r}"] if answer else [])


CHUNKED = f"5\r\nname=\r\n0\r\n\r\n{INNER}"
VECTORS = [  # name, bytes, the one status that is right
    ("length and chunked together", POST + f"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{INNER}", 400),
    ("chunked and length together", POST + f"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n{INNER}", 400),
    ("two lengths that differ", POST + f"Content-Length: 0\r\nContent-Length: 5\r\n\r\n{INNER}", 400),
    ("two lengths in one field", POST + f"Content-Length: 0, 5\r\n\r\n{INNER}", 400),
    ("a length with a sign", POST + f"Content-Length: +5\r\n\r\nname={INNER}", 400),
    ("a negative length", POST + f"Content-Length: -1\r\n\r\n{INNER}", 400),
    ("a hexadecimal length", POST + f"Content-Length: 0x5\r\n\r\nname={INNER}", 400),
    ("a length beyond 64 bits", POST + f"Content-Length: 18446744073709551621\r\n\r\nname={INNER}", (400, 413)),
    ("a space before the colon", POST + f"Transfer-Encoding : chunked\r\n\r\n{CHUNKED}", 400),
    ("a field that goes on in the next line", POST + f"X: a\r\n Transfer-Encoding: chunked\r\n\r\n{CHUNKED}", 400),
    ("a folded transfer coding", POST + f"Transfer-Encoding:\r\n chunked\r\n\r\n{CHUNKED}", 400),
    ("an unknown transfer coding", POST + f"Transfer-Encoding: xchunked\r\n\r\n{CHUNKED}", (400, 501)),
    ("a coding after chunked", POST + f"Transfer-Encoding: chunked, identity\r\n\r\n{CHUNKED}", (400, 501)),
    ("chunked twice", POST + f"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n{CHUNKED}", (400, 501)),
    ("a vertical tab in the coding", POST + f"Transfer-Encoding: \x0bchunked\r\n\r\n{CHUNKED}", (400, 501)),
    ("chunked in HTTP/1.0", POST.replace("1.1", "1.0") + f"Transfer-Encoding: chunked\r\n\r\n{CHUNKED}", 400),
    ("lines that end in LF alone", (POST + f"Content-Length: 0\r\n\r\n{INNER}").replace("\r\n", "\n"), 400),
    ("one line that ends in LF alone", POST + f"X: a\nContent-Length: 5\r\n\r\nname={INNER}", 400),
    ("CR within a field", POST + f"X: a\rTransfer-Encoding: chunked\r\n\r\n{CHUNKED}", 400),
    ("NUL within a field", POST + f"X: a\0b\r\nContent-Length: 0\r\n\r\n{INNER}", 400),
    ("a chunk size beyond 64 bits", POST + f"Transfer-Encoding: chunked\r\n\r\n10000000000000005\r\nname=\r\n0\r\n\r\n{INNER}", (400, 413)),
    ("a chunk size with a prefix", POST + f"Transfer-Encoding: chunked\r\n\r\n0x5\r\nname=\r\n0\r\n\r\n{INNER}", 400),
    ("a chunk that ends in LF alone", POST + f"Transfer-Encoding: chunked\r\n\r\n5\nname=\n0\n\n{INNER}", 400),
    ("a chunk longer than it says", POST + f"Transfer-Encoding: chunked\r\n\r\n3\r\nname=\r\n0\r\n\r\n{INNER}", 400),
    ("a trailer field", POST + f"Transfer-Encoding: chunked\r\n\r\n5\r\nname=\r\n0\r\nContent-Length: 5\r\n\r\n{INNER}", 400),
    ("two hosts", f"GET /privacy/ HTTP/1.1\r\n{HEAD}Host: sneakyhost.example\r\n\r\n{INNER}", 400),
    ("no host", f"GET /privacy/ HTTP/1.1\r\n\r\n{INNER}", 400),
    ("a whole address of another host", f"GET http://sneakyhost.example/privacy/ HTTP/1.1\r\n{HEAD}\r\n{INNER}", (400, 421)),
    ("empty lines first", f"\r\n\r\n\r\nGET /privacy/ HTTP/1.1\r\n{HEAD}\r\n{INNER}", 400),
    ("a line of HTTP/0.9", f"GET /privacy/\r\n{INNER}", 400),
    ("HTTP/2 without being asked", f"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{INNER}", (400, 505)),
    ("a tunnel", f"CONNECT {HOST}:80 HTTP/1.1\r\n{HEAD}\r\n{INNER}", (400, 405, 501)),
    ("a NUL in the address", f"GET /privacy/%00 HTTP/1.1\r\n{HEAD}\r\n{INNER}", 400),
    ("two spaces in the request line", f"GET  /privacy/ HTTP/1.1\r\n{HEAD}\r\n{INNER}", 400),
]
LIMITS = [
    ("an address over 4 KiB", f"GET /privacy/?q={'tok3nInQuery' * 400} HTTP/1.1\r\n{HEAD}\r\n", 414),
    ("a request line over 8 KiB", f"GET /privacy/{'a' * 9000} HTTP/1.1\r\n{HEAD}\r\n", 414),
    ("a field over 8 KiB", f"GET /privacy/ HTTP/1.1\r\n{HEAD}Cookie: {'cookieMonzt' * 800}\r\n\r\n", 431),
    ("a head over 16 KiB", f"GET /privacy/ HTTP/1.1\r\n{HEAD}" + "".join(f"X-{n}: {'b' * 1000}\r\n" for n in range(20)) + "\r\n", 431),
    ("more than 64 fields", f"GET /privacy/ HTTP/1.1\r\n{HEAD}" + "".join(f"X-{n}: b\r\n" for n in range(70)) + "\r\n", 431),
    ("a body that says it is over 64 KiB", POST + "Content-Length: 70000\r\n\r\n" + "a" * 70000, 413),
    ("chunks over 64 KiB", POST + "Transfer-Encoding: chunked\r\n\r\n" + f"4000\r\n{'a' * 0x4000}\r\n" * 5 + "0\r\n\r\n", 413),
    ("an unknown host", "GET /privacy/ HTTP/1.1\r\nHost: sneakyhost.example\r\n\r\n", 421),
]


def read_as_one(tap, server):
    for name, text, right in VECTORS:
        got = statuses(talk(server, text))
        tap.ok(len(got) == 1 and got[0] in (right if isinstance(right, tuple) else (right,)), f"{name}: one answer, {right}, and the end", got)
    for name, text, right in LIMITS:
        got = statuses(talk(server, text))
        tap.ok(got == [right], f"{name}: {right}", got)
    plain = f"GET /privacy/ HTTP/1.1\r\n{HEAD}\r\n"
    tap.ok(statuses(talk(server, plain + plain)) == [200, 200], "two honest requests in a row get two answers")
    body = f"name={INNER}"
    got = statuses(talk(server, POST + f"Content-Length: {len(body)}\r\n\r\n{body}{plain}"))
    tap.ok(len(got) == 2 and got[1] == 200, "a request within an honest body is a body", got)


def slow(server, first, drop, result):
    """Sends a little every half second; how long the server bore it, and its last words."""
    started = time.monotonic()
    with connect(server, "127.0.0.78", 60) as s:
        s.sendall(first)
        s.settimeout(0.5)
        answer = b""
        while time.monotonic() < started + 45:
            try:
                part = s.recv(65536)
                answer += part
                if not part:
                    break
            except socket.timeout:
                try:
                    s.sendall(drop)
                except OSError:
                    break
            except OSError:
                break
    result.append((time.monotonic() - started, answer))


def crowd(tap, server):
    held = []
    turned_away = 0
    for _ in range(60):
        held.append(connect(server, "127.0.0.79", 5))
    time.sleep(0.3)
    for s in held:
        s.setblocking(False)
        try:
            words = s.recv(65536)
            turned_away += b" 503 " in words and b"from this address" in words
        except BlockingIOError:
            pass
    tap.ok(turned_away == 10, f"of 60 connections from one address 50 are kept, the others are told why ({turned_away})")
    tap.ok(statuses(talk(server, f"GET /privacy/ HTTP/1.1\r\n{HEAD}\r\n")) == [200], "visitors from elsewhere are served meanwhile")
    for s in held:
        s.close()
    time.sleep(0.3)
    tap.ok(statuses(talk(server, f"GET /privacy/ HTTP/1.1\r\n{HEAD}\r\n", "127.0.0.79")) == [200], "when they have gone that address is served again")


def planted_posts(server):
    """Every place that a visitor can write into."""
    form = urllib.parse.urlencode({"name": PLANTED[0], "email": PLANTED[1], "message": PLANTED[0], PLANTED[0]: "x"})
    fields = f"User-Agent: {PLANTED[3]}\r\nCookie: a={PLANTED[4]}\r\nReferer: https://{PLANTED[5]}/{PLANTED[0]}\r\n"
    urlencoded = "Content-Type: application/x-www-form-urlencoded\r\n"
    texts = [POST + fields + urlencoded + f"Content-Length: {len(form)}\r\n\r\n{form}",
             POST.replace("contact", PLANTED[0]) + fields + urlencoded + f"Content-Length: {len(form)}\r\n\r\n{form}",
             f"GET /privacy/{PLANTED[0]}?t={PLANTED[2]} HTTP/1.1\r\n{HEAD}{fields}\r\n",
             f"GET /privacy/receipt/{PLANTED[2]} HTTP/1.1\r\n{HEAD}{fields}\r\n",
             f"POST /privacy/api/v1/collect/{PLANTED[0]} HTTP/1.1\r\n{HEAD}{fields}Authorization: Bearer {PLANTED[2]}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"]
    return [statuses(talk(server, text)) for text in texts]


def refusals(path):
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return (database.execute("SELECT minute, channel, reason, count FROM refusal").fetchall(),
                database.execute("SELECT count(*) FROM fact").fetchone()[0], database.execute("SELECT count(*) FROM fact WHERE type = 4").fetchone()[0])


def flood(tap, server, times=300):
    before = refusals(server.data / "privacyd.db")
    connection = server.connect()
    got = [server.collect({"name": PLANTED[0], "email": PLANTED[1], "birthdate": "x"}, connection)[0] for _ in range(times)]
    rows, facts, _ = refusals(server.data / "privacyd.db")
    new = [row for row in rows if row not in before[0]]
    tap.ok(set(got) == {422} and 1 <= len(new) <= 2 and sum(row[3] for row in new) >= times and facts < before[1] + times / 10,
           f"{times} refusals are counted in {len(new)} row of the minute, not in facts", (set(got), new, before[1], facts))


def folding(tap):
    """The same in `dev`, where the clock can be moved past the minute."""
    with tempfile.TemporaryDirectory(prefix="privacyd-fold-") as folder:
        port = free_port()
        with open(f"{folder}/log", "wb") as log:
            dev = subprocess.Popen([program(KIND), "dev", "--listen", f"127.0.0.1:{port}", "--data", f"{folder}/data", "--now", "2026-03-01T12:00:00Z", POLICY],
                                   stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            def post(path, fields):
                c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                c.request("POST", path, urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})
                return c.getresponse().status
            wait_for(port, dev)
            got = {post("/privacy/in/contact", {"name": "n", "message": "m"}) for _ in range(50)} | {post("/privacy/in/contact", {"name": "n", "email": "no address", "message": "m"}) for _ in range(50)}
            database = f"{folder}/data/privacyd.db"
            rows = refusals(database)[0]
            moved = [post("/_dev/clock", {"now": f"2026-03-01T12:{minute}:00Z"}) for minute in (10, "05")]
            tap.ok(moved == [303, 400], "the clock goes forward and never back", moved)
            end = time.monotonic() + 20
            while refusals(database)[0] and time.monotonic() < end:
                time.sleep(0.2)
            left, _, folded = refusals(database)
            tap.ok(got == {422} and sum(row[3] for row in rows) == 100, "100 refusals of two kinds are counted", (got, rows))
            tap.ok(not left and folded == len({(row[0], row[2]) for row in rows}) and 2 <= folded <= 4, f"after the minute they are one fact for each minute and kind ({folded})", (rows, left, folded))
        finally:
            dev.terminate()
            dev.wait(30)


def wait_for(port, process):
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError("the server did not start")


tap = Tap()
with Server(kind=KIND) as server:
    server.ready().start()
    slow_head, slow_body = [], []
    threads = [threading.Thread(target=slow, args=(server, f"GET /privacy/ HTTP/1.1\r\n{HEAD}X: ".encode(), b"a", slow_head)),
               threading.Thread(target=slow, args=(server, (POST + "Content-Length: 1000\r\n\r\n").encode(), b"a", slow_body))]
    for thread in threads:
        thread.start()
    read_as_one(tap, server)
    crowd(tap, server)
    planted = planted_posts(server)
    tap.ok(all(len(got) == 1 for got in planted) and planted[0] == [303], "planted words were sent to every door", planted)
    flood(tap, server)
    folding(tap)
    for thread in threads:
        thread.join()
    for name, (seconds, answer), limit in (("head", slow_head[0], 10), ("body", slow_body[0], 30)):
        tap.ok(limit - 0.5 <= seconds <= limit + 5 and statuses(answer) == [408], f"a {name} that drips is ended after {limit} s with 408", (seconds, answer[:300]))
    tap.ok(server.get("/privacy/")[0] == 200 and server.process.poll() is None, "after all of it the server serves")
    code = server.stop()
    tap.ok(code == 0, "and ends well", code)
    log = (server.folder / "log").read_text(errors="replace")
    hits = [word for word in [*PLANTED, "127.0.0.7", "birthdate", "no address"] if word.lower() in log.lower()]
    tap.ok(len(log.splitlines()) > 300 and not hits, f"{len(log.splitlines())} lines of its log name nobody and nothing that was sent", hits)
    done = server.command("verify", check=False)
    tap.ok(done.returncode == 0, "verify finds nothing", done.stdout + done.stderr)
tap.end()
