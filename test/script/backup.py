#!/usr/bin/env python3
"""Backup and restore of a real server's data: in two parts, while it runs; whoever was erased afterwards stays unreadable, whichever parts come
back; what was killed, cut off or changed is no backup."""
import json
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import Server, Tap, person, program

SLOT, SEGMENT = 128, 65536


def key_of(database, handle_hash):
    """Where the key of a person lies, by the database that still knows."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as c:
        row = c.execute("SELECT t.key_id FROM retention t JOIN subject s ON s.id = t.subject WHERE s.handle = ?", (handle_hash,)).fetchone()
    return struct.unpack(">I", row[0][:4])[0]


def slot(folder, number):
    with open(folder / f"keys.{number // SEGMENT:04}", "rb") as f:
        f.seek(number % SEGMENT * SLOT)
        return f.read(SLOT)


def settings(server, data):
    words = server.config.read_text().splitlines()
    server.config.write_text("\n".join(f"data: {data}" if line.startswith("data:") else line for line in words) + "\n")
    server.data = data


def records_of(database, handle_hash):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as c:
        return c.execute("SELECT count(*) FROM record r JOIN subject s ON s.id = r.subject WHERE s.handle = ?", (handle_hash,)).fetchone()[0]


def handles(folder, names):
    """SHA-256 of each handle, first 16 bytes, as rows keep it."""
    import hashlib
    return {name: hashlib.sha256(decode(handle)).digest()[:16] for name, handle in names.items()}


def decode(handle):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = 0
    for letter in handle.replace("-", ""):
        bits = bits << 5 | alphabet.index(letter)
    return bits.to_bytes(20, "big")


def post(server, who, **more):
    status, answer = server.collect({**person(who), **more})
    return status, answer.get("handle")


def refusals(tap, server, root):
    one, inside = "must not lie in one folder", "a backup inside the data directory"
    for name, to, keys, said in (("the same folder", root / "x", root / "x", one), ("one inside the other", root / "x", root / "x/keys", one), ("the data directory", server.data / "x", None, inside)):
        done = server.command("backup", "--to", to, *(["--keys-to", keys] if keys else []), check=False)
        tap.ok(done.returncode == 1 and said in done.stderr and not to.exists(), f"{name} is refused", done.stderr)
    (root / "taken").mkdir()
    (root / "taken/file").write_text("mine")
    done = server.command("backup", "--to", root / "taken", check=False)
    tap.ok(done.returncode == 1 and (root / "taken/file").read_text() == "mine", "what is there is never overwritten", done.stderr)
    done = server.command("restore", root / "db1", "--keys", root / "keys1", "--data", root / "taken", check=False)
    tap.ok(done.returncode == 1 and (root / "taken/file").read_text() == "mine", "by a restore neither", done.stderr)
    done = server.command("restore", root / "keys1", "--keys", root / "db1", "--data", root / "new", check=False)
    tap.ok(done.returncode != 0 and "is the part with the" in done.stderr and not (root / "new").exists(), "parts that are mixed up are told apart", done.stderr)


def damage(tap, server, root):
    shutil.copytree(root / "keys1", root / "keysbad")
    with open(root / "keysbad/keys.0001", "r+b") as f:
        f.seek(4000)
        f.write(b"x")
    done = server.command("backup", "verify", root / "db1", "--keys", root / "keysbad", check=False)
    tap.ok(done.returncode == 1 and "is not the file that the manifest tells of" in done.stderr, "one changed byte is found", done.stderr)
    shutil.copytree(root / "db1", root / "dbcut")
    os.truncate(root / "dbcut/privacyd.db", (root / "dbcut/privacyd.db").stat().st_size - 4096)
    done = server.command("backup", "verify", root / "dbcut", check=False)
    tap.ok(done.returncode == 1 and "manifest tells of" in done.stderr, "a file that was cut off is found", done.stderr)
    (root / "dbcut/manifest.json").unlink()
    done = server.command("backup", "verify", root / "dbcut", check=False)
    tap.ok(done.returncode != 0 and "no whole part of a backup" in done.stderr, "without a manifest it is no backup", done.stderr)
    shutil.copytree(root / "keys1", root / "keysold")
    manifest = json.loads((root / "keysold/manifest.json").read_text())
    manifest["made"] = "2020-01-01T00:00:00Z"
    (root / "keysold/manifest.json").write_text(json.dumps(manifest))
    done = server.command("restore", root / "db1", "--keys", root / "keysold", "--data", root / "new", check=False)
    tap.ok(done.returncode == 1 and "none may be kept longer than 30" in done.stderr, "keys that are too old are not taken", done.stderr)
    done = server.command("backup", "verify", root / "db1", "--keys", root / "keysold", check=False)
    tap.ok(done.returncode == 1 and "delete them" in done.stderr, "and verify says to delete them", done.stderr)
    tap.ok(not list(root.glob("*.verify-*")), "nothing that verify unpacked is left")


def killed(tap, server, root):
    """Killed at many moments: the name stands only for what is whole."""
    whole = 0
    for n in range(12):
        to, keys = root / f"kill{n}", root / f"killkeys{n}"
        process = subprocess.Popen([program(server.kind), "backup", "--config", server.config, "--to", to, "--keys-to", keys], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.006 * n)
        process.kill()
        process.wait()
        for path, kind in ((to, "database"), (keys, "keys")):
            if path.exists():
                whole += 1
                tap.ok(json.loads((path / "manifest.json").read_text())["part"] == kind, f"killed after {6 * n} ms: what has the name {path.name} is whole")
    tap.ok(whole < 24, "at least one was killed before its end", whole)
    server.command("backup", "--to", root / "kill0.again")
    left = list(root.glob("kill*.part"))
    if left:
        done = server.command("backup", "--to", str(left[0])[:-5], check=False)
        tap.ok(done.returncode == 0 and not left[0].exists(), "the leftovers of a killed one are in nobody's way", done.stderr)


def full(tap, server, root):
    limit = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)))
    done = subprocess.run([program(server.kind), "backup", "--config", server.config, "--to", root / "full", "--keys-to", root / "fullkeys"], capture_output=True, text=True, preexec_fn=limit, restore_signals=False)
    tap.ok(done.returncode != 0 and not list(root.glob("full*")), "a disk that is full: an error, and nothing is left", done.stderr)


def restored(tap, server, root, name, parts, hashes, who, erased):
    """Restores, starts, and looks whether the erased person can be read."""
    data = root / name
    done = server.command("restore", *parts, "--data", data, check=False)
    if not tap.ok(done.returncode == 0, f"{name}: restored", done.stderr):
        return
    a, b = key_of(data / "privacyd.db", hashes["ann"]), key_of(data / "privacyd.db", hashes["ben"])
    gone = slot(data / "vault", a) != slot(root / "keys1", a)
    tap.ok(gone == erased, f"{name}: the key of the erased person is {'destroyed before anything starts' if erased else 'there again'}")
    tap.ok(slot(data / "vault", b) == slot(root / "keys1", b), f"{name}: another person's key came back")
    settings(server, data)
    server.start()
    try:
        status = {w: post(server, n, handle=who[w])[0] for n, w in enumerate(who, 100)}
        tap.ok(status["ben"] == 201 and (status["ann"] != 201) == erased, f"{name}: the server knows the one and {'does not know' if erased else 'knows'} the erased one", status)
        log = (server.folder / "log").read_text(errors="replace")
        tap.ok("the data directory came out of a backup" in log and not (data / "restored").exists(), f"{name}: the start put the rows in order", log[-800:])
        for _ in range(80):
            if not erased or records_of(data / "privacyd.db", hashes["ann"]) == 0:
                break
            time.sleep(0.1)
        tap.ok((records_of(data / "privacyd.db", hashes["ann"]) == 0) == erased, f"{name}: rows of the erased person {'are reclaimed' if erased else 'stay'}")
        done = server.command("verify", check=False)
        tap.ok(done.returncode == 0, f"{name}: every invariant holds", done.stdout + done.stderr)
    finally:
        server.stop()


def story(tap, server, root):
    server.ready()
    server.start()
    who = {"ann": post(server, 1)[1], "ben": post(server, 2)[1]}
    hashes = handles(root, who)
    done = server.command("backup", "--to", root / "db1", "--keys-to", root / "keys1")
    tap.ok(sorted(p.name for p in (root / "db1").iterdir()) == ["manifest.json", "privacyd.db"], "the database part holds no key", list((root / "db1").iterdir()))
    tap.ok({"keys.0000", "keys.0001", "tombstones", "manifest.json"} == {p.name for p in (root / "keys1").iterdir()}, "the key part holds no row")
    done = server.command("backup", "verify", root / "db1", "--keys", root / "keys1", check=False)
    tap.ok(done.returncode == 0, "a backup of a running server holds every invariant", done.stdout + done.stderr)
    done = server.command("backup", "verify", root / "db1", check=False)
    tap.ok(done.returncode == 0, "the database part alone as well", done.stdout + done.stderr)
    done = server.command("erase", who["ann"])
    tap.ok("1 keys destroyed" in done.stdout, "then somebody is erased", done.stdout)
    copied = (server.folder / "elsewhere/tombstones").stat().st_size
    tap.ok(copied >= 3 * 64, "before the erase was acknowledged, its tombstone lay at the other place", copied)
    refusals(tap, server, root)
    killed(tap, server, root)
    full(tap, server, root)
    server.command("backup", "--keys-to", root / "keys2")
    server.stop()
    damage(tap, server, root)
    old = (root / "db1", "--keys", root / "keys1")
    restored(tap, server, root, "with the former data directory", old, hashes, who, True)
    shutil.rmtree(server.folder / "data")  # the disk is gone
    settings(server, server.folder / "data")
    restored(tap, server, root, "with the copy of the tombstones", old, hashes, who, True)
    (server.folder / "elsewhere").rename(server.folder / "lost")
    settings(server, server.folder / "data")
    done = server.command("restore", *old, "--data", root / "none", check=False)
    tap.ok(done.returncode == 1 and "who was erased since the backup" in done.stderr and not (root / "none").exists(), "without tombstones it is refused", done.stderr)
    restored(tap, server, root, "with the newer keys", (root / "db1", "--keys", root / "keys2", "--accept-returned"), hashes, who, True)
    settings(server, server.folder / "data")
    restored(tap, server, root, "with the tombstones of the newer keys", (*old, "--tombstones", root / "keys2"), hashes, who, True)
    settings(server, server.folder / "data")
    restored(tap, server, root, "against all advice", (*old, "--accept-returned"), hashes, who, False)


tap = Tap()
with Server() as here:
    (here.folder / "elsewhere").mkdir(mode=0o700)
    (here.folder / "backups").mkdir(mode=0o700)
    here.config.write_text(here.config.read_text() + f"backup: {{ tombstones: {here.folder}/elsewhere }}\n")
    story(tap, here, here.folder / "backups")
tap.end()
