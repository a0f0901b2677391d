#!/usr/bin/env python3
"""Turns the law files of the source tree into one C table, so that the program carries them.

usage: embed_law.py OUTPUT.c FILE.yaml...
"""
import os
import sys

from embed_schema import literal


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    output, paths = sys.argv[1], sorted(sys.argv[2:], key=os.path.basename)
    with open(output, "w", encoding="utf-8") as out:
        out.write('/* Made by tools/embed_law.py out of law; do not edit. */\n#include "law/shipped.h"\n\n')
        out.write("const struct law_shipped law_shipped[] = {\n")
        for path in paths:
            out.write(f'    {{ "{os.path.basename(path)}", TEXT(\n{literal(open(path, encoding="utf-8").read())}) }},\n')
        out.write(f"}};\nconst int law_shipped_count = {len(paths)};\n")


main()
