#!/usr/bin/env python3
"""Checks a whole log as anybody can see it: the signature of the checkpoint, and its root out of the tiles.

usage: log.py BASE VERIFIER-KEY

BASE is the address of the log (https://HOST/privacy/log) or a folder that holds `checkpoint` and `tile/`. Every tile that the checkpoint
covers is read; each hash of a higher tile must be the root of the tile below it. Exit 0 when everything holds, 1 with the reason when not."""
import pathlib
import sys
import urllib.error
import urllib.request

from merkle import Refused, VerifierKey, node, root_of

WIDTH = 256


def reader(base):
    """A function from a path below BASE to its bytes."""
    if not base.startswith(("http://", "https://")):
        return lambda path: (pathlib.Path(base) / path).read_bytes()

    def fetch(path):
        with urllib.request.urlopen(base.rstrip("/") + "/" + path, timeout=20) as answer:
            return answer.read(1 << 20)
    return fetch


def tile_path(level, number, width):
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03d}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < WIDTH else "")


def read_level(read, level, total):
    """All hashes of a level of tiles."""
    hashes = []
    for first in range(0, total, WIDTH):
        width = min(WIDTH, total - first)
        path = tile_path(level, first // WIDTH, width)
        data = read(path)
        if len(data) != 32 * width:
            raise Refused(f"{path}: {len(data)} bytes, must be {32 * width}")
        hashes += [data[i:i + 32] for i in range(0, len(data), 32)]
    return hashes


def verify(read, key):
    """(size, root, leaf hashes) of a log that holds."""
    size, signed_root = VerifierKey(key).checkpoint(read("checkpoint").decode("utf-8"))
    levels, total = [], size
    while total:
        levels.append(read_level(read, len(levels), total))
        total //= WIDTH
    for level in range(1, len(levels)):
        for i, stated in enumerate(levels[level]):
            if root_of(levels[level - 1][i * WIDTH:(i + 1) * WIDTH]) != stated:
                raise Refused(f"hash {i} of level {level} is not the root of the tile below it")
    root = root_from_edge(levels) if levels else root_of([])
    if root != signed_root:
        raise Refused("the tiles do not give the signed root")
    return size, root, levels[0] if levels else []


def root_from_edge(levels):
    """The root out of the unfilled tiles at the right end. Each is a tree of its own; one tile is 256 = 2^8 leaves of the next level, so
    the full subtrees of all levels, largest first, are the split of RFC 6962."""
    subtrees = []
    for hashes in reversed(levels):
        rest = hashes[len(hashes) - len(hashes) % WIDTH:]
        while rest:
            width = 1 << len(rest).bit_length() - 1
            subtrees.append(root_of(rest[:width]))
            rest = rest[width:]
    root = subtrees.pop()
    while subtrees:
        root = node(subtrees.pop(), root)
    return root


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        size, root, _ = verify(reader(arguments[0]), arguments[1])
    except (Refused, ValueError, OSError, urllib.error.URLError) as why:
        print(f"refused: {why}")
        return 1
    print(f"holds: size {size}, root {root.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
