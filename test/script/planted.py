#!/usr/bin/env python3
"""Planted names reach the desk whole and stand nowhere on disk: not in clear, UTF-16, base64 or hex; not in database, log, keys or journal."""
import base64
import email
import email.policy
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import ROOT, Server, Tap

NAMES = [f"Zyxquorb{n:03d} Plantagenet{n:03d}" for n in range(20)]


def forms_of(word):
    """How a name could stand somewhere: base64 in its three alignments, without the characters that depend on the neighbours."""
    clear = word.encode()
    yield "clear", clear
    yield "UTF-16LE", word.encode("utf-16-le")
    yield "UTF-16BE", word.encode("utf-16-be")
    yield "hex", clear.hex().encode()
    yield "HEX", clear.hex().upper().encode()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + clear)
        yield f"base64+{shift}", encoded[4 if shift else 0:-4]


def found(folder, names):
    hits = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            hits += [f"{path.name}: {form}" for name in names for form, needle in forms_of(name) if needle in content]
    return hits


tap = Tap()
with tempfile.TemporaryDirectory(prefix="privacyd-mail-") as mails:
    sink = subprocess.Popen(["/usr/bin/python3", ROOT / "test/tools/smtp_sink.py", mails], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    port = sink.stdout.readline().strip()
    with Server(smtp=f"smtp://127.0.0.1:{port}") as server:
        server.ready().start()
        for name in NAMES:
            status, answer = server.collect({"name": name, "email": f"{name.split()[0].lower()}@visitor.example", "message": f"I am {name}."})
            assert status == 201, answer
        end = time.monotonic() + 30
        text = ""
        while time.monotonic() < end and not all(name in text for name in NAMES):
            time.sleep(0.1)
            messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in sorted(pathlib.Path(mails).glob("*.eml"))]
            text = "\n".join(message.get_content() for message in messages)
        tap.ok(all(name in text for name in NAMES), f"{len(NAMES)} planted names reached the desk whole")
        tap.ok(not (hits := found(server.folder, NAMES)), "no planted name on disk while the server runs", "\n".join(hits[:10]))
        server.stop()
        tap.ok(not (hits := found(server.folder, NAMES)), "no planted name on disk after it stopped", "\n".join(hits[:10]))
        (server.data / "control").write_bytes(NAMES[0].encode("utf-16-le") + base64.b64encode(b"x" + NAMES[1].encode()) + NAMES[2].encode().hex().encode())
        tap.ok(len({hit.split(": ")[1].split("+")[0] for hit in found(server.folder, NAMES)}) == 3, "the search finds what is there (three planted forms)")
    sink.terminate()
tap.end()
