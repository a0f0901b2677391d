#!/usr/bin/env python3
"""Whatever is wrong, privacyd says so in words that help, loses nothing and does nothing by halves. Each fault is made, met, undone; then the
server starts again and every acknowledged post is there."""
import contextlib
import hashlib
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import HOST, POLICY, Server, Tap, person, program

KIND = pathlib.Path(os.environ.get("RELEASE", "build-release")).name.removeprefix("build-")
ROOT_USER = os.geteuid() == 0
IMAGE_MIB = 48
tap = Tap()
acknowledged = []


def post(server, number):
    status, answer = server.collect(person(number))
    if status == 201:
        acknowledged.append(answer["position"])
    return status


def stored(server):
    with contextlib.closing(sqlite3.connect(f"file:{server.data}/privacyd.db?mode=ro", uri=True)) as database:
        return {row[0] for row in database.execute("SELECT position FROM fact WHERE type = 3")}


def contents(server):
    """Hash of each file that holds something; the lock and the socket hold nothing."""
    files = [path for path in server.data.rglob("*") if path.is_file() and path.name not in ("lock", "privacyd.db-shm")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.stat().st_size}


def all_is_well(server, name):
    """After a fault was undone."""
    server.start()
    status, got = server.get("/privacy/")[0], post(server, len(acknowledged))
    code = server.stop()
    done = server.command("verify", check=False)
    missing = set(acknowledged) - stored(server)
    tap.ok((status, got, code, done.returncode, missing) == (200, 201, 0, 0, set()), f"{name}: undone, the server starts, serves and has all {len(acknowledged)} posts",
           f"page {status}, post {got}, end {code}, missing {missing}, verify: {done.stdout}{done.stderr}")


def refuses(name, done, *words, code=None):
    """It ended at once, with these words, and in one short paragraph."""
    text = done.stderr
    good = done.returncode != 0 and (code is None or done.returncode == code) and all(word in text for word in words)
    tap.ok(good and "Traceback" not in text and len(text.splitlines()) <= 12, f"{name}: {text.strip().splitlines()[0][:170] if text.strip() else 'no word'}", f"exit {done.returncode}: {text}")


@contextlib.contextmanager
def refused_start(server, name, *words, code=None, same=True):
    """The body makes the fault; whoever wants it undone does so after the block."""
    yield
    before = contents(server) if same else None
    refuses(name, server.command("serve", check=False), *words, code=code)
    if same:
        tap.ok(contents(server) == before, f"{name}: nothing was changed")


# --- settings and commands -----------------------------------------------------------------------------------------------------------------------

def words_of_commands(server):
    refuses("an unknown command", server.run("pubish", check=False), "there is no command pubish; did you mean publish?", code=2)
    refuses("a command like no other", server.run("frobnicate", check=False), "there is no command frobnicate; see: privacyd help", code=2)
    refuses("an unknown option", server.run("serve", "--confg", server.config, check=False), "there is no option --confg; did you mean --config?", code=2)
    refuses("an option without its value", server.run("serve", "--config", check=False), "--config needs a value", code=2)
    refuses("no file", server.run("serve", "--config", server.folder / "none.yaml", check=False), "none.yaml cannot be read: No such file or directory")
    os.mkfifo(server.folder / "fifo")  # nobody ever writes into it
    refuses("a policy that is no file", server.run("check", server.folder / "fifo", check=False), "fifo is not a file of at most", code=3)
    os.unlink(server.folder / "fifo")
    refuses("a policy that is not there", server.command("publish", server.folder / "none.yaml", check=False), "none.yaml cannot be read: No such file or directory", code=3)
    done = server.run(check=False)
    tap.ok(done.returncode == 2 and "usage: privacyd COMMAND" in done.stderr, "no command at all: the help, and exit 2")


def settings_with_a_mistake(server):
    text = server.config.read_text()
    for name, wrong, words in (("a typo in the settings", text.replace("listen:", "listne:"), ("there is no setting `listne`", "did you mean `listen`?", "listne: 127.0.0.1")),
                               ("a typo in a section", text.replace("from:", "form:"), ("there is no setting `form` here", "did you mean `from`?")),
                               ("a value that cannot be", text.replace("filesystem: weaker", "filesystem: weak"), ("`filesystem` cannot be that", "write strict or weaker")),
                               ("settings without an address", re.sub("site:.*", "", text), ("site.url", "privacyd config example")),
                               ("an address without a port", re.sub("listen: .*", "listen: localhost", text), ("localhost", "127.0.0.1:8123"))):
        server.config.write_text(wrong)
        refuses(name, server.command("serve", check=False), *words)
    server.config.write_text(text)
    all_is_well(server, "settings")


# --- keys and files -------------------------------------------------------------------------------------------------------------------------------

def seal_key(server):
    path = server.folder / "seal.key"
    right = path.read_bytes()

    def put(content, mode=0o600):
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
            path.chmod(mode)

    for name, content, mode, words in (("another seal key", bytes(range(32)), 0o600, ("wrong seal key", str(path))),
                                       ("a seal key that was cut off", right[:17], 0o600, (f"seal key {path} has 17 bytes, 32 expected", "cut off")),
                                       ("an empty seal key", b"", 0o600, ("has 0 bytes, 32 expected",)),
                                       ("a seal key that others may read", right, 0o644, ("has mode 0644, 0600 expected", f"chmod 600 {path}")),
                                       ("no seal key", None, 0, (f"there is no seal key {path}", "restore it from its backup"))):
        with refused_start(server, name, *words):
            put(content, mode)
        put(right)
        all_is_well(server, name)


def key_slots(server):
    path = server.data / "vault/keys.0001"
    kept = server.folder / "kept"
    shutil.copy2(path, kept)
    size = path.stat().st_size
    with refused_start(server, "key slots that were cut off", "key file keys.0001 has", f"{size} expected", "restore it from the key backup"):
        os.truncate(path, size - 4096 - 1)
    shutil.copy2(kept, path)
    all_is_well(server, "key slots that were cut off")
    with refused_start(server, "no first key file", "keys.0000 is missing", "key backup"):
        (server.data / "vault/keys.0000").rename(server.folder / "keys.0000")
    (server.folder / "keys.0000").rename(server.data / "vault/keys.0000")
    all_is_well(server, "no first key file")
    kept.unlink()


def data_folder(server):
    with refused_start(server, "data that others may read", "others may read", "(mode 0755)", f"chmod 0700 {server.data}"):
        server.data.chmod(0o755)
    server.data.chmod(0o700)
    all_is_well(server, "data that others may read")
    text = server.config.read_text()
    server.config.write_text(text.replace(f"data: {server.data}", f"data: {server.config}"))
    refuses("data that is a file", server.command("serve", check=False), "is not a folder")
    server.config.write_text(text.replace(f"data: {server.data}", f"data: {server.folder}/no/such/place"))
    refuses("data in a folder that is not there", server.command("serve", check=False), f"{server.folder}/no/such/place cannot be made: No such file or directory")
    server.config.write_text(text)
    for words in (("erase", "7" * 32), ("hold", "list"), ("keys", "list"), ("promises",)):
        refuses(f"{' '.join(words[:1])} in a folder that is not there", server.command(*words, "--data", server.folder / "mistyped", check=False), "mistyped holds no privacyd.db")
    tap.ok(not (server.folder / "mistyped").exists(), "and none of them made the folder")


def newer_database(server):
    def change(statement):
        with contextlib.closing(sqlite3.connect(server.data / "privacyd.db")) as database, database:
            database.execute(statement)

    with refused_start(server, "a database of a newer program", "schema step", "it was written by a newer privacyd"):
        change("INSERT INTO schema_step SELECT max(number) + 1, 'later', zeroblob(32), 0 FROM schema_step")
    refuses("verify of such a database", server.command("verify", check=False), "it was written by a newer privacyd")
    change("DELETE FROM schema_step WHERE name = 'later'")
    all_is_well(server, "a database of a newer program")
    kept = (server.data / "privacyd.db").read_bytes()
    with refused_start(server, "a database that is none", "database"):
        (server.data / "privacyd.db").write_bytes(b"This is a letter, not a database. " * 400)
    (server.data / "privacyd.db").write_bytes(kept)
    all_is_well(server, "a database that is none")


# --- places that are taken ------------------------------------------------------------------------------------------------------------------------

def second_server(server):
    server.start()
    post(server, len(acknowledged))
    refuses("a second server", server.command("serve", check=False), f"another privacyd (process {server.process.pid}) is using {server.data}", "stop it first")
    tap.ok(post(server, len(acknowledged)) == 201, "the first one goes on")
    server.kill()
    all_is_well(server, "a second server, and the first one killed")


def port_in_use(server):
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("127.0.0.1", server.port))
        s.listen()
        refuses("a port in use", server.command("serve", check=False), f"cannot listen on \"127.0.0.1:{server.port}\": address already in use")
        tap.ok(not (server.data / "control.sock").exists(), "a port in use: no control socket is left behind")
        refuses("a command meanwhile", server.command("erase", "AAAA", check=False), "handle")
    all_is_well(server, "a port in use")


# --- publishing -----------------------------------------------------------------------------------------------------------------------------------

def broken_policy(server):
    bad = server.folder / "bad.yaml"
    bad.write_text(POLICY.read_text().replace("keep: 24 months after last_contact", "keep: 24 month after last_contakt").replace("purpose: support", "purpose: suport", 1))
    server.start()
    page = server.get("/privacy/")
    versions = lambda: server.get("/privacy/v/2")[0]
    for where in ("served", "restarted", "stopped"):
        if where == "restarted":
            server.stop()
            server.start()
        if where == "stopped":
            server.stop()
        else:
            tap.ok(server.get("/privacy/") == page and page[0] == 200 and versions() == 404, f"a broken policy, {where}: the page is byte for byte the old version's")
        if where != "restarted":
            refuses(f"a broken policy is not published ({where})", server.command("publish", bad, check=False), f"{bad}:", "did you mean `support`?", "^", code=1)
    server.start()
    tap.ok(server.get("/privacy/") == page and versions() == 404, "after both the old version is served")
    server.stop()
    all_is_well(server, "a broken policy")


# --- disks ----------------------------------------------------------------------------------------------------------------------------------------

def read_only(server):
    if not ROOT_USER:
        server.data.chmod(0o500)
    elif subprocess.run(["mount", "--bind", server.data, server.data], capture_output=True).returncode == 0:
        subprocess.run(["mount", "-o", "remount,bind,ro", server.data], check=True)
    else:
        tap.skip("a data directory that cannot be written", "nothing can be mounted here")
        return
    try:
        refuses("a data directory that cannot be written", server.command("serve", check=False), f"{server.data}", "cannot be")
        refuses("a publish into it", server.command("publish", POLICY, check=False), f"{server.data}", "cannot be")
        tap.ok(server.command("verify", check=False).returncode == 0, "but it can be verified", server.command("verify", check=False).stderr)
    finally:
        if ROOT_USER:
            subprocess.run(["umount", server.data], check=True)
        else:
            server.data.chmod(0o700)
    all_is_well(server, "a data directory that cannot be written")


def fill(path):
    with open(path, "wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)


def full_disk():
    global acknowledged
    with tempfile.TemporaryDirectory(prefix="privacyd-full-") as scratch:
        image, mount = pathlib.Path(scratch) / "image", pathlib.Path(scratch) / "disk"
        mount.mkdir()
        with open(image, "wb") as file:
            file.truncate(IMAGE_MIB << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True, capture_output=True)
        if not ROOT_USER or subprocess.run(["mount", "-o", "loop", image, mount], capture_output=True).returncode != 0:
            tap.skip("a full disk", "needs root and loop devices")
            return
        kept, acknowledged = acknowledged, []
        try:
            with Server(mount, kind=KIND, filesystem="strict") as server:
                on_full_disk(server, mount)
        finally:
            subprocess.run(["umount", mount], capture_output=True)
            acknowledged = kept


def on_full_disk(server, mount):
    server.ready().start()
    handles = [server.collect(person(number))[1] for number in range(20)]
    acknowledged.extend(answer["position"] for answer in handles)
    fill(mount / "ballast")
    got, retry, words = {}, True, ""
    for number in range(100, 6100):
        connection = server.connect()
        status, answer, header = posted(server, person(number))
        got[status] = got.get(status, 0) + 1
        if status == 503:
            retry, words = retry and bool(header), str(answer)
        if got.get(503, 0) >= 20:
            break
        connection.close()
    tap.ok(set(got) <= {201, 503} and got.get(503, 0) >= 20 and retry, f"a full disk: {got.get(201, 0)} posts kept, then 503 with Retry-After", (got, words))
    tap.ok("nothing was stored" in words, "the answer says that nothing was stored", words)
    tap.ok(server.get("/privacy/")[0] == 200, "the policy is served all the while")
    done = server.command("erase", handles[3]["handle"], check=False)
    tap.ok(done.returncode == 0 and "erased:" in done.stdout, "a person is erased on the full disk", done.stdout + done.stderr)
    log = (server.folder / "log").read_text(errors="replace")
    tap.ok("full" in log.lower(), "the log says that the disk is full", log[-600:])
    tap.ok(server.process.poll() is None, "the server still runs")
    (mount / "ballast").unlink()
    end = time.monotonic() + 15
    while (status := posted(server, person(99))[0]) != 201 and time.monotonic() < end:
        time.sleep(0.2)
    tap.ok(status == 201, "when space is freed it recovers by itself")
    done = server.command("erase", handles[4]["handle"], check=False)
    tap.ok(done.returncode == 0, "and erases", done.stderr)
    tap.ok(server.stop() == 0, "and ends well")
    fill(mount / "ballast")
    started = server.command("verify", check=False)
    tap.ok(started.returncode == 0, "verify works on a full disk", started.stdout + started.stderr)
    (mount / "ballast").unlink()
    all_is_well(server, "a full disk")


def posted(server, fields):
    import json
    c = server.connect()
    c.request("POST", "/privacy/api/v1/collect/contact", json.dumps(fields), {"Host": HOST, "Content-Type": "application/json", "Authorization": f"Bearer {server.key}"})
    r = c.getresponse()
    answer = json.loads(r.read() or b"{}")
    c.close()
    if r.status == 201:
        acknowledged.append(answer["position"])
    return r.status, answer, r.headers.get("Retry-After")


with Server(kind=KIND) as server:
    server.ready().start()
    for number in range(20):
        post(server, number)
    server.stop()
    for trial in (words_of_commands, settings_with_a_mistake, seal_key, key_slots, data_folder, newer_database, second_server, port_in_use, broken_policy, read_only):
        try:
            trial(server)
        except Exception as error:
            tap.ok(False, f"{trial.__name__} came to its end", repr(error))
            server.stop()
full_disk()
tap.end()
