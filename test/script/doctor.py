#!/usr/bin/env python3
"""doctor, health, config dump, and a clock that jumped: each thing that can be wrong is made wrong in a real data directory, is found under its
number, and comes with what mends it."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import HOST, POLICY, Server, Tap, person

DAY = 86400


def doctor(server):
    begin = time.monotonic()
    done = server.command("doctor", "--json", check=False)
    return done.returncode, {c["number"]: c for c in json.loads(done.stdout)["checks"]}, time.monotonic() - begin


def wrong(checks):
    return sorted(n for n, c in checks.items() if c["state"] == "wrong")


def expect(tap, server, numbers, name, words=""):
    code, checks, took = doctor(server)
    found = wrong(checks)
    good = found == sorted(numbers) and code == (1 if numbers else 0) and took < 5
    good = good and all(checks[n]["mend"] for n in numbers) and (not numbers or words in checks[numbers[0]]["words"])
    tap.ok(good, f"{name}: {'all well' if not numbers else ', '.join(f'D{n:02}' for n in numbers)}", (code, round(took, 1), json.dumps([checks[n] for n in found], indent=1)))


def put(path, old, new):
    path.write_text(path.read_text().replace(old, new))


def with_settings(server, old, new):
    """The settings for one look."""
    class Changed:
        def __enter__(self):
            self.kept = server.config.read_text()
            assert old in self.kept, old
            put(server.config, old, new)

        def __exit__(self, *unused):
            server.config.write_text(self.kept)
    return Changed()


def running(tap, server, mail):
    tap.ok(server.command("health").returncode == 0, "health: ready")
    expect(tap, server, [], "a server that has all it needs")
    text = server.command("doctor", check=False).stdout
    tap.ok(all(len(line) < 300 for line in text.splitlines()) and re.search(r"^good +D06 log", text, re.M), "for people: a line each", text)
    os.chmod(server.data, 0o755)
    expect(tap, server, [1], "a data directory that others may read", "others may read")
    os.chmod(server.data, 0o700)
    os.chmod(server.folder / "seal.key", 0o644)
    expect(tap, server, [2], "a seal key that others may read")
    os.chmod(server.folder / "seal.key", 0o600)
    with with_settings(server, f"127.0.0.1:{mail}", "127.0.0.1:9"):
        expect(tap, server, [14], "a mail server that does not answer", "does not answer on port 9")
    with with_settings(server, f"url: 'http://127.0.0.1:{server.port}'", "url: 'http://127.0.0.1:9'"):
        expect(tap, server, [13], "a public address where nobody answers", "does not answer")
    with with_settings(server, f"url: 'http://127.0.0.1:{server.port}'", f"url: 'http://127.0.0.1:{server.port}', mount: /other"):
        expect(tap, server, [13], "a public address where something else answers", "status 404")
    with with_settings(server, f"tombstones: {server.folder}/elsewhere", f"tombstones: {server.folder}/nowhere"):
        expect(tap, server, [9], "a copy of the tombstones that is not there")
    old = time.time() - 9 * DAY
    os.utime(server.data / "backup.keys", (old, old))
    expect(tap, server, [10], "a backup that is old", "9 days old")
    os.utime(server.data / "backup.keys")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "5", "-subj", f"/CN={HOST}", "-keyout", server.folder / "k.pem", "-out", server.folder / "c.pem"],
                   check=True, capture_output=True)
    with with_settings(server, "vault:", f"tls: {{ certificate: {server.folder}/c.pem, key: {server.folder}/k.pem }}\nvault:"):
        expect(tap, server, [11], "a certificate that ends", "more days")


def write(server, statement):
    with contextlib.closing(sqlite3.connect(server.data / "privacyd.db")) as c:
        c.execute(statement)
        c.commit()


def put_back(server):
    for name in ("privacyd.db-wal", "privacyd.db-shm"):
        (server.data / name).unlink(missing_ok=True)
    shutil.copy(server.folder / "kept.db", server.data / "privacyd.db")


def stopped(tap, server):
    expect(tap, server, [12, 13], "no server")
    tap.ok(server.command("health", check=False).returncode != 0, "health: it does not answer")
    shutil.copy(server.data / "privacyd.db", server.folder / "kept.db")
    write(server, "UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND number = (SELECT max(number) FROM tile WHERE level = 0)")
    code, checks, _ = doctor(server)
    tap.ok(6 in wrong(checks), "a log whose tiles were changed: D06", checks[6])
    put_back(server)
    write(server, "DELETE FROM schema_step WHERE number = (SELECT max(number) FROM schema_step)")
    code, checks, _ = doctor(server)
    tap.ok(5 in wrong(checks) and checks[6]["state"] == "skipped", "tables of another program: D05, and what needs them is left out", checks[5])
    put_back(server)


def live_keys(server):
    with contextlib.closing(sqlite3.connect(f"file:{server.data}/privacyd.db?mode=ro", uri=True)) as c:
        return c.execute("SELECT count(*) FROM retention WHERE state = 0").fetchone()[0]


def clock(tap, server, name, days, words):
    """All that happened is moved, which is the same as a clock that was: the sweep must wait for somebody to look."""
    write(server, f"UPDATE commit_group SET at = at + {days * DAY * 1000}")
    write(server, "UPDATE retention SET due_at = 1 WHERE state = 0")
    before = live_keys(server)
    server.start()
    time.sleep(3)
    tap.ok(before > 0 and live_keys(server) == before, f"{name}: nothing is destroyed, though all of it looks due", (before, live_keys(server)))
    code, checks, _ = doctor(server)
    tap.ok(7 in wrong(checks) and words in checks[7]["words"] and "clock confirm" in checks[7]["mend"], f"{name}: D07", checks[7])
    status, answer = server.collect(person(77 + days))
    tap.ok(status == 201, f"{name}: what is sent is kept all the same", (status, answer))
    server.command("clock", "confirm")
    write(server, "UPDATE retention SET due_at = 1 WHERE state = 0")
    for _ in range(80):
        if live_keys(server) == 0:
            break
        time.sleep(0.1)
    tap.ok(live_keys(server) == 0 and 7 not in wrong(doctor(server)[1]), f"{name}: confirmed, what is due goes", live_keys(server))
    server.stop()
    put_back(server)


def dump(tap, server):
    words = server.command("config", "dump").stdout
    line = next(n for n, l in enumerate(server.config.read_text().splitlines(), 1) if l.startswith("listen:"))
    tap.ok(f"listen = 127.0.0.1:{server.port}  ({server.config}:{line})" in words, "config dump: a value with the line that says it", words)
    tap.ok("workers = 2  (default)" in words and "proxies = unix  (default)" in words, "a default is called one")
    words = server.command("config", "dump", "--data", "/somewhere").stdout
    tap.ok("data = /somewhere  (command line)" in words, "what the command line says counts", words.splitlines()[0])
    with with_settings(server, "vault:", "proxies: [10.0.0.0/33]\nvault:"):
        done = server.command("config", "dump", check=False)
        tap.ok(done.returncode == 1 and "10.0.0.0/33" in done.stderr and "write unix, or an address" in done.stderr, "a network that is none is told with what would be right", done.stderr)


def accept_all(s):
    while True:
        try:
            s.accept()[0].close()
        except OSError:
            return


tap = Tap()
with Server() as here, socket.create_server(("127.0.0.1", 0)) as sink:
    threading.Thread(target=accept_all, args=(sink,), daemon=True).start()
    mail = sink.getsockname()[1]
    (here.folder / "elsewhere").mkdir(mode=0o700)
    put(here.config, "smtp://127.0.0.1:9", f"smtp://127.0.0.1:{mail}")
    put(here.config, f"url: 'https://{HOST}', hosts: [{HOST}]", f"url: 'http://127.0.0.1:{here.port}', hosts: [{HOST}, 127.0.0.1]")
    here.config.write_text(here.config.read_text() + f"backup: {{ tombstones: {here.folder}/elsewhere }}\n")
    code, checks, _ = doctor(here)
    tap.ok(code == 1 and checks[1]["state"] == "wrong", "before anything is there: D01", checks[1])
    here.ready()
    here.start()
    here.collect(person(1))
    here.command("backup", "--to", here.folder / "db", "--keys-to", here.folder / "keys")
    running(tap, here, mail)
    dump(tap, here)
    here.stop()
    stopped(tap, here)
    clock(tap, here, "a clock set forward by 40 days", -40, "more than 30 days after")
    clock(tap, here, "a clock set back by a year", 365, "before the newest entry")
tap.end()
