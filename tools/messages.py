#!/usr/bin/env python3
"""Turns the message files of each language into C: the ids as an enum, the words as a table.

A language is a folder of .txt files with one message a line, `id_in_lower_case: text`. {0} to {9} stand for values; `#` begins a comment
line. The files of one name belong together, every language has every message of it, with the same placeholders, and no id stands twice.
With --pseudo, languages for the layout alone come behind the real ones (tools/pseudo.py).

usage: messages.py [--pseudo] OUTPUT.h OUTPUT.c LANG/FILE.txt...
"""
import os
import re
import sys

import pseudo


def stop(path, line, message):
    sys.exit(f"{path}:{line}: {message}")


class Message:
    def __init__(self, path, line, text):
        self.path, self.line, self.text = path, line, text
        self.values = set(re.findall(r"\{(\d)\}", text))


def parse(path, number, line):
    match = re.match(r"([a-z][a-z0-9_]*): (.*\S)\s*$", line)
    if not match:
        stop(path, number, "expected `id_in_lower_case: text`")
    if re.search(r"[{}]", re.sub(r"\{\d\}", "", match.group(2))):
        stop(path, number, f"a brace in {match.group(1)} that is not {{0}} to {{9}}")
    return match.group(1), Message(path, number, match.group(2))


def read(paths):
    """{ language: { id: Message } }, ids in the order of the files."""
    languages = {}
    for path in paths:
        messages = languages.setdefault(os.path.basename(os.path.dirname(path)), {})
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("#"):
                continue
            name, message = parse(path, number, line)
            if name in messages:
                stop(path, number, f"{name} stands twice; first at {messages[name].path}:{messages[name].line}")
            messages[name] = message
    return languages


def compare(languages):
    """Every language must have what any other has, with the same values."""
    for language, messages in languages.items():
        for other, theirs in languages.items():
            for name, message in theirs.items():
                mine = messages.get(name)
                if not mine:
                    stop(message.path, message.line, f"{name} is missing in language {language}")
                if mine.values != message.values:
                    wanted = " ".join("{%s}" % v for v in sorted(message.values)) or "no values"
                    stop(mine.path, mine.line, f"{name} must use the same values as in language {other}: {wanted}")


def add_pseudo(languages):
    """Out of the first language, each beside it: what is written like it, dates and lists, is taken from there."""
    first = next(iter(languages.values()))
    for tag in pseudo.TAGS:
        languages[tag] = {name: Message(m.path, m.line, pseudo.translated(tag, m.text)) for name, m in first.items()}


def constant(language):
    return "LANGUAGE_" + language.upper().replace("-", "_")


def c_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?") + '"'


def header(names, languages):
    yield "/* Made by tools/messages.py out of src/html/messages; do not edit. */\n#ifndef MESSAGE_IDS_H\n#define MESSAGE_IDS_H\n\n"
    yield "enum language {\n" + "".join(f"    {constant(l)},\n" for l in languages) + "    LANGUAGES\n};\n\n"
    yield "enum message {\n" + "".join(f"    MSG_{n.upper()},\n" for n in names) + "    MESSAGES\n};\n\n"
    yield "#endif\n"


def source(names, languages):
    yield '/* Made by tools/messages.py out of src/html/messages; do not edit. */\n#include "html/table.h"\n\n'
    yield "const char *const message_languages[LANGUAGES] = {\n" + "".join(f'    "{l}",\n' for l in languages) + "};\n\n"
    like = [constant(next(iter(languages)) if l in pseudo.TAGS else l) for l in languages]
    yield "const enum language message_written_like[LANGUAGES] = {\n" + "".join(f"    {l},\n" for l in like) + "};\n\n"
    yield "const struct text message_table[LANGUAGES][MESSAGES] = {\n"
    for language, messages in languages.items():
        yield f"    [{constant(language)}] = {{\n"
        for name in names:
            text = messages[name].text
            yield f"        [MSG_{name.upper()}] = {{ {c_string(text)}, {len(text.encode())} }},\n"
        yield "    },\n"
    yield "};\n"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--pseudo"]
    if len(arguments) < 3:
        sys.exit(__doc__)
    languages = read(arguments[2:])
    if "--pseudo" in sys.argv:
        add_pseudo(languages)
    compare(languages)
    names = list(next(iter(languages.values())))
    for path, part in ((arguments[0], header), (arguments[1], source)):
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(part(names, languages))


if __name__ == "__main__":
    main()
