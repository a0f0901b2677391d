#!/usr/bin/env python3
"""A visitor's journey in a real browser without JavaScript, from the maker's front page to a receipt that holds. What pages look like is pages.py."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from browser import Browser, missing
from dev import Dev
from running import Tap, program

KIND = pathlib.Path(os.environ.get("RELEASE", "build-release")).name.removeprefix("build-")
PERSON = {"name": "Ada Ondřejová", "email": "ada@visitor.example", "message": "The shutter sticks in the cold.\nIt is a Kumo – 日本語もどうぞ。"}
tap = Tap()


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


def main():
    if reason := missing():
        tap.skip("a visitor's journey in a browser", reason)
        tap.end()
    with tempfile.TemporaryDirectory(prefix="privacyd-journey-") as folder:
        downloads = pathlib.Path(folder) / "downloads"
        downloads.mkdir()
        dev = Dev(folder, program(KIND))
        try:
            with Browser(javascript=False, downloads=downloads) as b:
                without_script(b)
                writes_to_support(b, dev)
                gets_a_receipt(b, dev, downloads)
                makes_a_mistake(b, dev)
                reads(b, dev)
                time_passes(b, dev)
            tap.ok(dev.process.poll() is None, "the server is still there")
        finally:
            dev.close()
    tap.end()


main()
