#!/usr/bin/env python3
"""What `privacyd check` tells programs: exit codes, JSON, SARIF against the schema of SARIF, workflow commands read as the runner reads them, and
colours only for a terminal that wants them."""
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "bench"))
import large_policy
from node import packages
from running import POLICY, ROOT, Tap

PROGRAM = pathlib.Path(os.environ.get("RELEASE", ROOT / "build-release")).resolve() / "privacyd"
CORPUS = ROOT / "test/fuzz/corpus/policy"
NOW = ("--now", "2026-03-01")
tap = Tap()


def check(*arguments, env=None):
    return subprocess.run([PROGRAM, "check", *map(str, arguments)], capture_output=True, text=True, timeout=60, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL)


def wrong(folder):
    """A policy with an error that has a second side, a warning, a note, and letters wider than a byte before the place."""
    text = POLICY.read_text().replace("    basis: contract\n", "    basis: off\n").replace("{ en: Message, ja:", "{ en: 日本, jp: x, ja:")
    path = folder / "a policy, 100%: 日.yaml"
    path.write_text(text.replace("contract: { ref: C-0012, until: 2031-03-31 }", "countries: [JP]"))
    return path


def exit_codes(folder, bad):
    warned = folder / "warned.yaml"
    warned.write_text(re.sub(r"(  list_tool:.*?)    contract: [^\n]*\n", r"\1", POLICY.read_text(), flags=re.S))
    cases = [("no errors", [POLICY], 0), ("a warning", [warned], 0), ("a warning, --strict", ["--strict", warned], 1), ("errors", [bad], 1), ("errors, --lenient", ["--lenient", bad], 0),
             ("--strict and --lenient", ["--strict", "--lenient", bad], 2), ("no such format", ["--format=xml", bad], 2), ("no file named", [], 2), ("no such file", [folder / "none"], 3),
             ("no such day", ["--now", "soon", bad], 2)]
    for name, arguments, code in cases:
        done = check(*arguments, *(NOW if "--now" not in arguments else ()))
        tap.ok(done.returncode == code, f"{name}: exit {code}", f"exit {done.returncode}: {done.stderr[-600:]}")
    strict, lenient = (check(how, *NOW, bad).stderr for how in ("--strict", "--lenient"))
    tap.ok("error[" in lenient and lenient == strict, "--lenient says the same, with the true severities")


def large(folder):
    """A hundred times the example is within all limits, and nothing is found in it."""
    path = folder / "large.yaml"
    path.write_text(large_policy.large(100), encoding="utf-8")
    done = check(*NOW, path)
    tap.ok(done.returncode == 0 and "0 errors, 0 warnings" in done.stderr and "note[" not in done.stderr, f"a policy of {path.stat().st_size} bytes", done.stderr[:600])


def as_json(bad):
    done = check("--format=json", *NOW, bad)
    found = json.loads(done.stdout)["findings"]
    members = ["id", "refs", "severity", "file", "line", "column", "message", "hint", "second"]
    tap.ok(found and all(list(f) == members and f["file"] == str(bad) for f in found), "JSON: each finding has its members", done.stdout[:400])
    tap.ok({"error", "warning"} <= {f["severity"] for f in found}, "JSON: errors and warnings", [f["severity"] for f in found])
    other = [f for f in found if f["id"] == "PD0107"][0]
    line = bad.read_text().splitlines()[other["second"]["line"] - 1]
    tap.ok(line[other["second"]["column"] - 1:].startswith("off"), "JSON: the second place is the other side", other)
    return found


def as_sarif(bad, found):
    log = json.loads(check("--format=sarif", *NOW, bad).stdout)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    tap.ok(log["version"] == "2.1.0" and [r["ruleId"] for r in run["results"]] == [f["id"] for f in found] and all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"]),
           "SARIF: the same findings, each with its rule")
    source = bad.read_text().splitlines()
    at = [r["locations"][0]["physicalLocation"] for r in run["results"]]
    tap.ok({urllib.parse.unquote(a["artifactLocation"]["uri"]) for a in at} == {f"file://{bad}"} and re.fullmatch(r"[!-~]+", at[0]["artifactLocation"]["uri"]), "SARIF: the file as an address", at[0])
    marked = {r["ruleId"]: source[a["region"]["startLine"] - 1][a["region"]["startColumn"] - 1:a["region"]["endColumn"] - 1] for r, a in zip(run["results"], at)}
    tap.ok(marked["PD0045"] == "jp" and run["columnKind"] == "unicodeCodePoints", "SARIF: columns count letters, not bytes", marked)
    tap.ok(any("relatedLocations" in r for r in run["results"]), "SARIF: the other side is a related location")
    return log


def sarif_schema(logs):
    name = f"SARIF: {len(logs)} logs fit the schema of SARIF 2.1.0"
    modules, reason = packages("editor")
    if not modules:
        return tap.skip(name, reason)
    schema = modules / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    validate = lambda documents: json.loads(subprocess.run(["node", modules.parent / "validate.js", schema, "04"], input=json.dumps(documents), capture_output=True, text=True, timeout=60, check=True).stdout)
    errors = validate(logs)
    tap.ok(not any(errors), name, errors)
    broken = json.loads(json.dumps(logs[0]))
    broken["runs"][0]["results"][0]["level"] = "fatal"
    broken["runs"][0]["tool"]["driver"].pop("name")
    tap.ok(len(validate([broken])[0]) >= 2, "SARIF: the schema refuses what is wrong")


def as_github(bad, found):
    """Read as the runner does: properties up to ::, then the message, both unescaped."""
    lines = check("--format=github", *NOW, bad).stdout.splitlines()
    read = []
    for line in lines:
        command, properties, message = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line).groups()
        unescape = lambda t: urllib.parse.unquote(t)
        read.append((command, {k: unescape(v) for k, v in (p.split("=", 1) for p in properties.split(","))}, unescape(message)))
    commands = {"error": "error", "warning": "warning", "note": "notice"}
    same = [(c, int(p["line"]), int(p["col"]), p["title"], p["file"]) for c, p, m in read] == [(commands[f["severity"]], f["line"], f["column"], f["id"], str(bad)) for f in found]
    tap.ok(same, "GitHub: one command a finding, whatever is in the name of the file", lines[:3])
    tap.ok(all(m.startswith(f["message"]) and f["hint"] in m and f"privacyd explain {f['id']}" in m for (c, p, m), f in zip(read, found)), "GitHub: the message with its hint", lines[:3])


def on_terminal(env, *arguments):
    """stderr is a terminal; what it shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([PROGRAM, "check", *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=theirs, env={"TERM": "xterm", **env})
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass  # the other side is closed
    out = process.communicate(timeout=30)[0]
    os.close(ours)
    return shown.decode(errors="replace"), out


def colours(bad):
    plain = check(*NOW, bad).stderr
    tap.ok("\x1b" not in plain and "error[PD0107]" in plain, "text: no colours into a pipe")
    shown, _ = on_terminal({}, *NOW, bad)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n")
    tap.ok("\x1b[1;31merror[PD0107]:" in shown and bare == plain, "text: colours on a terminal, and the same words", shown[:300])
    tap.ok("\x1b" not in on_terminal({"NO_COLOR": "1"}, *NOW, bad)[0] and "\x1b" in on_terminal({"NO_COLOR": ""}, *NOW, bad)[0], "text: NO_COLOR says no, unless it is empty")
    tap.ok("\x1b" not in on_terminal({"TERM": "dumb"}, *NOW, bad)[0], "text: no colours on a dumb terminal")
    shown, out = on_terminal({}, "--format=json", *NOW, bad)
    tap.ok("\x1b" not in shown and b"\x1b" not in out, "JSON: never coloured")


with tempfile.TemporaryDirectory(prefix="privacyd-findings-") as scratch:
    file = wrong(pathlib.Path(scratch))
    exit_codes(pathlib.Path(scratch), file)
    large(pathlib.Path(scratch))
    findings = as_json(file)
    logs = [as_sarif(file, findings)] + [json.loads(check("--format=sarif", *NOW, path).stdout) for path in [POLICY, *sorted(CORPUS.iterdir())]]
    sarif_schema(logs)
    as_github(file, findings)
    colours(file)
tap.end()
