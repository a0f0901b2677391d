#!/usr/bin/env python3
"""Runs every fuzz target with libFuzzer for FUZZ_SECONDS (60) each, from its committed corpus. What crashes is kept in test/fuzz/corpus as
a new input, so that every check replays it. Ends with `N passed, N failed`."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build-fuzz"
MORE = {"policy": ["examples/camera-maker", "examples/eu-shop"]}  # read as a corpus, too (test/fuzz/meson.build)
seconds = int(os.environ.get("FUZZ_SECONDS", "60"))
passed = failed = 0

if not (BUILD / "build.ninja").exists():
    subprocess.run(["meson", "setup", BUILD, "-Dfuzz=true", "-Db_sanitize=address,undefined", "-Dc_args=-fsanitize=fuzzer-no-link", "-Doptimization=1"],
                   cwd=ROOT, env={**os.environ, "CC": "clang"}, check=True, stdout=subprocess.DEVNULL)
subprocess.run(["ninja", "-C", BUILD], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
for source in sorted((ROOT / "test/fuzz").glob("*.c")):
    name = source.stem
    if name == "replay":
        continue
    corpus, found = BUILD / "corpus" / name, BUILD / "found" / name
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([BUILD / f"test/fuzz/fuzz-{name}", f"-max_total_time={seconds}", "-max_len=65536", "-timeout=10", f"-artifact_prefix={found}/", "-print_final_stats=1",
                           corpus, ROOT / "test/fuzz/corpus" / name, *(ROOT / more for more in MORE.get(name, []))], capture_output=True, text=True, errors="replace")
    runs = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line), "0")
    print(f"{'ok' if done.returncode == 0 else 'FAILED'} {name}: {runs} runs in {seconds} s", flush=True)
    passed, failed = passed + (done.returncode == 0), failed + (done.returncode != 0)
    if done.returncode:
        print("\n".join(done.stderr.splitlines()[-30:]))
        for file in found.iterdir():
            shutil.copy(file, ROOT / "test/fuzz/corpus" / name / file.name)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
