#!/usr/bin/env python3
"""Turns the numbered schema steps into one C table, so that the program carries them.

A step is a file NNNN-NAME.sql; numbers begin at 1 and have no gaps.

usage: embed_schema.py OUTPUT.c STEP.sql...
"""
import os
import re
import sys


def literal(text):
    lines = text.splitlines(keepends=True)
    quoted = (line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for line in lines)
    return "\n".join(f'    "{line}"' for line in quoted)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    output, paths = sys.argv[1], sorted(sys.argv[2:], key=os.path.basename)
    steps = []
    for number, path in enumerate(paths, 1):
        match = re.match(r"(\d{4})-([a-z][a-z0-9-]*)\.sql$", os.path.basename(path))
        if not match or int(match.group(1)) != number:
            sys.exit(f"{path}: a schema step is called NNNN-NAME.sql and this one should be number {number:04d}")
        steps.append((number, match.group(2), open(path, encoding="utf-8").read()))
    with open(output, "w", encoding="utf-8") as out:
        out.write('/* Made by tools/embed_schema.py out of store/schema; do not edit. */\n#include "store/schema.h"\n\n')
        out.write("const struct schema_step schema_steps[] = {\n")
        for number, name, text in steps:
            out.write(f'    {{ {number}, "{name}", TEXT(\n{literal(text)}) }},\n')
        out.write(f"}};\nconst int schema_step_count = {len(steps)};\n")


if __name__ == "__main__":
    main()
