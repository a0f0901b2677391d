#!/usr/bin/env python3
"""Builds and runs everything that is tested, and ends with one line `N passed, N failed`.

Every test prints TAP: unit tests, scenes, replayed fuzz inputs, scripts in test/script. A test program that ends badly, prints no plan or
fewer results than it planned counts as failed. Skipped tests are named and never counted as passed.

usage: check.py [--soak] [--only WORD] [--list]
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3"
SANITIZED = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0:halt_on_error=1:handle_abort=1", "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
             "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1", "LSAN_OPTIONS": f"suppressions={ROOT}/test/lsan.supp:print_suppressions=0"}
# Those that several threads run through; built once more with the thread sanitizer.
THREADED = re.compile(r"^(net/server|vault/vault|store/(pipeline|runtime|races)|main/server|scene/threads)")
BUILDS = {
    "build-check": ("gcc", ["-Dtests=true", "-Dteeth=true", "-Db_sanitize=address,undefined", "-Doptimization=1", "-Ddebug=true"]),
    "build-tsan": ("gcc", ["-Dtests=true", "-Dteeth=true", "-Db_sanitize=thread", "-Doptimization=1", "-Ddebug=true"]),
    "build-clang": ("clang", ["-Dtests=true", "-Dteeth=true", "-Doptimization=0"]),
    "build-release": ("gcc", ["-Dbuildtype=release"]),
}


class Totals:
    def __init__(self):
        self.passed = self.failed = 0
        self.skipped = []

    def add(self, name, ok, detail=""):
        self.passed += ok
        self.failed += not ok
        if not ok:
            print(f"FAILED {name}\n{detail}".rstrip(), flush=True)


def build(totals, folder):
    compiler, options = BUILDS[folder]
    path = ROOT / folder
    env = dict(os.environ, CC=f"ccache {compiler}" if shutil.which("ccache") else compiler)
    started = time.monotonic()
    if not (path / "build.ninja").exists():
        shutil.rmtree(path, ignore_errors=True)
        done = subprocess.run(["meson", "setup", str(path), *options], cwd=ROOT, env=env, capture_output=True, text=True)
        if done.returncode:
            totals.add(f"{folder}: meson", False, (done.stdout + done.stderr)[-3000:])
            return False
    subprocess.run(["ninja", "-C", str(path), "build.ninja"], cwd=ROOT, capture_output=True)  # new tests are seen before they are listed
    wanted = wanted_targets(folder) or ["all"]
    done = subprocess.run(["ninja", "-C", str(path), *wanted], cwd=ROOT, capture_output=True, text=True)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("[")]
    totals.add(f"{folder}: builds without warnings", done.returncode == 0, "\n".join(lines[-60:]))
    print(f"# {folder}: {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode == 0


def wanted_targets(folder):
    if folder != "build-tsan":
        return []
    return [pathlib.Path(test["cmd"][0]).relative_to(ROOT / folder).as_posix() for test in tests_of(folder) if THREADED.match(test["name"])]


def tests_of(folder):
    done = subprocess.run(["meson", "introspect", "--tests", str(ROOT / folder)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def meson_jobs(folder, pattern=None):
    for test in tests_of(folder):
        if pattern is None or pattern.match(test["name"]):
            yield (f"{folder[6:]}:{test['name']}", test["cmd"], dict(test["env"], **SANITIZED), min(test["timeout"], 900))


def script_jobs(soak):
    env = {"BUILD": str(ROOT / "build-check"), "RELEASE": str(ROOT / "build-release"), "SOAK": "1" if soak else "", **SANITIZED}
    for path in sorted((ROOT / "test/script").glob("*.py")) + sorted((ROOT / "test/decoder").glob("test_*.py")):
        yield (f"script:{path.stem}", [PYTHON, str(path)], env, 5400 if soak else 400)
    for name in ("rooms", "clauses", "lint", "functions"):
        yield (f"tools:{name}", [PYTHON, str(ROOT / f"tools/{name}.py")], {}, 300)


def run(job):
    name, command, env, limit = job
    started = time.monotonic()
    try:
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": "/usr/bin:/bin:" + os.environ.get("PATH", ""), **env}, capture_output=True, text=True, errors="replace", timeout=limit, stdin=subprocess.DEVNULL)
        return name, done.returncode, done.stdout, done.stderr, time.monotonic() - started
    except OSError as error:
        return name, str(error), "", "", 0
    except subprocess.TimeoutExpired as error:
        text = lambda b: (b or b"").decode(errors="replace") if isinstance(b, (bytes, type(None))) else b
        return name, "timeout", text(error.stdout), text(error.stderr) + f"\nstopped after {limit} s", limit


def count(totals, name, code, out, err, seconds):
    results = re.findall(r"^(ok|not ok)\b *\d* *-? *(.*)$", out, re.M)
    plan = re.findall(r"^1\.\.(\d+)", out, re.M)
    planned = sum(map(int, plan))
    bad = []
    for verdict, what in results:
        skip = re.search(r"# *SKIP *(.*)", what, re.I)
        if skip:
            totals.skipped.append(f"{name}: {what[:skip.start()].strip()} {skip.group(1)}".strip())
        elif verdict == "ok":
            totals.passed += 1
        else:
            bad.append(what)
    for line in re.findall(r"^SKIP (.*)$", out, re.M):
        totals.skipped.append(f"{name}: {line}")
    tail = "\n".join((out + "\n" + err).splitlines()[-80:])
    for what in bad:
        totals.add(f"{name}: {what}", False)
    if bad or (code == 0 and plan and len(results) >= planned):
        if bad:
            print(tail, flush=True)
        return
    reason = f"exit {code}" if code else f"{planned} planned, {len(results)} reported"
    totals.add(f"{name}: {reason}", False, tail)


def main():
    soak, only = "--soak" in sys.argv, sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    totals, started = Totals(), time.monotonic()
    jobs = []
    for folder in BUILDS:
        if build(totals, folder) and folder in ("build-check", "build-tsan"):
            jobs += meson_jobs(folder, THREADED if folder == "build-tsan" else None)
    jobs += script_jobs(soak)
    jobs = [job for job in jobs if only in job[0]]
    if "--list" in sys.argv:
        print("\n".join(job[0] for job in jobs))
        return 0
    slowest = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for name, code, out, err, seconds in pool.map(run, sorted(jobs, key=lambda job: not job[0].startswith("script"))):
            count(totals, name, code, out, err, seconds)
            slowest.append((seconds, name))
    for seconds, name in sorted(slowest, reverse=True)[:5]:
        print(f"# {seconds:.0f} s {name}")
    for line in totals.skipped:
        print(f"SKIP {line}")
    print(f"# {time.monotonic() - started:.0f} s in all, {len(totals.skipped)} skipped")
    print(f"{totals.passed} passed, {totals.failed} failed", flush=True)
    return 1 if totals.failed or not totals.passed else 0


sys.exit(main())
