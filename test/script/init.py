#!/usr/bin/env python3
"""From nothing to a page: `privacyd init` asks on a real terminal, writes what `check --strict` accepts, and `dev` starts on it. What ends early
leaves nothing behind, and what is there is never overwritten."""
import http.client
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import Tap, free_port, program

FILES = {"policy.yaml", "privacyd.yaml", "policy.schema.json"}


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, *arguments):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # it may be ignored where the tests run
            os.execv(program(), ["privacyd", *map(str, arguments)])
        self.seen = ""

    def wait_for(self, words, seconds=20):
        until = time.monotonic() + seconds
        while words not in self.seen and time.monotonic() < until and select.select([self.fd], [], [], 0.5) is not None:
            try:
                if select.select([self.fd], [], [], 0.2)[0]:
                    self.seen += os.read(self.fd, 4096).decode(errors="replace")
            except OSError:
                break
        found = words in self.seen
        self.seen = self.seen.split(words, 1)[1] if found else self.seen
        return found

    def say(self, line):
        os.write(self.fd, line.encode())

    def end(self):
        while True:
            try:
                if not os.read(self.fd, 4096):
                    break
            except OSError:
                break
        status = os.waitpid(self.pid, 0)[1]
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def run(*arguments, **more):
    return subprocess.run([program(), *map(str, arguments)], capture_output=True, text=True, timeout=60, **more)


def left(folder):
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def wizard(tap, folder):
    t = Terminal("init", folder)
    answers = (("What is the site called?", "Bell shop\n"), ("Its address", "bells.example\n"), ("Please give https://", "https://bells.example\n"),
               ("Company or person", "Bells \"& Sons\" B.V.\n"), ("Registered office", "\n"), ("Country of the office", "nl\n"), ("two capital letters", "NL\n"),
               ("[privacy@bells.example]", "\n"), ("Where people come from", "EU, US-CA\n"), ("Languages", "en ja\n"), ("Forms of the site", "contact order\n"))
    for words, answer in answers:
        if not tap.ok(t.wait_for(words), f"the wizard asks: {words}", t.seen):
            break
        t.say(answer)
    tap.ok(t.wait_for("next: privacyd dev"), "it names the next command", t.seen)
    tap.ok(t.end() == 0 and left(folder) == FILES, "it wrote the policy, the settings and the schema", left(folder))
    policy = (folder / "policy.yaml").read_text()
    tap.ok(all(words in policy for words in ('name: Bell shop\n', 'name: Bells "& Sons" B.V.\n', "country: NL", "US-CA:", "order:", "en: Order form")), "the policy says what was answered", policy)
    checked = run("check", "--strict", folder / "policy.yaml")
    tap.ok(checked.returncode == 0 and "0 errors, 0 warnings" in checked.stderr, "`check --strict` accepts it", checked.stderr)


def starts(tap, folder):
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        server = subprocess.Popen([program(), "dev", "--listen", f"127.0.0.1:{port}", "--data", f"{data}/d", folder / "policy.yaml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        page = b""
        for _ in range(100):
            try:
                c = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                c.request("GET", "/privacy/")
                page = c.getresponse().read()
                break
            except OSError:
                time.sleep(0.1)
        server.terminate()
        server.wait(20)
    tap.ok(b"Bell shop" in page and b"Bells &quot;&amp; Sons&quot; B.V." in page, "`dev` serves its page", page[:300])


def ends_early(tap, top):
    for name, words in (("the end of input", "\x04"), ("an interrupt", "\x03")):
        folder = top / name.split()[-1]
        t = Terminal("init", folder)
        t.wait_for("What is the site called?")
        t.say("Half a site\n")
        t.wait_for("Its address")
        t.say(words)
        code = t.end()
        tap.ok(code != 0 and not (folder.exists() and left(folder)), f"{name} leaves nothing behind", (code, folder.exists() and left(folder)))


def without_questions(tap, top):
    folder = top / "plain/deeper"
    made = run("init", "--yes", "--ci", "--site", "Bells", folder)
    tap.ok(made.returncode == 0 and left(folder) == FILES | {".github/workflows/privacy.yml"}, "--yes asks nothing, --ci adds the check of each change", made.stderr)
    before = {name: (folder / name).read_bytes() for name in FILES}
    again = run("init", "--yes", "--site", "Other", folder)
    tap.ok(again.returncode == 1 and "is there already" in again.stderr and all((folder / n).read_bytes() == b for n, b in before.items()), "nothing that is there is overwritten", again.stderr)
    for option, wrong, right in (("--origin", "http://a.example", "https://"), ("--country", "Holland", "ISO 3166"), ("--regions", "XX", "privacyd law"), ("--languages", "fr", "en, ja"),
                                 ("--forms", "guestbook", "contact newsletter order"), ("--contact", "nobody", "privacy@example.org"), ("--site", "a\tb", "one line")):
        refused = run("init", "--yes", option, wrong, top / "refused")
        tap.ok(refused.returncode == 1 and right in refused.stderr and not (top / "refused").exists(), f"{option} {wrong!r} is refused with what would be right", refused.stderr)
    piped = run("init", top / "piped", input="a\n")
    tap.ok(piped.returncode == 2 and "--yes" in piped.stderr and not (top / "piped").exists(), "without a terminal it says how to go on", piped.stderr)


tap = Tap()
with tempfile.TemporaryDirectory(prefix="privacyd-init-") as scratch:
    top = pathlib.Path(scratch)
    (top / "shop").mkdir()
    wizard(tap, top / "shop")
    starts(tap, top / "shop")
    ends_early(tap, top)
    without_questions(tap, top)
tap.end()
