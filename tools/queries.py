#!/usr/bin/env python3
"""Turns a room's queries.sql into C constants.

A query begins with a line `-- name: NOUN_VERB`; comment lines may follow; the text goes up to the next name. Parameters are $1, $2, ...
and must be used without gaps. Writes NAME_queries.h and NAME_queries.c; NAME_queries_all lists them for the test that prepares each one.

usage: queries.py ROOM INPUT.sql OUTPUT.h OUTPUT.c
"""
import re
import sys


def stop(path, line, message):
    sys.exit(f"{path}:{line}: {message}")


def read(path):
    queries, name, start, lines = [], None, 0, []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        match = re.match(r"-- name: ([a-z][a-z0-9_]*)\s*$", line)
        if match:
            if name:
                queries.append((name, start, lines))
            name, start, lines = match.group(1), number, []
        elif line.startswith("-- name:"):
            stop(path, number, "a name is lower-case letters, digits and _")
        elif name and line.strip() and not line.startswith("--"):
            lines.append(line.strip())
        elif line.strip() and not line.startswith("--"):
            stop(path, number, "text before the first `-- name:`")
    if name:
        queries.append((name, start, lines))
    return queries


def parameters(path, start, text):
    used = sorted({int(n) for n in re.findall(r"\$(\d+)", text)})
    if used != list(range(1, len(used) + 1)):
        stop(path, start, f"parameters must be $1..${len(used)} without gaps, found {used}")
    return len(used)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    room, path, header, source = sys.argv[1:]
    queries = read(path)
    names = [name for name, _, _ in queries]
    for name, start, lines in queries:
        if names.count(name) > 1:
            stop(path, start, f"the name {name} stands twice")
        if not lines:
            stop(path, start, f"{name} has no text")
    with open(header, "w", encoding="utf-8") as out:
        out.write(f"/* Made by tools/queries.py out of {room}/queries.sql; do not edit. */\n#ifndef {room.upper()}_QUERIES_H\n#define {room.upper()}_QUERIES_H\n\n")
        out.write('#include "sql/query.h"\n\n#include <stddef.h>\n\n')
        for name in names:
            out.write(f"extern const struct sql_query query_{name};\n")
        out.write(f"\nextern const struct sql_query *const {room}_queries_all[];\nextern const size_t {room}_queries_count;\n\n#endif\n")
    with open(source, "w", encoding="utf-8") as out:
        out.write(f'/* Made by tools/queries.py out of {room}/queries.sql; do not edit. */\n#include "{room}_queries.h"\n\n')
        for name, start, lines in queries:
            text = "\\n\"\n    \"".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
            out.write(f'const struct sql_query query_{name} = {{ "{name}",\n    "{text}", {parameters(path, start, " ".join(lines))} }};\n\n')
        out.write(f"const struct sql_query *const {room}_queries_all[] = {{\n")
        out.writelines(f"    &query_{name},\n" for name in names)
        out.write(f"}};\nconst size_t {room}_queries_count = {len(names)};\n")


main()
