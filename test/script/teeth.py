#!/usr/bin/env python3
"""Every mechanism bites: tools/teeth.py switches each off, and its scene and its promise must fail."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import ROOT, Tap

tap = Tap()
done = subprocess.run(["/usr/bin/python3", ROOT / "tools/teeth.py"], capture_output=True, text=True)
rows = [line for line in done.stdout.splitlines()[1:-1] if line.strip()]
for row in rows:
    tap.ok(row.endswith(" bites"), " ".join(row.split()[:3]), row)
tap.ok(done.returncode == 0 and len(rows) >= 18, "every switch has a row and bites", done.stdout + done.stderr)
tap.end()
