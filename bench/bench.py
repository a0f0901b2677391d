#!/usr/bin/python3
"""Benchmarks: ratios against a limit of the same run, and the figures that the design promises. No timed tests: a line that misses its target
says so, and only what cannot run or what does not add up ends with an error. The server runs on core 0, what drives it on core 1.

    bench/bench.py [--seconds N] [--only WORD]      N: of each run (3); WORD: only lines whose id begins with it, in small letters
"""
import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "test/tools"))
import large_policy  # noqa: E402
import running  # noqa: E402

running.program = lambda kind="release": ROOT / "build/privacyd"  # what `make` built
SERVER_CORE, DRIVER_CORE = {0}, {min(1, os.cpu_count() - 1)}
TICKS = os.sysconf("SC_CLK_TCK")
POSTS = "/privacy/api/v1/collect/contact"


class CountsDiffer(Exception):
    pass


# --- what runs ----------------------------------------------------------------------------------------------------------------------------


def cpu_of(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Server(running.Server):
    """A server pinned to its core, with a policy published and a key made."""

    def start(self, **options):
        os.sched_setaffinity(0, SERVER_CORE)
        try:
            return super().start(**options)
        finally:
            os.sched_setaffinity(0, DRIVER_CORE)

    def ready(self, policy=running.POLICY):
        self.command("publish", policy)
        self.key = self.command("keys", "create", "bench").stdout.strip()
        return self

    def cpu(self):
        return cpu_of(self.process)

    def rss_mb(self):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024

    def address(self):
        return f"127.0.0.1:{self.port}"

    def rows(self, query):
        return self.row(query)[0]

    def row(self, query):
        return sqlite3.connect(f"file:{self.data}/privacyd.db?mode=ro", uri=True).execute(query).fetchone()

    def bytes(self):
        return self.rows("PRAGMA page_count") * self.rows("PRAGMA page_size")


def build(folder):
    core = ["-I", ROOT / "src", ROOT / "build/libcore.a", "-lsodium", "-lcrypto", "-lidn2", "-lunistring", "-lpthread"]
    for name, libraries in (("limit", ["-lsqlite3"]), ("load", []), ("shred", core)):
        subprocess.run([os.environ.get("CC", "cc"), "-O2", "-D_GNU_SOURCE", "-o", folder / name, ROOT / f"bench/{name}.c", *libraries], check=True)


def run(command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def pinned(command, core):
    return run(["taskset", "-c", min(core), *command])


class Bench:
    def __init__(self, folder, seconds):
        self.folder, self.seconds, self.missed = folder, seconds, 0

    def load(self, address, connections, seconds, requests, file, bodies=None):
        """Drives a server; every answer must be 2xx."""
        command = [self.folder / "load", address, connections, seconds, requests, file]
        self.command = "load " + " ".join(map(str, command[1:]))
        out = json.loads(run(["taskset", "-c", min(DRIVER_CORE), *command], env={**os.environ, **({"LOAD_BODIES": str(bodies)} if bodies else {})}))
        if out["bad"]:
            raise CountsDiffer(f"{out['bad']} of {out['bad'] + out['good']} answers were not 2xx ({self.command})")
        return out

    def line(self, id, what, figure, target=None, good=None):
        """One row of the table; good: None when there is no target."""
        self.missed += good is False
        print(f"{id:<4} {what:<58} {figure:<42} {target or '':<14} {'' if good is None else 'met' if good else 'MISSED'}".rstrip(), flush=True)

    def note(self, words):
        print(f"     {words}", flush=True)


def write_requests(path, requests):
    with open(path, "w", encoding="utf-8") as file:
        for r in requests:
            file.write(f"{len(r)}\n{r}")
    return path


def post(key, body, path=POSTS):
    authorization = f"Authorization: Bearer {key}\r\n" if key else ""
    return f"POST {path} HTTP/1.1\r\nHost: {running.HOST}\r\nContent-Type: application/json\r\n{authorization}Content-Length: {len(body)}\r\n\r\n{body}"


def person(number, **more):
    """A body of 280 bytes."""
    fields = {"name": f"Person {number:08d}", "email": f"person{number:08d}@visitor.example", **more}
    return json.dumps({**fields, "message": "x" * max(1, 280 - len(json.dumps({**fields, "message": ""})))})


def spread(values, unit="", digits=2):
    return f"{min(values):.{digits}f} / {statistics.median(values):.{digits}f} / {max(values):.{digits}f}{unit}"


def ms(us):
    return f"{us / 1000:.2f} ms"


def disk_note(b):
    """What one sync of one block costs just now, so that the figures of this minute can be read: an erase waits for four."""
    times = []
    with open(b.folder / "block", "wb+") as file:
        os.pwrite(file.fileno(), bytes(4096 * 256), 0)
        os.fsync(file.fileno())
        for i in range(200):
            began = time.monotonic()
            os.pwrite(file.fileno(), bytes([i]) * 4096, i * 4096)
            os.fdatasync(file.fileno())
            times.append((time.monotonic() - began) * 1000)
    times.sort()
    b.note(f"this minute: fdatasync of one block in place {times[100]:.2f} ms, p99 {times[197]:.2f} ms, load {os.getloadavg()[0]:.1f}")


# --- S1: collect --------------------------------------------------------------------------------------------------------------------------


def collect_run(b, connections):
    """One run of the server over an empty folder: posts a second, CPU microseconds and bytes each; what was acknowledged is there."""
    with Server(dir_of(b), filesystem="weaker") as s:
        s.start().ready()
        file = write_requests(b.folder / "posts", (post(s.key, person(i)) for i in range(30000)))
        empty, cpu = s.bytes(), s.cpu()
        out = b.load(s.address(), connections, b.seconds, 0, file)
        cpu, groups = s.cpu() - cpu, s.rows("SELECT count(DISTINCT id) FROM commit_group")
        check_counts(s, out["good"])
        s.stop()  # folds the WAL back
        check_verify(s)
        return {"rate": out["good"] / out["seconds"], "cpu": cpu / out["good"] * 1e6, "bytes": (s.bytes() - empty) / out["good"], "p99": out["p99_us"], "groups": groups}


def dir_of(b):
    folder = b.folder / "server"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def check_counts(s, acknowledged):
    """A rate without this is worth nothing: each acknowledged post has its record, its fact and its leaf."""
    records, facts = s.rows("SELECT count(*) FROM record"), s.rows("SELECT count(DISTINCT position) FROM fact WHERE type = 3")
    size, leaves = s.row("SELECT size, (SELECT sum(length(hashes)) / 32 FROM tile WHERE level = 0) FROM log_head")  # in one snapshot: mails go out meanwhile
    if not records == facts == acknowledged or size != leaves:
        raise CountsDiffer(f"{acknowledged} posts acknowledged, {records} records, {facts} facts, {leaves} leaves under a head of size {size}")


def check_verify(s):
    done = s.command("verify", check=False)
    if done.returncode != 0:
        raise CountsDiffer(f"privacyd verify: {done.stdout}{done.stderr}")


def limit_run(b, group):
    folder = b.folder / "limit-data"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    out = json.loads(pinned([b.folder / "limit", folder, ROOT / "src/store/schema", group, b.seconds], SERVER_CORE))
    db = sqlite3.connect(folder / "limit.db")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if db.execute("SELECT count(*) FROM record").fetchone()[0] != out["good"]:
        raise CountsDiffer("the limit program counts other rows than it wrote")
    size = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
    return {"rate": out["good"] / out["seconds"], "cpu": out["cpu"] / out["good"] * 1e6, "bytes": size / out["good"]}


def collect(b):
    for connections in (4, 16, 64):
        server, limit = [], []
        for which in "ABBAAB":
            (server if which == "A" else limit).append(collect_run(b, connections) if which == "A" else limit_run(b, connections))
        ratios = [a["rate"] / l["rate"] for a, l in zip(server, limit)]
        cpus = [a["cpu"] / l["cpu"] for a, l in zip(server, limit)]
        b.line("S1", f"collect, c = {connections}: posts/s over the limit's, groups of {connections}", spread(ratios, "x"), ">= 0.5x", statistics.median(ratios) >= 0.5)
        b.line("S1", f"collect, c = {connections}: server CPU a post over the limit's", spread(cpus, "x"), "<= 1.5x", statistics.median(cpus) <= 1.5)
        b.note(f"privacyd {spread([a['rate'] for a in server], '/s', 0)}, {spread([a['cpu'] for a in server], ' us CPU', 0)}, p99 {spread([a['p99'] / 1000 for a in server], ' ms', 1)}, "
               f"{statistics.median(a['bytes'] for a in server):.0f} bytes a post; limit {spread([l['rate'] for l in limit], '/s', 0)}, "
               f"{spread([l['cpu'] for l in limit], ' us CPU', 0)}, {statistics.median(l['bytes'] for l in limit):.0f} bytes a post")
        b.note(f"A: {b.command} | B: limit FOLDER src/store/schema {connections} {b.seconds} | A B B A A B")
    b.note("counts of each run: records = facts = acknowledged posts, leaves = size of the head, privacyd verify clean")
    b.note("c15t (>= 12x) is not part of this line: it needs Node and packages from npm, which this program does not install")


# --- pages --------------------------------------------------------------------------------------------------------------------------------


def get(path, encoding=""):
    return f"GET {path} HTTP/1.1\r\nHost: {running.HOST}\r\nAccept-Language: en\r\n{f'Accept-Encoding: {encoding}' if encoding else 'Accept: text/html'}\r\n\r\n"


def answer_of(s, path, encoding=None, language="en"):
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=30)
    c.request("GET", path, headers={"Host": running.HOST, "Accept-Language": language, **({"Accept-Encoding": encoding} if encoding else {})})
    r = c.getresponse()
    body = r.read()
    if r.status != 200 or (encoding and r.getheader("Content-Encoding") != encoding):
        raise RuntimeError(f"GET {path}: {r.status}, Content-Encoding {r.getheader('Content-Encoding')}")
    return body


def pages(b):
    with Server(dir_of(b), filesystem="weaker") as s:
        s.start().ready()
        s.collect(running.person(1))
        disk_note(b)
        for path in ("/privacy/", "/privacy/promises"):
            file = write_requests(b.folder / "gets", [get(path)])
            b.load(s.address(), 1, 10, 50, file)
            for connections in (1, 8):
                out = b.load(s.address(), connections, b.seconds, 0, file)
                b.line("PAGE", f"{path}, warm, c = {connections}: p99", f"{ms(out['p99_us'])} (median {ms(out['p50_us'])}, {out['good'] / out['seconds']:.0f}/s)", "<= 5 ms", out["p99_us"] <= 5000)
                b.note(b.command)
        for language in ("en", "ja"):
            html = answer_of(s, "/privacy/", language=language).decode()
            styles = [re.search(r'href="([^"]+)"', tag)[1] for tag in re.findall(r"<link[^>]*stylesheet[^>]*>", html)]
            sizes = [len(answer_of(s, path if path.startswith("/") else "/privacy/" + path, "br", language)) for path in ["/privacy/", *styles]]
            b.line("PAGE", f"/privacy/ in {language}: bytes brotli with its CSS", f"{sum(sizes) / 1024:.1f} KB ({' + '.join(map(str, sizes))})", "<= 12 KB", sum(sizes) <= 12 * 1024)


# --- S3: erase ----------------------------------------------------------------------------------------------------------------------------


def people_with(b, s, people, records):
    """Handles of so many people with so many records each."""
    first = b.folder / "bodies"
    b.load(s.address(), 16, 600, people, write_requests(b.folder / "posts", (post(s.key, person(i)) for i in range(people))), bodies=first)
    handles = [json.loads(line)["handle"] for line in first.read_text().splitlines()]
    if records > 1:
        more = (post(s.key, person(i, handle=handle)) for i in range(records - 1) for handle in handles)
        b.load(s.address(), 48, 600, people * (records - 1), write_requests(b.folder / "posts", more))
    return handles


def shred(b):
    disk_note(b)
    for spread, words in ((1, "side by side"), (100, "100 slots apart")):
        folder = b.folder / "shred-data"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        out = json.loads(pinned([b.folder / "shred", folder, 64, spread, 200], SERVER_CORE))
        b.line("S3", f"destroy 64 keys, {words}, in the vault: p99 of 200", f"{out['p99_ms']:.2f} ms (median {out['median_ms']:.2f} ms)", "<= 5 ms", out["p99_ms"] <= 5)
        b.note(f"shred FOLDER 64 {spread} 200")


def without_deliveries(b):
    """The example, but what is posted to `contact` waits for no mail: here the desk's server takes none, and each waiting mail is a row to cancel."""
    policy = b.folder / "policy.yaml"
    text, count = re.subn(r"(?ms)^(  contact:\n.*?)^    deliver:\n.*?(?=^    unknown:)", r"\1", running.POLICY.read_text(), count=1)
    if count != 1:
        raise RuntimeError("the example's channel `contact` delivers nothing any more")
    policy.write_text(text)
    return policy


def erase(b):
    policy = without_deliveries(b)
    disk_note(b)
    for people, records in ((200, 1), (20, 1000), (3, 10000)):
        with Server(dir_of(b), filesystem="weaker") as s:
            s.start().ready(policy)
            handles = people_with(b, s, people, records)
            check_counts(s, people * records)
            file = write_requests(b.folder / "erasures", (post(None, json.dumps({"handle": handle}), "/control/erase") for handle in handles))
            answers = b.folder / "bodies"
            out = b.load(f"unix:{s.data}/control.sock", 1, 600, people, file, bodies=answers)
            gone = sum(json.loads(line)["records"] for line in answers.read_text().splitlines())
            if gone != people * records or s.rows("SELECT count(*) FROM retention WHERE state = 0"):
                raise CountsDiffer(f"{gone} of {people * records} records were erased")
            check_verify(s)
            which = "p99" if people >= 100 else f"longest of {people}"
            b.line("S3", f"erase a person with {records:,} record{'s' if records > 1 else ''} until unreadable: {which}", f"{ms(out['p99_us' if people >= 100 else 'max_us'])} (median {ms(out['p50_us'])})",
                   "<= 5 ms", out["p99_us" if people >= 100 else "max_us"] <= 5000)
            b.note(b.command)


# --- S2: decisions ------------------------------------------------------------------------------------------------------------------------

ASKED = "/privacy/api/v1/decisions?purpose=support&category=email"
NGINX = """daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit; worker_processes 1;
events {{ worker_connections 256; }}
http {{ access_log off; keepalive_requests 100000000; client_body_temp_path {folder}/nginx-body; proxy_temp_path {folder}/nginx-proxy; fastcgi_temp_path {folder}/nginx-fastcgi;
uwsgi_temp_path {folder}/nginx-uwsgi; scgi_temp_path {folder}/nginx-scgi; server {{ listen 127.0.0.1:{port}; location / {{ return 204; }} }} }}
"""


def handles_of(s, count):
    """People who wrote; the handles that stand for them."""
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=30)
    handles = []
    for i in range(count):
        c.request("POST", POSTS, person(i, region="EU"), {"Authorization": f"Bearer {s.key}", "Content-Type": "application/json", "Host": running.HOST})
        r = c.getresponse()
        handles.append(json.loads(r.read())["handle"])
        if r.status != 201:
            raise CountsDiffer(f"a person could not be made: {r.status}")
    return handles


def question(key, handles):
    return post(key, "\n".join(handles), ASKED).replace("application/json", "text/plain", 1)


class Nginx:
    """What one server core can answer at all: 204 with nothing to decide."""

    def __init__(self, folder):
        self.port = running.free_port()
        config = folder / "nginx.conf"
        config.write_text(NGINX.format(folder=folder, port=self.port))
        self.process = subprocess.Popen(["taskset", "-c", str(min(SERVER_CORE)), "nginx", "-p", folder, "-c", config])

    def __enter__(self):
        for _ in range(100):
            with socket.socket() as c:
                if c.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError("nginx did not start")

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait(10)


def check_answers(s, handles):
    """A rate means nothing when the answers are wrong."""
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=30)
    c.request("POST", ASKED, "\n".join([*handles, "0" * 32]), {"Authorization": f"Bearer {s.key}", "Content-Type": "text/plain", "Host": running.HOST})
    lines = c.getresponse().read().decode().split("\n")
    if lines != ["+"] * len(handles) + ["-no_subject", ""]:
        raise CountsDiffer("not everybody is answered as she should be")


def decisions(b):
    with Server() as s, Nginx(b.folder) as nginx:
        s.start()
        s.ready()
        s.key = s.command("keys", "create", "decisions", "--scope", "collect decide").stdout.strip()
        handles = handles_of(s, 999)
        one = write_requests(b.folder / "one.txt", [question(s.key, [h]) for h in handles])
        many = write_requests(b.folder / "many.txt", [question(s.key, handles)])
        rate, cost = {nginx: [], s: []}, {nginx: [], s: []}
        for who in (nginx, s, s, nginx) * 3:  # A B B A: what drifts, drifts for both
            address = f"127.0.0.1:{who.port}"
            before, out = cpu_of(who.process), b.load(address, 32, b.seconds, 100000000, one)
            cost[who].append((cpu_of(who.process) - before) * 1e6 / out["good"])
            rate[who].append(out["good"] / out["seconds"])
        ratios = [ours / theirs for ours, theirs in zip(rate[s], rate[nginx])]
        by_cpu = statistics.median(cost[nginx]) / statistics.median(cost[s])  # on a machine that others use, rates tell little
        b.line("S2a", f"one decision a request, c = 32, {len(handles)} people: over nginx 204", spread(ratios, "x"), ">= 0.6x", min(statistics.median(ratios), by_cpu) >= 0.6)
        b.note(f"requests/s: {spread(rate[s], '', 0)}; nginx {spread(rate[nginx], '', 0)}")
        b.note(f"server CPU a request: {spread(cost[s], ' us', 1)}; nginx {spread(cost[nginx], ' us', 1)}: {by_cpu:.2f}x")
        cores = []
        for _ in range(3):
            before, out = s.cpu(), b.load(s.address(), 2, b.seconds, 100000000, many)
            cores.append(out["good"] * len(handles) / (s.cpu() - before) / 1e6)
        b.line("S2b", f"{len(handles)} decisions a request: millions a second of server CPU", spread(cores), ">= 1", statistics.median(cores) >= 1)
        check_answers(s, handles)


# --- S9: start, memory, size --------------------------------------------------------------------------------------------------------------


def first_answer(s):
    """Milliseconds from exec to the first answered page."""
    began = time.monotonic()
    s.start(wait=False)
    while True:
        try:
            with socket.create_connection(("127.0.0.1", s.port), 1) as c:
                c.sendall(get("/privacy/").encode())
                if not c.recv(64).startswith(b"HTTP/1.1 200"):
                    raise RuntimeError("the first page was not served")
                return (time.monotonic() - began) * 1000
        except ConnectionRefusedError:
            if s.process.poll() is not None or time.monotonic() - began > 20:
                raise RuntimeError("the server did not start")
            time.sleep(0.0002)


def start(b):
    with Server(dir_of(b), filesystem="weaker") as s:
        s.start().ready()
        b.load(s.address(), 16, 600, 5000, write_requests(b.folder / "posts", (post(s.key, person(i)) for i in range(5000))))
        time.sleep(7)
        busy = s.rss_mb()
        s.stop()
        times = []
        for _ in range(11):
            times.append(first_answer(s))
            s.stop()
        b.line("S9", "exec to the first page, folder with 5,000 records, 11 starts", spread(times, " ms", 1), "<= 50 ms", max(times) <= 50)
        s.start()
        time.sleep(2)
        b.line("S9", "memory (RSS), idle 2 s after the start", f"{s.rss_mb():.1f} MB", "<= 20 MB", s.rss_mb() <= 20)
        b.line("S9", "memory (RSS), 7 s after 5,000 posts, mails going out", f"{busy:.1f} MB", "<= 20 MB", busy <= 20)
    stripped = b.folder / "stripped"
    run(["strip", "-o", stripped, running.program()])
    b.line("S9", "size of the program, stripped", f"{stripped.stat().st_size / 1e6:.2f} MB", "<= 5 MB", stripped.stat().st_size <= 5e6)


def check_times(policy, runs):
    times = []
    for _ in range(runs):
        began = time.monotonic()
        done = subprocess.run([running.program(), "check", policy], capture_output=True)
        times.append((time.monotonic() - began) * 1000)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"privacyd check: exit {done.returncode}")
    return times, done.returncode


def check(b):
    for name in ("camera-maker/policy.yaml", "camera-maker/seed-literal.yaml", "eu-shop/policy.yaml"):
        times, _ = check_times(ROOT / "examples" / name, 11)
        b.line("CHK", f"privacyd check of {name}, 11 runs", spread(times, " ms", 1), "<= 100 ms", max(times) <= 100)
    large = b.folder / "large.yaml"
    large.write_text(large_policy.large(100), encoding="utf-8")
    times, code = check_times(large, 5)
    if code:
        raise RuntimeError("something is found in the large policy")
    b.line("CHK", f"privacyd check of a policy 100 times as large ({large.stat().st_size / 1e6:.1f} MB), 5 runs", spread(times, " ms", 0), "<= 1000 ms", max(times) <= 1000)


def absent(b):
    for id, what in (("S4", "package of one person"), ("S6", "erasure in the operator's databases"), ("S8", "scan for personal data"), ("S10", "banner script"), ("S12", "PostgreSQL")):
        b.line(id, f"{what}: not measured, this version does not have it", "-")


SCENARIOS = (("s1", collect), ("s2", decisions), ("s3", shred), ("s3", erase), ("s9", start), ("page", pages), ("chk", check), ("abs", absent))


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=3)
    options.add_argument("--only", default="")
    chosen = options.parse_args()
    os.sched_setaffinity(0, DRIVER_CORE)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "build") as folder:
        b = Bench(pathlib.Path(folder), chosen.seconds)
        build(b.folder)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; figures are min / median / max; server on core {min(SERVER_CORE)}, the rest on core {min(DRIVER_CORE)}")
        for id, scenario in SCENARIOS:
            if not id.startswith(chosen.only.lower()):
                continue
            try:
                scenario(b)
            except (CountsDiffer, RuntimeError, AssertionError) as error:
                failed += 1
                print(f"{id.upper():<4} FAILED: {error}", flush=True)
    print(f"{b.missed} missed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
