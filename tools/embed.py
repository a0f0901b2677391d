#!/usr/bin/env python3
"""Turns files that are served into C, plain, brotli and gzip: each under a name that holds the hash of its bytes, but JSON, which others point to, under
the last part of its own (policy.schema.json is schema.json) or where PLACES says.

Style sheets lose comments, style sheets and JSON lose needless white space. Brotli is the system's own library, the one the program links, so that a build needs
no further tool; the same input gives the same output.

usage: embed.py OUTPUT.c FILE...
"""
import ctypes
import ctypes.util
import gzip
import hashlib
import json
import os
import re
import sys

TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8", ".json": "application/schema+json"}
PLACES = {"openapi.json": ("api/v1/openapi.json", "application/json")}  # relative addresses in it are told from there


def minified(path):
    data = open(path, "rb").read()
    if path.endswith(".css"):
        text = re.sub(r"/\*.*?\*/", "", data.decode(), flags=re.S)
        text = re.sub(r"\s+", " ", text)
        text = re.sub(r" ?([{};,]) ?", r"\1", text).replace(": ", ":").replace(";}", "}")
        data = text.strip().encode()
    if path.endswith(".json"):
        data = json.dumps(json.loads(data), ensure_ascii=False, separators=(",", ":")).encode()
    return data


def brotli(data):
    name = ctypes.util.find_library("brotlienc")
    if not name:
        sys.exit("embed.py: the library libbrotlienc is missing")
    library = ctypes.CDLL(name)
    size = ctypes.c_size_t(len(data) + 1024)
    out = ctypes.create_string_buffer(size.value)
    library.BrotliEncoderCompress.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_size_t, ctypes.c_char_p, ctypes.POINTER(ctypes.c_size_t), ctypes.c_char_p]
    if not library.BrotliEncoderCompress(11, 22, 1, len(data), data, ctypes.byref(size), out):
        sys.exit("embed.py: brotli failed")
    return out.raw[:size.value]


def array(name, data):
    lines = [", ".join(f"0x{b:02x}" for b in data[i:i + 24]) for i in range(0, len(data), 24)]
    return f"static const unsigned char {name}[] = {{\n    " + ",\n    ".join(lines) + "\n};\n"


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    rows = []
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write('/* Made by tools/embed.py; do not edit. */\n#include "page/asset.h"\n\n')
        for path in sys.argv[2:]:
            stem, ending = os.path.splitext(os.path.basename(path))
            stem = stem.split(".")[-1]
            data = minified(path)
            forms = {"plain": data, "brotli": brotli(data), "gzip": gzip.compress(data, 9, mtime=0)}
            for form, content in forms.items():
                out.write(array(f"{stem}_{form}", content))
            texts = ", ".join(f"{{ (const char *){stem}_{form}, {len(content)} }}" for form, content in forms.items())
            name = f"{stem}{ending}" if ending == ".json" else f"{stem}-{hashlib.sha256(data).hexdigest()[:16]}{ending}"
            name, media = PLACES.get(name, (name, TYPES[ending]))
            rows.append(f'    [ASSET_{stem.upper()}] = {{ {{ "{name}", {len(name)} }}, {{ "{media}", {len(media)} }},\n        {texts} }},\n')
        out.write("\nconst struct asset assets[ASSETS] = {\n" + "".join(rows) + "};\n")


main()
