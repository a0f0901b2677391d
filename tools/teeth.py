#!/usr/bin/env python3
"""Teeth: each mechanism is switched off in turn; then the scene of its clause must fail and its promise must show as broken or unproven.

Prints clause -> switch -> scene -> result, and ends with one line `N passed, N failed`. The table is test/teeth.txt: switch, scene, clause.
A row with `-` for the scene has no row of its own to fail: it is refused here."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build-clang"  # teeth, no sanitizers
ENV = {**os.environ, "SOURCE_ROOT": str(ROOT), "CMOCKA_MESSAGE_OUTPUT": "TAP"}


def build():
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["meson", "setup", BUILD, "-Dtests=true", "-Dteeth=true", "-Doptimization=0"], cwd=ROOT, env={**os.environ, "CC": "clang"}, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", BUILD], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def scene_holds(scene, tooth=None):
    env = {**ENV, "PRIVACYD_TOOTH": tooth} if tooth else ENV
    return subprocess.run([BUILD / f"test/scene/scene-{scene}"], env=env, capture_output=True, timeout=120).returncode == 0


def promise_state(clause, tooth=None):
    """The state of the promise after the whole story was played, as the public page says it."""
    env = {**ENV, "PRIVACYD_TOOTH": tooth} if tooth else ENV
    done = subprocess.run([BUILD / "test/scene/promise-state", clause], env=env, capture_output=True, text=True, timeout=120)
    return done.stdout.strip().splitlines()[-1] if done.returncode == 0 and done.stdout.strip() else f"error: {done.stderr.strip()[-200:]}"


def main():
    build()
    rows = [line.split() for line in (ROOT / "test/teeth.txt").read_text().splitlines() if line.strip() and not line.startswith("#")]
    switches = {line.split('"')[1] for line in (ROOT / "src/base/teeth.c").read_text().splitlines() if line.strip().startswith("[TOOTH_")}
    passed = failed = 0
    print(f"{'clause':9} {'switch':19} {'scene':10} {'scene without':14} {'promise with -> without':34} result")
    for tooth, scene, clause in rows:
        whole, without = scene_holds(scene), scene_holds(scene, tooth)
        before, after = promise_state(clause), promise_state(clause, tooth)
        bites = whole and not without and after in ("broken", "unproven") and after != before
        print(f"{clause:9} {tooth:19} {scene:10} {'fails' if not without else 'HOLDS':14} {before + ' -> ' + after:34} {'bites' if bites else 'DOES NOT BITE' + ('' if whole else ' (the scene fails anyway)')}", flush=True)
        passed, failed = passed + bites, failed + (not bites)
    for tooth in sorted(switches - {row[0] for row in rows}):
        print(f"{'-':9} {tooth:19} has no row in test/teeth.txt")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
