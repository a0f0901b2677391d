#!/usr/bin/env python3
"""The table clause -> mechanism -> check -> switch -> scene of ARCHITECTURE.md, out of the sources. Prints TAP: whether the page agrees; with
--write it puts the table there."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
page = root / "ARCHITECTURE.md"
BEGIN, END = "<!-- clauses: tools/clauses.py --write -->\n", "<!-- end of clauses -->\n"

source = (root / "src/policy/clause.c").read_text()
clauses = re.findall(r'\{ "([PC][^"]+)", "[^"]+", \w+, \w+,\s*((?:"[^"]*"\s*)+), (true|false) \}', source)
checks = dict(re.findall(r'\{ "([^"]+)", (check_\w+),', (root / "src/assurance/promise.c").read_text()))
teeth = [line.split() for line in (root / "test/teeth.txt").read_text().splitlines() if line.strip() and not line.startswith("#")]
scenes = {path.stem for path in (root / "test/scene").glob("*.c")}


def row(clause, mechanism, text_only):
    words = "".join(re.findall(r'"([^"]*)"', mechanism))
    switches = ", ".join(f"`{tooth}`" for tooth, _, of in teeth if of == clause)
    tests = sorted({scene for _, scene, of in teeth if of == clause} | ({clause} & scenes))
    return f"| {clause} | {words} | {'`' + checks[clause] + '`' if clause in checks else ''} | {switches} | {', '.join(tests)} |"


def table():
    shown = [c for c in clauses if c[0] in checks or re.search(r'"[^"]+"', c[1])]
    rest = [c[0] for c in clauses if c not in shown]
    lines = ["| clause | mechanism | check | switch | scene |", "|---|---|---|---|---|", *(row(*c) for c in shown)]
    return "\n".join(lines) + f"\n\nA row without mechanism is watched, and never shows as kept. No mechanism is built yet for the other {len(rest)}: {', '.join(rest)}.\n"


text = page.read_text()
before, after = text.split(BEGIN)[0], text.split(END)[1]
wanted = before + BEGIN + table() + END + after
if "--write" in sys.argv:
    page.write_text(wanted)
good = wanted == page.read_text() and len(clauses) == 73
print(f"1..1\n{'' if good else 'not '}ok 1 - ARCHITECTURE.md has the table of all {len(clauses)} clauses as the sources give it")
sys.exit(0 if good else 1)
