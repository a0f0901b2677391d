#!/usr/bin/env python3
"""Checks that a room includes only itself and rooms above it in src/ROOMS. Prints TAP."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
order = [line.split()[0] for line in (root / "src/ROOMS").read_text().splitlines() if line.strip() and not line.startswith("#")]
rank = {room: place for place, room in enumerate(order)}
bad = []

for path in sorted((root / "src").rglob("*.[ch]")):
    room = path.relative_to(root / "src").parts[0]
    if room not in rank:
        bad.append(f"{path.relative_to(root)}: the room {room} is not in src/ROOMS")
        continue
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+"([^"/]+)/', line)
        generated = re.match(r'\s*#\s*include\s+"([a-z]+)_queries\.h"', line)
        other = (match or generated).group(1) if match or generated else room
        if other not in rank:
            bad.append(f"{path.relative_to(root)}:{number}: {other} is no room")
        elif rank[other] > rank[room]:
            bad.append(f"{path.relative_to(root)}:{number}: {room} includes {other}, which stands below it")
for folder in sorted((root / "src").iterdir()):
    if folder.is_dir() and folder.name not in rank:
        bad.append(f"src/{folder.name}: not in src/ROOMS")

print("1..1")
for line in bad:
    print(f"# {line}")
print(("not " if bad else "") + "ok 1 - includes only go down the list of rooms")
sys.exit(1 if bad else 0)
