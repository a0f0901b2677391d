#!/usr/bin/env python3
"""The outbox under torture: three calls in ten fail for now, answers are lost, and the server is killed with -9 at random moments. Every message
arrives under one id that never changes, and arrives twice only where its answer was lost: on the wire, or with the process that waited for it.
1,000 messages in every check, 100,000 with SOAK=1, or COUNT."""
import collections
import json
import os
import pathlib
import random
import socket
import sqlite3
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import POLICY, Server, Tap, person

SOAK = bool(os.environ.get("SOAK"))
COUNT = int(os.environ.get("COUNT") or (100000 if SOAK else 1000))
LONGEST_LIFE = 4.0 if SOAK else 0.7  # seconds from one kill to the next, at most
FAILS, LOSES = 0.3, 0.02             # of the calls
POSTERS = 8
seed = int(os.environ.get("SEED", time.strftime("%Y%m%d")))


class Receiver:
    """Takes a call, fails it for now (503, or hung up on before it was read), or takes it and loses the answer."""

    def __init__(self):
        self.chance, self.lock = random.Random(seed), threading.Lock()
        self.arrivals = []                        # (id, who) of each call that was taken, in order
        self.times = collections.Counter()        # how often each id was taken
        self.owner = {}                           # who is behind an id
        self.lost = collections.Counter()         # answers to an id that could not be known
        self.calls = collections.Counter()
        self.wrong = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection = self.listener.accept()[0]
            with connection:
                try:
                    self.call(connection)
                except OSError:
                    pass  # the other side was killed

    def call(self, connection):
        connection.settimeout(10)
        draw = self.chance.random()
        if draw < FAILS / 3:
            self.calls["hung up"] += 1
            return
        message = self.read(connection)
        if message is None:
            return
        if draw < FAILS:
            self.calls["503"] += 1
            connection.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        lost = draw > 1 - LOSES
        self.take(*message, lost)
        if not lost:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def read(self, connection):
        """Id and fields of a call that came whole."""
        got, head, body = b"", b"", b""
        while True:
            head, separator, body = got.partition(b"\r\n\r\n")
            headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])}
            if separator and len(body) >= int(headers[b"content-length"]):
                return headers[b"webhook-id"].decode(), json.loads(body)["data"]["fields"]["email"]
            piece = connection.recv(65536)
            if not piece:
                return None
            got += piece

    def take(self, name, who, lost):
        with self.lock:
            self.calls["taken"] += 1
            self.arrivals.append(name)
            self.times[name] += 1
            self.lost[name] += lost
            if self.owner.setdefault(name, who) != who:
                self.wrong.append(f"{name}: {self.owner[name]}, then {who}")

    def killed(self):
        """The process is dead: whether it had noted the answer to the newest call, nobody knows."""
        with self.lock:
            if self.arrivals:
                self.lost[self.arrivals[-1]] += 1

    def repeated(self):
        """Ids that came more often than their answers were lost."""
        return [name for name, count in self.times.items() if count > 1 + self.lost[name]]


def prepare(server, port):
    (server.folder / "secret").write_text("a secret of at least 24 bytes\n")
    os.chmod(server.folder / "secret", 0o600)
    server.config.write_text(server.config.read_text() + f"webhooks:\n  hikari_europe: {{ url: 'http://127.0.0.1:{port}/', secret_file: {server.folder}/secret, private: yes }}\n")
    policy = server.folder / "policy.yaml"
    policy.write_text(POLICY.read_text().replace("deliver:\n      - mail: support@hikari.example\n", "deliver:\n      - webhook: hikari_europe\n", 1))
    server.command("publish", policy)
    server.key = server.command("keys", "create", "test", "--scope", "collect").stdout.strip()


class Load:
    """Posts until COUNT were accepted, whatever becomes of the server; what was not acknowledged is posted again."""

    def __init__(self, server):
        self.server, self.lock, self.next, self.accepted, self.refused = server, threading.Lock(), 0, set(), []
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(POSTERS)]
        for thread in self.threads:
            thread.start()

    def run(self):
        connection = None
        while True:
            with self.lock:
                number, self.next = self.next, self.next + 1
            if number >= COUNT:
                return
            while number not in self.accepted:
                try:
                    connection = connection or self.server.connect(10)
                    status, answer = self.server.collect(person(number), connection, {"Idempotency-Key": f"message-{number}"})
                except Exception:
                    connection = None  # the server is being killed
                    time.sleep(0.02)
                    continue
                if status in (200, 201):
                    with self.lock:
                        self.accepted.add(number)
                elif status not in (429, 503):
                    self.refused.append(f"{status} {answer}")
                    return
                else:
                    time.sleep(0.02)


def wait_is_over(server):
    """The server is dead; what it put off is due when it starts again, as if hours had passed. How many wait."""
    database = sqlite3.connect(server.data / "privacyd.db", timeout=30)
    with database:
        waiting = database.execute("UPDATE outbox SET due_at = created_at WHERE state = 0").rowcount
    database.close()
    return waiting


def torture(server, receiver):
    """Lives and kills until nothing waits any more. How many kills."""
    load, kills, chance, limit = None, 0, random.Random(seed + 1), time.monotonic() + (5000 if SOAK else 150)
    while time.monotonic() < limit:
        server.start()
        load = load or Load(server)
        time.sleep(0.05 + chance.random() * LONGEST_LIFE)
        server.kill()
        receiver.killed()
        kills += 1
        if wait_is_over(server) == 0 and len(load.accepted) == COUNT:
            break
        if load.refused:
            break
    return kills, load


def main():
    tap, begin, receiver = Tap(), time.monotonic(), Receiver()
    with Server() as server:
        prepare(server, receiver.port)
        kills, load = torture(server, receiver)
        rows = sqlite3.connect(f"file:{server.data}/privacyd.db?mode=ro", uri=True).execute("SELECT lower(hex(uid)), state, attempts FROM outbox").fetchall()
        states = collections.Counter(state for _, state, _ in rows)
        calls = receiver.calls
        failed = (calls["503"] + calls["hung up"]) / max(1, sum(calls.values()))
        tap.ok(len(load.accepted) == COUNT and not load.refused, f"{COUNT} posts accepted through {kills} kills (seed {seed})", load.refused[:3])
        missing = {person(number)["email"] for number in load.accepted} - set(receiver.owner.values())
        tap.ok(not missing and states == {1: len(rows)}, "none was never sent, and each is known to be", f"{len(missing)} missing, states {dict(states)}")
        tap.ok(len(receiver.owner) == len(set(receiver.owner.values())) == len(rows) and not receiver.wrong,
               "each has one id, the same in every attempt", f"{len(receiver.owner)} ids, {len(set(receiver.owner.values()))} people, {len(rows)} rows; {receiver.wrong[:3]}")
        twice = sum(count - 1 for count in receiver.times.values())
        tap.ok(not receiver.repeated(), f"{twice} came twice, each where its answer was lost", receiver.repeated()[:5])
        tap.ok(0.25 < failed < 0.35 and kills > 3 and twice > 0, f"it was torture: {failed:.1%} of {sum(calls.values())} calls failed, {sum(receiver.lost.values())} answers may have been lost")
        tap.ok(all(attempts >= receiver.times[uid.replace('-', '')] for uid, _, attempts in rows), "no call was made that is not counted as an attempt")
        verified = server.command("verify", check=False)
        tap.ok(verified.returncode == 0, "verify finds nothing", verified.stdout[-500:])
    print(f"# {COUNT} messages, {sum(calls.values())} calls {dict(calls)}, {kills} kills, {twice} twice, {time.monotonic() - begin:.0f} s")
    tap.end()


main()
