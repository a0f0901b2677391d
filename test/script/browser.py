#!/usr/bin/env python3
"""A visitor's journey in a real browser without JavaScript, from the maker's front page to a receipt that holds; then every page at two widths and
in two schemes of colours, with axe-core where npm is at hand. Screenshots go to $SCREENSHOTS when it is set."""
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from browser import Browser, missing
from node import packages
from running import POLICY, Tap, free_port, program

KIND = pathlib.Path(os.environ.get("RELEASE", "build-release")).name.removeprefix("build-")
SCREENSHOTS = os.environ.get("SCREENSHOTS")
START = "2026-03-01T12:00:00Z"
PERSON = {"name": "Ada Ondřejová", "email": "ada@visitor.example", "message": "The shutter sticks in the cold.\nIt is a Kumo – 日本語もどうぞ。"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS, SCHEMES = (320, 1280), (False, True)
tap = Tap()


class Dev:
    """`privacyd dev` with its data in a folder of ours."""

    def __init__(self, folder):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.log = open(f"{folder}/log", "wb")
        self.process = subprocess.Popen([program(KIND), "dev", "--listen", f"127.0.0.1:{self.port}", "--data", f"{folder}/data", "--now", START, POLICY],
                                        stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < end:
            try:
                self.get("/privacy/")
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("privacyd dev did not start:\n" + pathlib.Path(f"{folder}/log").read_text(errors="replace"))

    def get(self, path, method="GET"):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request(method, path)
        r = c.getresponse()
        body = r.read()
        c.close()
        return r.status, body

    def mails(self):
        return json.loads(self.get("/_dev/mail.json")[1])

    def promise(self, clause):
        listed = json.loads(self.get("/privacy/promises.json")[1])
        return next(p for p in listed["promises"] if clause in p.values())

    def close(self):
        if self.process.poll() is not None:
            words = pathlib.Path(f"{self.folder}/log").read_text(errors="replace").splitlines()
            print(f"# privacyd dev ended by itself: {self.process.returncode}", *(f"# {line}" for line in words[-20:]), sep="\n", flush=True)
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def fill(browser, fields):
    for name, value in fields.items():
        browser.find(f"#{name}").type(value)


def send(browser, then=None):
    """Presses the button; `then` is on the page that must come."""
    browser.find("main form button").click()
    if then:
        browser.wait(lambda: browser.find_all(then))


# --- the journey ----------------------------------------------------------------------------------------------------------------------------------

def without_script(b):
    b.open("data:text/html,<title>quiet</title><script>document.title='ran'</script><p>x")
    tap.ok(b.title == "quiet", "JavaScript is off in this browser", b.title)


def writes_to_support(b, dev):
    b.open(dev.base + "/")
    b.find("main a[href^='/support']").click()
    tap.ok("/support" in b.url and "Hikari Optics" in b.find("form").text and "24 months" in b.find("form").text, "from the front page to the form, which says who gets it and for how long", b.text)
    fill(b, PERSON)
    send(b, "[role=status]")
    tap.ok(b.find("[role=status] h2").text == "Thank you, it has arrived", "the form is sent and thanked for", b.text)
    tap.ok(PERSON["name"] not in b.text and PERSON["email"] not in b.url, "the thank-you page repeats nothing and its address neither")
    b.wait(dev.mails)
    b.open(dev.base + "/_dev/mail")
    b.find("main tbody a").click()
    text = b.find("pre").text
    tap.ok(PERSON["name"] in text and all(line in text for line in PERSON["message"].splitlines()), "the mail to the desk shows name and message whole", text)


def gets_a_receipt(b, dev, downloads):
    b.open(dev.base + "/privacy/in/contact")
    token = b.find("input[name=token]").property("value")
    tap.ok(len(token) >= 40, "privacyd's own form has its one-time token")
    fill(b, PERSON)
    send(b, "dd.id")
    address = b.url
    tap.ok("/privacy/receipt/" in address and b.find("h1").text == "Your receipt", "privacyd's own form leads to the receipt", b.text)
    handle = b.find("dd.id").text
    tap.ok(len(handle.replace(" ", "").replace("-", "")) == 32, "the handle can be read and written down", handle)
    send(b)
    file = downloads / "receipt.json"
    b.wait(lambda: file.exists() and not list(downloads.glob("*.crdownload")))
    done = subprocess.run([program(KIND), "verify", file], capture_output=True, text=True)
    tap.ok(done.returncode == 0, f"the button saves the receipt, and verify says: {done.stdout.strip().splitlines()[0] if done.stdout else ''}", done.stdout + done.stderr)
    tap.ok(not any(value in file.read_text() for value in (PERSON["name"], PERSON["email"])), "the receipt holds nothing of what was written")
    altered = file.read_text().replace('"position":', '"position":1', 1) if '"position":' in file.read_text() else file.read_text()[::-1]
    (downloads / "altered.json").write_text(altered)
    tap.ok(subprocess.run([program(KIND), "verify", downloads / "altered.json"], capture_output=True).returncode == 1, "an altered receipt does not hold")
    b.open(address)
    again = dev.get(address.removeprefix(dev.base), "POST")[0]
    tap.ok(again == 410 and b.find("h1").text == "Thank you, it has arrived" and handle not in b.text and not b.find_all("main form"), f"its address gives handle and receipt once; after that it thanks ({again})", b.text)
    b.open(dev.base + "/privacy/in/contact")
    tap.ok(b.find("input[name=token]").property("value") != token, "the next form has another token")


def makes_a_mistake(b, dev):
    b.open(dev.base + "/privacy/in/contact")
    fill(b, {"name": PERSON["name"], "message": PERSON["message"]})
    send(b)
    tap.ok(b.url.endswith("/in/contact") and b.active().property("id") == "email", "without an e-mail address the browser stops at that field")
    b.script("document.querySelector('main form').noValidate = true")  # as a browser that does not check
    send(b, ".errors")
    tap.ok(b.find("#name").property("value") == PERSON["name"] and b.find("#message").property("value").replace("\r", "") == PERSON["message"], "sent anyway, the form comes back with what was written")
    errors = b.find(".errors")
    tap.ok("Nothing was sent" in errors.text and b.active().property("className") == "errors", "the summary of errors has the focus", b.active().property("outerHTML")[:200])
    b.find(".errors a").click()
    tap.ok(b.url.endswith("#email") and b.find("#email").property("ariaInvalid") == "true", "its link leads to the field", b.url)
    tap.ok("email-error" in b.script("return document.getElementById('email').getAttribute('aria-describedby')"), "the field is described by its error")
    fill(b, {"email": PERSON["email"]})
    send(b, "dd.id")
    tap.ok("/receipt/" in b.url, "corrected, it is sent", b.text)


def dev_time(b):
    return b.script("const t = document.querySelector('main time'); return t ? t.dateTime : ''")


def time_passes(b, dev):
    b.wait(lambda: len(dev.mails()) == 3)
    before = len(dev.mails())
    b.open(dev.base + "/_dev/clock")
    b.find("#now").type("2028-03-03T00:00:00Z")
    b.find("main .field + button").click()
    b.wait(lambda: dev_time(b).startswith("2028"))
    tap.ok(dev_time(b).startswith("2028"), "the clock shows the new time", b.text)
    settled = b.wait(lambda: "swept" in str(dev.promise("P9-2")) or dev.promise("P9-2")["state"] == "kept", 30)
    b.open(dev.base + "/privacy/promises#P9-2")
    state = b.find("#P9-2 .state").text
    tap.ok(settled and state == "Kept", f"after 24 months P9-2 is {state}", b.find("#P9-2").text)
    time.sleep(2.5)  # longer than the job of deliveries waits
    tap.ok(len(dev.mails()) == before == 3, f"no mail leaves because of it ({before}, {len(dev.mails())})")


def reads(b, dev):
    for language, title in (("en", "Privacy policy"), ("ja", "プライバシーポリシー")):
        b.open(f"{dev.base}/privacy/?lang={language}")
        words = b.text
        tap.ok(b.find("h1").text == title and b.script("return document.documentElement.lang") == language and "Hikari Optics" in words, f"the policy in {language}", words[:200])
    b.find("nav a[hreflang=en]").click()
    tap.ok(b.find("h1").text == "Privacy policy", "its link leads back to English")
    b.find("main a[href*='/promises']").click()
    tap.ok(len(b.find_all(".promises > li")) > 30, "from the policy to the promises")


# --- every page -----------------------------------------------------------------------------------------------------------------------------------

def show_form_with_errors(b, dev):
    b.open(dev.base + "/privacy/in/contact")
    b.script("document.querySelector('main form').noValidate = true")
    send(b, ".errors")


def show_receipt(b, dev):
    b.open(dev.base + "/privacy/in/contact")
    fill(b, {**PERSON, "message": f"again {time.monotonic()}"})
    send(b, "dd.id")


def show_thanks(b, dev):
    b.open(dev.base + "/support?sent=1")


PAGES = [("policy", "/privacy/"), ("policy in Japanese", "/privacy/?lang=ja"), ("version", "/privacy/v/1"), ("versions", "/privacy/v/"), ("promises", "/privacy/promises"),
         ("promises in Japanese", "/privacy/promises?lang=ja"), ("form", "/privacy/in/contact"), ("form in Japanese", "/privacy/in/contact?lang=ja"), ("form with errors", show_form_with_errors),
         ("receipt", show_receipt), ("no such page", "/privacy/nothing-here"), ("home", "/"), ("support", "/support"), ("thanks", show_thanks), ("caught mail", "/_dev/mail"),
         ("one mail", "/_dev/mail/1"), ("clock", "/_dev/clock")]

LOOK = """
const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .skip'));
const small = [...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea')].filter(e => e.getBoundingClientRect().height < 43.5);
return {width: document.documentElement.scrollWidth - innerWidth, wide: wide.slice(0, 3).map(e => e.outerHTML.slice(0, 120)), h1: document.querySelectorAll('h1').length,
        lang: document.documentElement.lang, small: small.map(e => e.outerHTML.slice(0, 120)), title: document.title,
        hosts: [...new Set(performance.getEntriesByType('resource').map(r => new URL(r.name).host))].filter(h => h !== location.host)};
"""
CHECK = "const done = arguments[arguments.length - 1]; axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']}).then(r => done(r.violations), e => done([{id: String(e), nodes: []}]));"


def axe_source():
    """axe-core, or why not."""
    modules, reason = packages("browser")
    return (modules / "axe-core/axe.min.js").read_text() if modules else None, reason


def violations(b):
    found = b.script_later(CHECK, RULES)
    return [f"{v['id']} ({v.get('impact')}): {v.get('help', '')}: " + "; ".join(n["html"][:120] + " " + n.get("failureSummary", "").replace("\n", " ")[:200] for n in v["nodes"][:3]) for v in found]


def every_page(b, dev, axe):
    for name, where in PAGES:
        b.look(1280, False)
        if callable(where):
            where(b, dev)
        else:
            b.open(dev.base + where)
        problems, rules = [], []
        console = [line["message"] for line in b.console() if "favicon" not in line["message"] and not (name == "no such page" and "404" in line["message"])
                   and not (name == "form with errors" and "422" in line["message"])]
        if axe:
            b.script(axe)
        for width in WIDTHS:
            for dark in SCHEMES:
                b.look(width, dark)
                seen = b.script(LOOK)
                how = f"{width} {'dark' if dark else 'light'}"
                if seen["width"] > 0 or seen["wide"] or seen["h1"] != 1 or seen["lang"] != ("ja" if "Japanese" in name else "en") or seen["small"] or seen["hosts"] or not seen["title"]:
                    problems.append(f"{how}: {seen}")
                if axe:
                    rules += [f"{how}: {v}" for v in violations(b)]
                if SCREENSHOTS:
                    pathlib.Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
                    b.screenshot(f"{SCREENSHOTS}/{name.replace(' ', '-')}-{how.replace(' ', '-')}.png")
        tap.ok(not problems and not console, f"{name}: fits 320 and 1280, light and dark; one h1, a language, large buttons, no other host, a quiet console", "\n".join(problems + console))
        if axe:
            tap.ok(not rules, f"{name}: axe finds nothing", "\n".join(rules))


def main():
    if reason := missing():
        tap.skip("a visitor's journey in a browser", reason)
        tap.end()
    with tempfile.TemporaryDirectory(prefix="privacyd-journey-") as folder:
        downloads = pathlib.Path(folder) / "downloads"
        downloads.mkdir()
        dev = Dev(folder)
        try:
            with Browser(javascript=False, downloads=downloads) as b:
                without_script(b)
                writes_to_support(b, dev)
                gets_a_receipt(b, dev, downloads)
                makes_a_mistake(b, dev)
                reads(b, dev)
                time_passes(b, dev)
            axe, reason = axe_source()
            if not axe:
                tap.skip("axe-core in every page", reason)
            with Browser() as b:
                every_page(b, dev, axe)
            tap.ok(dev.process.poll() is None, "the server is still there")
        finally:
            dev.close()
    tap.end()


main()
