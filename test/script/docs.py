#!/usr/bin/env python3
"""The documents are true. Generated pages are what the program prints, help fits a terminal, and every command of the manual is run in its
order: behind a real nginx with TLS, with a mail server, in a scratch folder. Addresses and folders of the manual are mapped into it; nothing
else of a command is changed."""
import html
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from guided import blocks, lacks
from running import HOST, POLICY, ROOT, Tap, free_port

PROGRAM = pathlib.Path(os.environ.get("RELEASE", ROOT / "build-release")) / "privacyd"
MANUAL = ROOT / "doc/manual.md"
HANDLE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{32}\b")


def privacyd(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60)


# --- pages that the program writes ---------------------------------------------------------------------------------------------------------------


def generated(tap):
    for name, arguments in (("policy-language.md", ["language"]), ("commands.md", ["help", "--markdown"]), ("law.md", ["law"]), ("policy.schema.json", ["language", "--json-schema"])):
        printed, path = privacyd(*arguments).stdout, ROOT / "doc" / name
        committed = path.read_text() if path.exists() else ""
        tap.ok(printed and committed == printed, f"doc/{name} is what `privacyd {' '.join(arguments)}` prints", "privacyd " + " ".join(arguments) + f" > doc/{name}")
    commands = re.findall(r"^  (\w+)  ", privacyd("help").stdout, re.M)
    wide = [line for name in ("", *commands) for line in privacyd("help", *filter(None, [name])).stdout.splitlines() if len(line) > 80]
    tap.ok(len(commands) > 10 and not wide, f"help of {len(commands)} commands fits 80 columns", "\n".join(wide))
    codes = re.findall(r"^\| (PD\d{4}) ", (ROOT / "doc/policy-language.md").read_text(), re.M)
    explained = [privacyd("explain", code) for code in codes]
    tap.ok(len(codes) > 50 and all(e.returncode == 0 and "\nright " in e.stdout for e in explained), f"each of {len(codes)} findings is explained")
    tap.ok(max(len(line) for e in explained for line in e.stdout.splitlines()) <= 80, "explanations fit 80 columns")
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(re.search(r"```yaml\n(.*?)```", (ROOT / "doc/policy-language.md").read_text(), re.S)[1])
        file.flush()
        done = privacyd("check", file.name)
        tap.ok(done.returncode == 0, "the smallest policy of the language page passes the checker", done.stderr)


# --- tables of the manual against the sources ------------------------------------------------------------------------------------------------------


def routes_of(path):
    return re.findall(r'\{ "(GET|POST)",\s+"([^"]+)"', (ROOT / path).read_text())


def messages_hold(rows, sources):
    """Every piece between the dots of a message stands in the program."""
    return [row for row in rows if not all(piece.strip() in sources for piece in row.split("..."))]


def tables(tap, manual):
    listed = set(re.findall(r"^\| (GET|POST) \| `([^`]+)` \|", manual, re.M))
    there = set(routes_of("src/public/routes.c")) | {(m, "/api/v1" + p) for m, p in routes_of("src/api/routes.c")}
    tap.ok(len(there) > 10 and listed == there, "the manual lists the addresses that are served", f"only in the manual: {listed - there}\nonly in the program: {there - listed}")
    sources = "".join(path.read_text() for path in (ROOT / "src").rglob("*.c"))
    sources = re.sub(r"%(\.\*s|[a-z0-9]+)", "", re.sub(r'"\s*\n\s*"', "", sources.replace('\\"', '"')))
    sources = re.sub(r"  +", " ", sources)
    rows = re.findall(r"^\| `([^`]+)` \| .* \|$", manual[manual.index("## When something is wrong"):manual.index("# Reference")], re.M)
    missing = messages_hold(rows, sources)
    tap.ok(len(rows) > 20 and not missing, f"the program says each of {len(rows)} messages of the manual", "\n".join(missing))
    tap.ok(messages_hold(["this message ... stands nowhere"], sources) != [], "a message that stands nowhere is found")


# --- a place in which the manual's commands run ----------------------------------------------------------------------------------------------------

NGINX = """daemon off; error_log {folder}/nginx.log; pid {folder}/nginx.pid; worker_processes 1;
events {{ }}
http {{
  access_log off; client_body_temp_path {folder}/n1; proxy_temp_path {folder}/n2; fastcgi_temp_path {folder}/n3; uwsgi_temp_path {folder}/n4; scgi_temp_path {folder}/n5;
  server {{ listen 127.0.0.1:{port} ssl; server_name {host}; ssl_certificate {folder}/tls.pem; ssl_certificate_key {folder}/tls.key;
    {snippet}
    location / {{ return 200 "the site"; }} }}
}}
"""

SYSTEMCTL = """#!/bin/sh
# The two verbs of the manual, on this one server.
case "$1" in
start) "{program}" serve --config "$PRIVACYD_CONFIG" >>"{folder}/log" 2>&1 </dev/null & echo $! >"{folder}/server.pid"
  for i in $(seq 100); do curl -s "http://127.0.0.1:{admin}/livez" >/dev/null && exit 0; sleep 0.05; done; exit 1 ;;
stop) pid=$(cat "{folder}/server.pid"); kill "$pid"; for i in $(seq 200); do grep -qs '^State:.[^Z]' /proc/$pid/status || exit 0; sleep 0.05; done; exit 1 ;;
esac
"""


class Place:
    def __init__(self, folder):
        os.chmod(folder, 0o711)  # the web server's user goes through, as through /run
        self.folder, self.values, self.output, self.code, self.processes = pathlib.Path(folder), {}, "", 0, []
        self.tls, self.admin, self.dev, self.smtp = free_port(), free_port(), free_port(), 0
        for name in ("etc", "run", "data", "bin", "build", "mails"):
            (self.folder / name).mkdir(mode=0o755 if name == "run" else 0o700)
        shutil.copy(POLICY, self.folder / "policy.yaml")
        self.tool("systemctl", SYSTEMCTL.format(program=PROGRAM, folder=folder, admin=self.admin))
        self.tool("curl", f'#!/bin/sh\nexec /usr/bin/curl -k --connect-to {HOST}:443:127.0.0.1:{self.tls} "$@"\n')
        for path in ("bin/privacyd", "build/privacyd"):
            (self.folder / path).symlink_to(PROGRAM)
        self.env = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}"}

    def tool(self, name, words):
        (self.folder / "bin" / name).write_text(words)
        (self.folder / "bin" / name).chmod(0o755)

    def map(self, words):
        for there, here in (("/etc/privacyd", "etc"), ("/var/lib/privacyd", "data"), ("/run/privacyd", "run"), ("/var/backups/privacyd", "backups")):
            words = words.replace(there, str(self.folder / here))
        words = words.replace("127.0.0.1:8124", f"127.0.0.1:{self.admin}").replace("127.0.0.1:8123", f"127.0.0.1:{self.dev}").replace("127.0.0.1:25", f"127.0.0.1:{self.smtp}")
        return re.sub(r"\b(HANDLE|KEY|RECEIPT|FOLDER)\b", lambda m: self.values.get(m[1], m[1]), words)

    def run(self, words):
        if (self.folder / "etc/privacyd.yaml").exists():
            self.env["PRIVACYD_CONFIG"] = f"{self.folder}/etc/privacyd.yaml"
        done = subprocess.run(["bash", "-euc", self.map(words)], cwd=self.folder, env=self.env, capture_output=True, text=True, errors="replace", timeout=120, stdin=subprocess.DEVNULL)
        self.code, self.output = done.returncode, done.stdout + done.stderr
        for name, pattern in (("HANDLE", r'"handle":"(\w{32})"'), ("KEY", r"^(pdk_\S+)$"), ("RECEIPT", r'"receipt":"/privacy/receipt/([\w-]+)"')):
            found = re.search(pattern, self.output, re.M)
            if found:
                self.values[name] = found[1]

    def start(self, *command, **options):
        self.processes.append(subprocess.Popen(command, stdin=subprocess.PIPE, **options))
        return self.processes[-1]

    def start_mail(self):
        sink = self.start("/usr/bin/python3", ROOT / "test/tools/smtp_sink.py", str(self.folder / "mails"), stdout=subprocess.PIPE, text=True)
        self.smtp = int(sink.stdout.readline())

    def start_nginx(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-keyout", self.folder / "tls.key", "-out", self.folder / "tls.pem"],
                       check=True, capture_output=True)
        snippet = self.map((self.folder / "site-snippet.conf").read_text())
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder, port=self.tls, host=HOST, snippet=snippet))
        self.start("/usr/sbin/nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), stderr=subprocess.DEVNULL)
        wait_for(self.tls)

    def end(self):
        for process in reversed(self.processes):
            process.stdin.close()
            process.terminate()
            process.wait(20)
        if (self.folder / "server.pid").exists():
            try:
                os.kill(int((self.folder / "server.pid").read_text()), signal.SIGTERM)
            except ProcessLookupError:
                pass


def wait_for(port):
    for _ in range(200):
        try:
            return http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


# --- the tutorial's browser -------------------------------------------------------------------------------------------------------------------------


def visit(place, method, path, fields=None):
    c = http.client.HTTPConnection("127.0.0.1", place.dev, timeout=20)
    c.request(method, path, urllib.parse.urlencode(fields) if fields else None, {"Content-Type": "application/x-www-form-urlencoded"} if fields else {})
    r = c.getresponse()
    return r.status, r.getheader("Location"), r.read().decode(errors="replace")


def hidden(page):
    return {name: html.unescape(value) for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)}


def tutorial_server(place):
    """`make run` builds and starts `privacyd dev`; here it is built. Then what a browser does in the steps between."""
    place.start(PROGRAM, "dev", "--listen", f"127.0.0.1:{place.dev}", POLICY, stdout=(place.folder / "dev.out").open("w"), stderr=(place.folder / "dev.log").open("w"))
    wait_for(place.dev)
    while not (said := re.search(r"--data (\S+)\n", (place.folder / "dev.out").read_text())):
        time.sleep(0.05)  # it listens before it says so
    place.values["FOLDER"] = said[1]
    person = {"name": "Ann", "email": "ann@visitor.example", "message": "Hello", "region": "JP"}
    page = visit(place, "GET", "/support")[2]
    action = html.unescape(re.search(r'<form method="post" action="([^"]+)"', page)[1])
    status, to, _ = visit(place, "POST", action, {**hidden(page), **person})
    first = status == 303 and to.startswith("/support?sent=1")
    page = visit(place, "GET", "/privacy/in/contact")[2]
    status, to, _ = visit(place, "POST", "/privacy/in/contact", {**hidden(page), **person, "message": "Once more"})
    second = status == 303 and "/privacy/receipt/" in to
    (place.folder / "receipt.json").write_text(visit(place, "POST", to.split("?")[0])[2])
    for _ in range(100):
        mails = json.loads(visit(place, "GET", "/_dev/mail.json")[2])
        if len(mails) == 2:
            break
        time.sleep(0.1)
    place.values["HANDLE"] = HANDLE.search(mails[0]["text"])[0]
    return first and second and len(mails) == 2 and all(visit(place, "GET", path)[0] == 200 for path in ("/", "/privacy/", "/privacy/promises", "/_dev/clock"))


def tutorial_clock(place):
    """Past its time: the key is destroyed, nothing is due any more, and P9-2 says that a key went."""
    visit(place, "POST", "/_dev/clock", {"now": "2035-03-01T00:00:00Z"})
    for _ in range(100):
        place.run("build/privacyd sweep --dry-run --data FOLDER; build/privacyd promises --data FOLDER")
        if "nothing is due" in place.output and re.search(r"^P9-2 .*\n?.*was up: 1\. Each was looked for and is gone", re.sub(r"\n {22}", " ", place.output), re.M):
            return True
        time.sleep(0.1)
    return False


# --- the manual, block by block ---------------------------------------------------------------------------------------------------------------------


def run_block(tap, place, language, what, body, line):
    name = f"manual, line {line}: {body.strip().splitlines()[0][:70] if body.strip() else what}"
    if what == "server":
        tap.ok(tutorial_server(place), name)
    elif what in ("run", "fails"):
        place.run(body)
        tap.ok((place.code == 0) == (what == "run"), name, place.output)
    elif what == "shows":
        tap.ok(not (missing := lacks(place.output, body)), name, "missing: " + "\n".join(missing) + "\ngot: " + place.output)
    elif what.startswith("output "):
        printed = privacyd(*what.split()[2:]).stdout
        tap.ok(body == printed, f"manual, line {line}: the output of {what[7:]}", printed)
    elif what.startswith("file "):
        target = pathlib.Path(place.map(what[5:]))
        words = place.map(body) + (f"admin: 127.0.0.1:{place.admin}\ndata: {place.folder}/data\nseal_key: {place.folder}/etc/seal.key\nvault: {{ filesystem: weaker }}\n" if target.suffix == ".yaml" else "")
        (place.folder / target).write_text(words)
        if target.name == "site-snippet.conf":
            place.start_nginx()


def desk_mail(place):
    for _ in range(100):
        path = place.folder / "mails/messages.jsonl"
        if path.exists() and len(path.read_text().splitlines()) >= 2:
            return True
        time.sleep(0.1)
    return False


def handle_of_form(place):
    """The person of the form, out of the desk's mail."""
    handles = {HANDLE.search(json.loads(line)["data"])[0] for line in (place.folder / "mails/messages.jsonl").read_text().splitlines()}
    return (handles - {place.values["HANDLE"]}).pop()


def after_restore(tap, place):
    """Whoever was erased after the backup stays so; then the old key files beside the present database, as if only they had been lost."""
    place.run(f"privacyd erase {place.values['ERASED']}")
    tap.ok("was erased before" in place.output, "a restored database: whoever was erased since is erased", place.output)
    place.run("grep 'out of a backup; rows of destroyed keys that were put to their end again: 1' log")
    tap.ok(place.code == 0, "the start says so", place.output)
    place.run("systemctl stop privacyd; cp -p /var/backups/privacyd/keys/first/keys.* /var/lib/privacyd/vault/; privacyd verify || [ $? = 1 ]")
    tap.ok("V13" in set(re.findall(r"^V\d\d", place.output, re.M)), "old key files beside the present database: a destroyed key is there again", place.output)
    place.run("systemctl start privacyd; privacyd verify; grep -o 'out of a backup, and are destroyed: 1' log")
    tap.ok(place.code == 0, "the start destroys it again", place.output)


def proxies(tap, manual):
    """The manual shows the blocks of doc/proxy, which proxies.py tries."""
    for path in sorted((ROOT / "doc/proxy").glob("*.conf")):
        tap.ok(re.search(rf"^```{path.stem}[^\n]*\n{re.escape(path.read_text())}```$", manual, re.M), f"the manual shows {path.name} as it is")


def metrics(tap, place, manual):
    c = http.client.HTTPConnection("127.0.0.1", place.admin, timeout=20)
    c.request("GET", "/metrics")
    there = set(re.findall(r"^# TYPE (\w+)", c.getresponse().read().decode(), re.M))
    listed = set(re.findall(r"`(privacyd_\w+)`", manual))
    tap.ok(len(there) > 10 and there == listed, "the manual lists the metrics that are there", f"only in the manual: {listed - there}\nonly in the program: {there - listed}")


def walk(tap, place, manual):
    place.start_mail()
    clock = restored = False
    for language, what, body, line in blocks(manual):
        restoring = "privacyd restore" in body
        if restoring:
            place.values["ERASED"] = handle_of_form(place)
            place.run(f"privacyd erase {place.values['ERASED']}")
            tap.ok(place.code == 0, "somebody is erased after the backup", place.output)
        if "privacyd promises" in body and what == "run":
            time.sleep(1.5)  # a person reads for longer; the sweep reports once a second
        run_block(tap, place, language, what, body, line)
        if clock and what == "shows":
            tap.ok(tutorial_clock(place), "tutorial: when its time has come the key is destroyed, and P9-2 counts it", place.output)
        clock = "--dry-run" in body and "FOLDER" in body
        if "Idempotency-Key" in body and what == "run":
            tap.ok(desk_mail(place), "the desk has the mails of the form and of the program")
        if restoring:
            restored = True
            after_restore(tap, place)
    tap.ok(restored, "the restore was tried")
    metrics(tap, place, manual)


tap = Tap()
text = MANUAL.read_text()
generated(tap)
tables(tap, text)
proxies(tap, text)
with tempfile.TemporaryDirectory(prefix="privacyd-docs-") as scratch:
    here = Place(scratch)
    try:
        walk(tap, here, text)
    finally:
        here.end()
unit = (ROOT / "doc/privacyd.service").read_text().replace("/usr/local/bin/privacyd", str(PROGRAM))
if shutil.which("systemd-analyze"):
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "privacyd.service"
        path.write_text(unit)
        done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
        tap.ok(done.returncode == 0 and not done.stderr.strip(), "the unit file is what systemd expects", done.stderr)
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", path], capture_output=True, text=True)
        tap.ok(done.returncode == 0, "its exposure is at most 2.0 by systemd's own reckoning", done.stdout[-300:] + done.stderr)
else:
    tap.skip("the unit file is what systemd expects", "no systemd-analyze here")
tap.end()
