#!/usr/bin/env python3
"""Acknowledged is durable: no 2xx leaves before the syncs that cover it. kill -9 keeps the page cache and cannot see a missing sync, so an
interposer writes down writes, syncs and sends of a running server. The test is itself shown to fail with synchronous=NORMAL and with the
answer moved before COMMIT."""
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import ROOT, Server, Tap, person

POSTS = 25


def journal_of(folder, env):
    """Posts one at a time and gives the events between each post and its answer."""
    library, journal = folder / "interpose.so", folder / "journal"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-w", "-o", library, ROOT / "test/tools/interpose.c", "-ldl"], check=True)
    with Server(folder / "server", kind="clang") as server:
        server.ready()
        server.env = {"LD_PRELOAD": str(library), "INTERPOSE_LOG": str(journal), **env}
        server.start()
        journal.write_text("")
        connection = server.connect()
        for number in range(POSTS):
            status, _ = server.collect(person(number), connection)
            assert status == 201, status
            time.sleep(0.03)  # a commit that comes too late must not be taken for the next one's
        server.stop()
    return journal.read_text(errors="replace").splitlines()


def uncovered(lines):
    """Answers that left before the write-ahead log and the key slots were synced; and how many answers there were."""
    bad, answers, written, synced = [], 0, set(), set()
    for number, line in enumerate(lines):
        operation, path, what = (line.split(" ", 2) + ["", ""])[:3]
        kind = "wal" if path.endswith("-wal") else "keys" if "/vault/keys" in path else None
        if operation == "receive" and what.startswith("POST"):
            written, synced = set(), set()
        elif operation == "write" and kind:
            written.add(kind)
        elif operation == "sync" and kind and kind in written:
            synced.add(kind)
        elif operation == "send" and what.startswith("HTTP/1.1_201"):
            answers += 1
            if not {"wal", "keys"} <= synced:
                bad.append(f"line {number}: written {sorted(written)}, synced {sorted(synced)}")
    return bad, answers


tap = Tap()
for name, env, must_fail in (("every answer leaves after the syncs that cover it", {}, False),
                             ("with synchronous=NORMAL the test fails", {"PRIVACYD_SABOTAGE_NORMAL": "1"}, True),
                             ("with the answer before COMMIT the test fails", {"PRIVACYD_SABOTAGE_EARLY": "1"}, True)):
    with tempfile.TemporaryDirectory(prefix="privacyd-durable-") as folder:
        (pathlib.Path(folder) / "server").mkdir()
        bad, answers = uncovered(journal_of(pathlib.Path(folder), env))
    tap.ok(answers == POSTS and (len(bad) > POSTS // 2 if must_fail else not bad), f"{name} ({answers} answers, {len(bad)} uncovered)", "\n".join(bad[:5]))
tap.end()
