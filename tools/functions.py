#!/usr/bin/env python3
"""How long the functions of src/ are: their number, the median, the 95th percentile, the longest. Prints TAP.
Fails when the median or the 95th percentile passes the limit of the house. With --list N the N longest are named.

A function is a `{` and the next `}` that stand alone in the first column; its lines count from the first of the signature."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEDIAN_LIMIT, P95_LIMIT = 16, 70


def functions(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    opening = None
    for number, line in enumerate(lines):
        if line == "{":
            opening = signature(lines, number)
        elif line == "}" and opening is not None:
            yield number - opening + 1, f"{path.relative_to(ROOT)}:{opening + 1}"
            opening = None


def signature(lines, number):
    """Continuation lines of a signature are indented, its first line is not."""
    number -= 1
    while number > 0 and lines[number][:1].isspace():
        number -= 1
    return number


def percentile(lengths, share):
    return lengths[min(len(lengths) - 1, int(len(lengths) * share))]


found = sorted(f for path in (ROOT / "src").rglob("*.c") for f in functions(path))
if not found:
    sys.exit("Bail out! no function found in src/")
lengths = [length for length, _ in found]
median, p95 = percentile(lengths, 0.5), percentile(lengths, 0.95)
print(f"# {len(found)} functions: median {median} lines, 95th percentile {p95}, longest {lengths[-1]} ({found[-1][1]})")
if "--list" in sys.argv:
    for length, place in reversed(found[-int(sys.argv[sys.argv.index("--list") + 1]):]):
        print(f"# {length:4} {place}")

checks = [(median <= MEDIAN_LIMIT, f"the median function has at most {MEDIAN_LIMIT} lines"),
          (p95 <= P95_LIMIT, f"19 of 20 functions have at most {P95_LIMIT} lines")]
print(f"1..{len(checks)}")
for number, (good, what) in enumerate(checks, 1):
    print(f"{'' if good else 'not '}ok {number} - {what}")
sys.exit(0 if all(good for good, _ in checks) else 1)
