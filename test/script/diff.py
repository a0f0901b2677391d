#!/usr/bin/env python3
"""`privacyd diff` from outside: its exit codes, what people read at a terminal, what programs read, and versions that were published."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import POLICY, ROOT, Server, Tap

RELEASE = pathlib.Path(os.environ.get("RELEASE", ROOT / "build-release")).resolve()
PROGRAM = RELEASE / "privacyd"
tap = Tap()


def diff(*arguments):
    return subprocess.run([PROGRAM, "diff", *map(str, arguments)], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


def changed(folder, name, *edits):
    text = POLICY.read_text()
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text)
    return path


def exit_codes(folder):
    spelling = changed(folder, "spelling.yaml", ("answer you and help you", "answer you, and help you"), ("# The privacy policy", "# A privacy policy"))
    longer = changed(folder, "longer.yaml", ("keep: 24 months after last_contact", "keep: 36 months after last_contact"))
    wrong = changed(folder, "wrong.yaml", ("    basis: contract\n", "    basis: contrat\n"))
    cases = [("the same file", [POLICY, POLICY], 0), ("a correction of spelling", [POLICY, spelling], 0), ("kept longer", [POLICY, longer], 10), ("kept shorter", [longer, POLICY], 0),
             ("errors in the newer one", [POLICY, wrong], 1), ("errors in the older one", [wrong, POLICY], 1), ("one file", [POLICY], 2), ("no such format", ["--format=xml", POLICY, POLICY], 2),
             ("no such file", [POLICY, folder / "none"], 3), ("no version by that name", ["@x", POLICY], 2), ("a version of no data directory", ["--data", folder / "none", "@1", POLICY], 3)]
    for name, arguments, code in cases:
        done = diff(*arguments)
        tap.ok(done.returncode == code, f"{name}: exit {code}", f"exit {done.returncode}: {done.stdout[-400:]}{done.stderr[-400:]}")
    return longer, wrong


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def as_text(folder, longer, wrong):
    done = diff(POLICY, longer)
    line = next(n for n, text in enumerate(POLICY.read_text().splitlines(), 1) if "24 months after last_contact" in text)
    tap.ok("purposes.support.keep: kept longer" in done.stdout and "why: " in done.stdout and f"{POLICY}:{line}" in done.stdout and not done.stderr, "the terminal: what, why, where", done.stdout)
    tap.ok(done.stdout.strip().endswith("1 change, 1 material: people must be told before it counts"), "the terminal: the last line counts")
    japanese = changed(folder, "japanese.yaml", ("authoritative: en", "authoritative: ja"), ("個人データは保存時に", "個人データはいつでもどこでも保存時に" * 9))
    wide = [line for line in diff(POLICY, japanese).stdout.splitlines() if columns(line) > 98]
    tap.ok(not wide, "the terminal: 98 columns, in Japanese too", wide[:2])
    done = diff(POLICY, wrong)
    tap.ok("error[" in done.stderr and not done.stdout, "errors are told as `check` tells them, and nothing is compared", done.stdout[:200])


def as_json(longer):
    told = json.loads(diff("--format=json", POLICY, longer).stdout)
    tap.ok(told["material"] and told["before"] == str(POLICY) and told["after"] == str(longer), "JSON: the two files, and whether it is material", told)
    change = told["changes"][0]
    tap.ok(change["kind"] == "kept_longer" and change["path"] == "purposes.support.keep" and "P9-1" in change["refs"] and change["purpose"] == "support" and change["before_line"] == change["after_line"],
           "JSON: a change with its kind, path, clauses and lines", change)


def published(longer):
    server = Server(kind=RELEASE.name.removeprefix("build-"))
    server.command("publish", POLICY)
    done = diff("--config", server.config, "@1", longer)
    tap.ok(done.returncode == 10 and "@1:" in done.stdout, "a published version out of the data directory", done.stdout + done.stderr)
    server.start()
    done = diff("--config", server.config, "@1", POLICY)
    tap.ok(done.returncode == 0 and "0 changes" in done.stdout, "a published version from the server that runs", done.stdout + done.stderr)
    done = diff("--config", server.config, "@7", POLICY)
    tap.ok(done.returncode == 3 and "no version 7" in done.stderr, "a version that was never published", done.stderr)
    server.stop()


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    longer, wrong = exit_codes(folder)
    as_text(folder, longer, wrong)
    as_json(longer)
    published(longer)
tap.end()
