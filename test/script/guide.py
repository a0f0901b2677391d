#!/usr/bin/env python3
"""doc/guide.md is true: a static site with three forms behind a real nginx is taken from nothing to observing to enforcing by the guide's own commands.
After each stage every form is posted as a browser would, and each message is counted where it must be: in the site's own inbox before, at the desk's
real mail server and the list tool afterwards. None is lost."""
import email
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
from running import HOST, POLICY, ROOT, Tap, free_port, program

GUIDE, SITE = ROOT / "doc/guide.md", ROOT / "examples/static-site"
FORMS = ("contact", "support", "newsletter")
tap = Tap()

NGINX = """daemon off; error_log {folder}/nginx.log; pid {folder}/nginx.pid; worker_processes 1; events {{ }}
http {{ access_log off; types {{ text/html html; }} client_body_temp_path {folder}/n1; proxy_temp_path {folder}/n2; fastcgi_temp_path {folder}/n3; uwsgi_temp_path {folder}/n4;
  scgi_temp_path {folder}/n5;
  server {{ listen 127.0.0.1:{port}; server_name {host}; root {folder}/site/www;
    location /send/ {{ proxy_pass http://127.0.0.1:{backend}; }}
{block}
  }} }}
"""


def wait_until(what, seconds=20):
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


class Place:
    """A machine with the site, its web server and its back end, as the guide finds it."""

    def __init__(self, folder):
        os.chmod(folder, 0o755)  # nginx's workers read the pages
        self.folder, self.values, self.output, self.code, self.processes, self.block = folder, {}, "", 0, [], ""
        self.port, self.backend, self.listen, self.hook = (free_port() for _ in range(4))
        for name in ("etc", "data", "mails", "bin"):
            (folder / name).mkdir(mode=0o700)
        shutil.copytree(SITE, folder / "site")
        for name, source in (("policy.yaml", POLICY), ("observing.diff", SITE / "observing.diff")):
            shutil.copy(source, folder / name)
        (folder / "bin/privacyd").symlink_to(program())
        (folder / "bin/curl").write_text(f'#!/bin/sh\nexec /usr/bin/curl --connect-to {HOST}:80:127.0.0.1:{self.port} "$@"\n')
        (folder / "bin/curl").chmod(0o755)
        sink = self.start(["/usr/bin/python3", ROOT / "test/tools/smtp_sink.py", folder / "mails"], stdout=subprocess.PIPE, text=True)
        self.smtp = int(sink.stdout.readline())
        self.env = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}", "PRIVACYD_CONFIG": str(folder / "etc/privacyd.yaml")}

    def start(self, command, **options):
        self.processes.append(subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, **options))
        return self.processes[-1]

    def map(self, words):
        for there, here in (("/etc/privacyd", "etc"), ("127.0.0.1:8123", f"127.0.0.1:{self.listen}"), ("127.0.0.1:25'", f"127.0.0.1:{self.smtp}'"), ("127.0.0.1:8200", f"127.0.0.1:{self.hook}")):
            words = words.replace(there, str(self.folder / here) if there.startswith("/") else here)
        return re.sub(r"\b(KEY)\b", lambda m: self.values.get(m[1], m[1]), words)

    def run(self, words):
        done = subprocess.run(["bash", "-euc", self.map(words)], cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.code, self.output = done.returncode, done.stdout + done.stderr
        if found := re.search(r"^(pdk_\S+)$", self.output, re.M):
            self.values["KEY"] = found[1]

    def start_server(self):
        self.server = self.start([program(), "serve", "--config", self.folder / "etc/privacyd.yaml"], stdout=open(self.folder / "log", "ab"), stderr=subprocess.STDOUT)
        return self.listens(self.listen)

    def stop_server(self):
        self.server.terminate()
        self.server.wait(20)

    def listens(self, port):
        def tries():
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
                return True
            except OSError:
                return False
        return wait_until(tries)

    def start_nginx(self):
        if hasattr(self, "nginx"):
            self.nginx.terminate()
            self.nginx.wait(20)
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder, port=self.port, host=HOST, backend=self.backend, block=self.map(self.block)))
        self.nginx = self.start(["/usr/sbin/nginx", "-p", self.folder, "-c", self.folder / "nginx.conf"], stderr=subprocess.DEVNULL)
        return self.listens(self.port)

    def start_backend(self, env=None):
        if hasattr(self, "own"):
            self.own.terminate()
            self.own.wait(20)
        self.own = self.start(["/usr/bin/python3", self.folder / "site/backend.py", self.backend, self.folder / "inbox.jsonl"], env={**os.environ, **(env or {})})
        return self.listens(self.backend)

    def inbox(self):
        path = self.folder / "inbox.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def mails(self):
        path = self.folder / "mails/messages.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def ask(self, method, path, fields=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        c.request(method, path, urllib.parse.urlencode(fields) if fields is not None else None, {"Host": HOST, "Content-Type": "application/x-www-form-urlencoded"})
        r = c.getresponse()
        return r.status, r.getheader("Location") or "", r.read().decode()

    def end(self):
        for process in reversed(self.processes):
            process.stdin.close()
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def fill(page, number):
    """What a person types into the form of a page: its action and fields."""
    values = {"email": f"person{number}@visitor.example", "e-mail": f"person{number}@visitor.example", "birthdate": "1990-01-01", "region": "JP"}
    fields = {}
    for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)[1]
        given = re.search(r'value="([^"]*)"', tag)
        fields[name] = given[1] if given else values.get(name, f"{name} {number}")
    return re.search(r'action="([^"]+)"', page)[1], fields


class Day:
    """Each form once, by visitors who read the page first."""
    number = 0

    def __init__(self, place):
        self.answers = []
        for form in FORMS:
            Day.number += 1
            page = place.ask("GET", f"/{form}.html")[2]
            action, fields = fill(page, Day.number)
            self.answers.append((form, *place.ask("POST", action, fields)))

    def thanked(self):
        return all(status == 303 and to.endswith("/thanks.html") for _, status, to, _ in self.answers)


def own_stage(place, name, before):
    """The site's own back end gets all of it, as ever."""
    day = Day(place)
    tap.ok(day.thanked() and len(place.inbox()) == before + len(FORMS), f"{name}: the site's own back end has all three messages", str(day.answers))


def without_privacyd(place):
    """While it observes nothing depends on it."""
    place.stop_server()
    own_stage(place, "observing, privacyd is down", len(place.inbox()))
    tap.ok(place.start_server(), "observing: it is up again", (place.folder / "log").read_text()[-800:])


def counted_once(place):
    """Every message that anybody sent, by its number: in the site's inbox or in one mail, to the desk or to who signed up, and once."""
    words = [json.dumps(one) for one in place.inbox()] + [email_text(mail) for mail in place.mails()]
    times = {n: sum(bool(re.search(rf"\bperson{n}@", text)) for text in words) for n in range(1, Day.number + 1)}
    wrong = {n: count for n, count in times.items() if count != 1}
    tap.ok(Day.number >= 5 * len(FORMS) and not wrong, f"each of {Day.number} messages arrived once", f"number and times: {wrong}")


def enforcing_stage(place, before):
    mails = len(place.mails())
    day = Day(place)
    good = [(form, status, to) for form, status, to, _ in day.answers]
    tap.ok(good[0][1:] == (303, "/thanks.html") and good[1][1:] == (303, "/thanks.html") and good[2][1] == 200, "enforcing: the forms are taken, and go on to the site's own page", str(good))
    found = wait_until(lambda: len(place.mails()) >= mails + 3 and place.mails()[mails:])
    to = sorted(mail["to"][0] for mail in found or [])
    tap.ok(to == [f"person{Day.number}@visitor.example", "support@hikari.example", "support@hikari.example"], "the desk has both messages, and who signed up is asked", str(to))
    tap.ok(len(place.inbox()) == before, "the site's own back end gets nothing any more")
    confirm(place, [mail for mail in found or [] if mail["to"][0].startswith("person")])


def email_text(mail):
    """To whom, and the words."""
    parts = [part for part in email.message_from_string(mail["data"]).walk() if part.get_content_type() == "text/plain"]
    return mail["to"][0] + "\n" + "".join(part.get_payload(decode=True).decode() for part in parts)


def confirm(place, mails):
    """The button behind the link; then the list tool is called."""
    words = email_text(mails[0]) if mails else ""
    path = re.search(r"https://www\.hikari\.example(/privacy/confirm/[\w-]+)", words)
    if not tap.ok(path, "the mail holds the link", words):
        return
    page = place.ask("GET", path[1])
    tap.ok(page[0] == 200 and "<button>" in page[2] and not place.received(), "opening it shows a button and changes nothing")
    tap.ok(place.ask("POST", path[1], {})[0] == 200 and wait_until(place.received), "the button confirms, and the list tool is told")


def follow(place, what, body, line):
    name = f"guide, line {line}: {body.strip().splitlines()[0][:70]}"
    if what.startswith("file "):
        extra = f"admin: ''\ndata: {place.folder}/data\nseal_key: {place.folder}/etc/seal.key\nvault: {{ filesystem: weaker }}\n"
        pathlib.Path(place.map(what[5:])).write_text(place.map(body) + extra)
    elif what == "server":
        tap.ok(place.start_server(), name, (place.folder / "log").read_text()[-800:])
    elif what == "block":
        place.block = body
        tap.ok(place.start_nginx(), "guide: nginx takes the block")
        own_stage(place, "behind one more block", len(place.inbox()))
    elif what == "backend":
        tap.ok(place.start_backend({"PRIVACYD": f"http://127.0.0.1:{place.listen}/privacy", "PRIVACYD_KEY": place.values["KEY"]}), name)
        without_privacyd(place)
    elif what == "observe":
        own_stage(place, "observing", len(place.inbox()))
        place.run(body)
        tap.ok(place.code == 0, name, place.output)
    elif what == "run":
        if "privacyd promises" in body:
            enforcing_stage(place, len(place.inbox()))
            time.sleep(1.5)
        place.run(body)
        tap.ok(place.code == 0, name, place.output)
    elif what == "shows":
        tap.ok(not (missing := lacks(place.output, body)), f"guide, line {line}: shows it", "missing: " + "\n".join(missing) + "\ngot: " + place.output)


def receiver(place):
    """The list tool: the receiver of examples/webhook, started when its secret is there."""
    process = place.start([sys.executable, ROOT / "examples/webhook/receiver.py", place.folder / "etc/list_tool.secret", place.hook], stdout=open(place.folder / "received", "wb"), stderr=subprocess.PIPE)
    process.stderr.readline()
    place.received = lambda: (place.folder / "received").read_text().splitlines()


def lines_of(text):
    """The figures of the guide's table against its blocks and the diff."""
    added = len(re.findall(r"^\+(?!\+)", (SITE / "observing.diff").read_text(), re.M))
    block = next(body for _, what, body, _ in blocks(text) if what == "block")
    settings = next(body for _, what, body, _ in blocks(text) if what.startswith("file"))
    said = [int(n) for n in re.search(r"settings file of (\d+) lines.*?(\d+) added.*?(\d+) added", text, re.S).groups()]
    return said, [len(settings.splitlines()), len(block.splitlines()), added]


def main():
    if not os.path.exists("/usr/sbin/nginx"):
        tap.skip("the guide", "nginx is not installed (tools/deps check)")
        return
    text = GUIDE.read_text()
    said, counted = lines_of(text)
    tap.ok(said == counted, "the guide counts its lines right", f"said {said}, counted {counted}")
    with tempfile.TemporaryDirectory(prefix="privacyd-guide-") as scratch:
        place = Place(pathlib.Path(scratch))
        try:
            tap.ok(place.start_backend() and place.start_nginx(), "the site is there")
            own_stage(place, "before", 0)
            for _, what, body, line in blocks(text):
                follow(place, what, body, line)
                if "list_tool.secret" in body and what == "run":
                    receiver(place)
            counted_once(place)
        finally:
            place.end()


main()
tap.end()
