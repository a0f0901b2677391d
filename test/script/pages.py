#!/usr/bin/env python3
"""Every page in a real browser: wide and narrow, light and dark, in English, in Japanese, in a language that is longer (en-XA) and in one that runs from
right to left (ar-XB; both of tools/pseudo.py). Nothing sticks out, is cut off or comes from elsewhere, axe-core finds nothing, the focus is seen, and
pages bear 200 % text, wide spacing and a printer. A new page is a line of PAGES.

usage: pages.py [--shots DIR] [WORD]    pictures into DIR; only pages with WORD in their name"""
import base64
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
import layout
import looks
from browser import Browser, missing
from dev import Dev
from running import ROOT, Tap

LANGUAGES = {"en": "ltr", "ja": "ltr", "en-XA": "ltr", "ar-XB": "rtl"}
LOOKS = [(1280, False), (1280, True), (320, True), (320, False)]
AXE = [(1280, False), (320, True)]  # where axe looks too: each width and each scheme once
tap = Tap()


def open_page(path):
    return lambda b, dev, language: b.open(f"{dev.base}{path}?lang={language}")


def fill(b, values):
    for name, value in values.items():
        b.script("document.getElementById(arguments[0]).value = arguments[1]", name, value)


def send(b, then):
    b.find("main form button").click()
    b.wait(lambda: b.find_all(then))


def form_with_errors(b, dev, language):
    open_page("/privacy/in/contact")(b, dev, language)
    b.script("document.querySelector('main form').noValidate = true")
    send(b, ".errors")


def receipt(b, dev, language):
    open_page("/privacy/in/contact")(b, dev, language)
    fill(b, {"name": "Ada Ondřejová", "email": "ada@visitor.example", "message": f"It sticks {time.monotonic()}"})
    send(b, "dd.id")


def sent(b, dev, language):
    b.open(f"{dev.base}/support?sent=1&lang={language}")


def coming(path):
    """A page that tells of the next version, which is published at the first use and counts from a later day."""
    def show(b, dev, language):
        if dev.get("/privacy/v/2")[0] == 404:
            publish_next(dev)
        open_page(path)(b, dev, language)
    return show


def publish_next(dev):
    policy = pathlib.Path(dev.folder) / "next.yaml"
    text = layout.policy()
    for was, now in [("keep: 24 months after last_contact", "keep: 36 months after last_contact"), ("answer you and help you", "answer you quickly and help you"),
                     ("お問い合わせにお答えし", "お問い合わせに速やかにお答えし"), ("optional: [company, address,", "optional: [company,"), ("privacy-uk@", "uk@")]:
        assert was in text, was
        text = text.replace(was, now)
    policy.write_text(text)
    subprocess.run([program(), "publish", "--data", f"{dev.folder}/data", policy], check=True, stdout=subprocess.DEVNULL)


# name, how it is opened, in which languages. What a browser says on its console about the status of the page is no fault.
PAGES = [
    ("policy", open_page("/privacy/"), LANGUAGES),
    ("version", open_page("/privacy/v/1"), ["en"]),
    ("cookies", open_page("/privacy/cookies"), LANGUAGES),
    ("recipients", open_page("/privacy/recipients"), LANGUAGES),
    ("request", open_page("/privacy/request"), LANGUAGES),
    ("versions", open_page("/privacy/v/"), LANGUAGES),
    ("notice at collection", open_page("/privacy/notice/contact"), LANGUAGES),
    ("categories", open_page("/privacy/categories"), LANGUAGES),
    ("promises", open_page("/privacy/promises"), LANGUAGES),
    ("form", open_page("/privacy/in/contact"), LANGUAGES),
    ("form with errors", form_with_errors, LANGUAGES),
    ("receipt", receipt, LANGUAGES),
    ("no such page", open_page("/privacy/nothing-here"), LANGUAGES),
    ("home", open_page("/"), LANGUAGES),
    ("support", open_page("/support"), LANGUAGES),
    ("sent", sent, LANGUAGES),
    ("caught mail", open_page("/_dev/mail"), ["en"]),
    ("one mail", open_page("/_dev/mail/1"), ["en"]),
    ("clock", open_page("/_dev/clock"), ["en"]),
    ("changes", coming("/privacy/changes"), LANGUAGES),
    ("announcement", coming("/privacy/"), LANGUAGES),
]


def program():
    """One that speaks the languages for the layout: a build with tests, best without sanitizers."""
    builds = [ROOT / "build-clang", pathlib.Path(os.environ.get("BUILD", ROOT / "build-check")), ROOT / "build"]
    return next((b / "privacyd" for b in builds if (b / "privacyd").exists() and (b / "test/unit-html-message").exists()), None)


def told(b):
    return [f"the console: {line['message']}" for line in b.console() if not any(word in line["message"] for word in ("favicon", "status of 404", "status of 422"))]


def as_language(b, language):
    seen = b.script("const h = document.documentElement; return [h.lang, h.dir, getComputedStyle(document.body).direction]")
    wanted = [language, LANGUAGES[language], LANGUAGES[language]]
    return [] if seen == wanted else [f"lang, dir, direction: {seen}, not {wanted}"]


def shoot(b, shots, name):
    if shots:
        b.screenshot(shots / f"{name}.png")


def in_every_look(b, axe, shots, name):
    faults, found = [], []
    for width, dark in LOOKS:
        how = f"{width} {'dark' if dark else 'light'}"
        b.look(width, dark)
        faults += [f"{how}: {line}" for line in looks.layout(b)]
        if axe and (width, dark) in AXE:
            found += [f"{how}: {line}" for line in looks.violations(b)]
        shoot(b, shots, f"{name}-{how}".replace(" ", "-"))
    return faults, found


def as_readers_change_it(b, shots, name):
    """At 320 pixels, where the last look was: wide spacing; at 640 and twice the size of text, which is 320 for the reader."""
    faults = looks.layout_when(b, looks.SPACING, "wide spacing")
    b.look(640, False)
    faults += looks.layout_when(b, looks.ZOOM, "200 % text")
    if shots:
        b.script(looks.ZOOM, True)
        shoot(b, shots, f"{name}-200".replace(" ", "-"))
        b.script(looks.ZOOM, False)
    return faults + looks.focus_faults(b)


def printed(b, shots, name):
    pdf = base64.b64decode(b.devtools("Page.printToPDF", preferCSSPageSize=True)["data"])
    if shots:
        (shots / f"{name.replace(' ', '-')}.pdf").write_bytes(pdf)
    return [] if pdf.startswith(b"%PDF-") and len(pdf) > 5000 else [f"printing gave {len(pdf)} bytes"]


def look_at(b, dev, axe, shots, page, language):
    name, show, _ = page
    b.look(1280, False)
    show(b, dev, language)
    if axe:
        b.script(axe)
    faults, found = in_every_look(b, axe, shots, f"{name} {language}")
    faults += as_language(b, language) + as_readers_change_it(b, shots, f"{name} {language}") + told(b)
    if language in ("en", "ar-XB"):
        faults += printed(b, shots, f"{name} {language}")
    if "/privacy/" in b.url:
        faults += looks.on_paper(b)
    tap.ok(not faults, f"{name} in {language}: fits and can be read, whatever the window, the scheme and the size of text", "\n".join(faults))
    if axe:
        tap.ok(not found, f"{name} in {language}: axe finds nothing", "\n".join(found))


def arguments():
    words = sys.argv[1:]
    shots = pathlib.Path(words.pop(words.index("--shots") + 1)) if "--shots" in words else None
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    return shots, next((w for w in words if not w.startswith("--")), "")


def main():
    shots, only = arguments()
    if reason := missing() or (None if program() else "no build with tests (make check makes one)"):
        tap.skip("every page in a browser", reason)
        tap.end()
    axe, reason = looks.axe_source()
    if not axe:
        tap.skip("axe-core in every page", reason)
    with tempfile.TemporaryDirectory(prefix="privacyd-pages-") as folder:
        policy = pathlib.Path(folder) / "policy.yaml"
        policy.write_text(layout.policy())
        dev = Dev(folder, program(), policy)
        try:
            with Browser() as b:
                receipt(b, dev, "en")  # a mail to look at
                b.wait(dev.mails)
                for page in PAGES:
                    for language in page[2]:
                        if only in page[0]:
                            look_at(b, dev, axe, shots, page, language)
            tap.ok(dev.process.poll() is None, "the server is still there")
        finally:
            dev.close()
    tap.end()


main()
