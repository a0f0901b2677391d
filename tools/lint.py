#!/usr/bin/env python3
"""What the compiler does not see: banned functions, clocks and random devices below main, texts that must not stand in the project.
With --all also clang-tidy, cppcheck and gcc -fanalyzer (minutes). Prints TAP."""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
files = [root / name for name in subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()]
sources = [f for f in files if f.suffix in (".c", ".h") and f.is_relative_to(root / "src") and f.exists()]

BANNED = {name: "use text, draft or snprintf" for name in ("strcpy", "strcat", "sprintf", "vsprintf", "strtok", "gets")}
BANNED |= {"gmtime": "use base/instant.h", "localtime": "use base/zone.h", "mktime": "use base/instant.h", "atoi": "use text_to_u64",
           "rand": "use base/random.h", "srand": "use base/random.h", "alloca": "use the arena", "system": "run no shell", "popen": "run no shell"}
BELOW_MAIN = {"time": "units carry `now`", "clock_gettime": "units carry `now`; main binds clocks", "gettimeofday": "units carry `now`",
              "getrandom": "main binds randomness", "getentropy": "main binds randomness", "randombytes_buf": "main binds randomness"}


def code_lines(path):
    """Lines without comments and string contents, so that words in prose do not count."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    text = re.sub(r'"(\\.|[^"\\\n])*"', '""', text)
    return enumerate(text.splitlines(), 1)


def calls(table, skip=()):
    found = []
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(table) + r")\s*\(")
    for path in sources:
        if path.relative_to(root / "src").parts[0] in skip:
            continue
        for number, line in code_lines(path):
            for match in pattern.finditer(line):
                found.append(f"{path.relative_to(root)}:{number}: {match.group(1)}: {table[match.group(1)]}")
    return found


def unfinished():
    word = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    return [f"{p.relative_to(root)}:{n}: {line.strip()[:100]}" for p in files if p.suffix in (".c", ".h", ".py", ".md", ".yaml", ".sql", ".html", ".build") and p.exists() and p.name != "lint.py"
            for n, line in enumerate(p.read_text(encoding="utf-8", errors="replace").splitlines(), 1) if word.search(line)]


def real_company():
    """The company whose policy was transcribed stands in the transcription and nowhere else."""
    literal = root / "examples/camera-maker/seed-literal.yaml"
    name = re.search(r"^controller:.*?^  name: (\S+)", literal.read_text(encoding="utf-8"), re.S | re.M).group(1)
    word = re.compile(rf"\b{re.escape(name)}\b", re.I)
    return [f"{p.relative_to(root)}:{n}: names a real company" for p in files if p != literal and p.is_file()
            for n, line in enumerate(p.read_text(encoding="utf-8", errors="replace").splitlines(), 1) if word.search(line)]


def lock_files():
    return [str(p.relative_to(root)) for p in files if p.name == "package-lock.json" and p.exists() and '"resolved"' in p.read_text()]


def unlisted_tests():
    """A test that no meson.build names is never run, and nothing else would say so."""
    tests = [p for p in files if p.suffix == ".c" and p.relative_to(root).parts[:2] in {("test", "unit"), ("test", "scene"), ("test", "fuzz")} and p.exists()]
    listed = lambda p: re.search(rf"'(?:unit/)?{re.escape(p.stem)}(?:\.c)?'", "".join(f.read_text() for f in (p.parent / "meson.build", p.parent.parent / "meson.build") if f.exists()))
    return [str(p.relative_to(root)) for p in tests if not listed(p)]


# Parameters of statements: bound together with the others, and no sentence needs them yet.
UNREAD_KEYS = {"actual_knowledge", "permission", "automated_decisions", "made", "qualifier"}


def unread_keys():
    """A key that the checker takes and nothing reads would promise something that nobody does."""
    return [line for room in ("law", "policy") for line in unread_keys_of(root / "src" / room)]


def unread_keys_of(folder):
    readers = "".join(p.read_text() for p in folder.glob("*.c") if not p.name.startswith("schema"))
    rows = "".join(p.read_text() for p in folder.glob("schema*.c"))
    keys = set(re.findall(r'(?<!\] = )\{ "([a-z_]+)",', rows))  # tables of rows are read by their number
    return [f"src/{folder.name}/schema.c: {key}: no other file of the room reads it" for key in sorted(keys - UNREAD_KEYS) if f'"{key}"' not in readers]


def clang_tidy():
    """One process for each processor: it reads one file after the other."""
    folder, paths, parts = setup("build-lint", "clang"), [str(p) for p in sources if p.suffix == ".c"], os.cpu_count() or 2
    found = tool(["ninja", "-C", folder, "libcore.a"])  # generated sources, too
    if found:
        return found
    with concurrent.futures.ThreadPoolExecutor(parts) as pool:
        return sum(pool.map(lambda n: tool(["clang-tidy", "-p", folder, "--quiet", "--warnings-as-errors=*", *paths[n::parts]]), range(parts)), [])


CPPCHECK_NOISE = {
    "missingInclude": "system headers are not read",
    "unknownMacro": "of the system headers",
    "normalCheckLevelMaxBranches": "says only how far it looked",
    "uninitvar": "does not see that a called function fills an array in a struct; clang's analyzer follows the call",
    "legacyUninitvar": "the same",
    "unknownEvaluationOrder": "takes `.member = value` of two compound literals in a call for assignments; -Wsequence-point knows better",
}
# Of gcc 12, whose analyzer is young for C; clang's analyzer looks for what is not initialized, the leak sanitizer for leaks.
GCC_NOISE = {
    "too-complex": "says only where it gave up",
    "use-of-uninitialized-value": "forgets what is written through the pointers in a table (disclosure/opening.c)",
    "malloc-leak": "loses an object when the address of its first member is what goes out (mailers)",
}


def cppcheck():
    return tool(["cppcheck", "--quiet", "--error-exitcode=1", "--enable=warning,portability", "--inline-suppr", "--std=c11", "--template=gcc",
                 "-D__attribute__(x)=", *(f"--suppress={name}" for name in CPPCHECK_NOISE), "-Isrc", "src"])


def analyzer():
    flags = " ".join(["-fanalyzer", *(f"-Wno-analyzer-{name}" for name in GCC_NOISE)])
    return tool(["ninja", "-C", setup("build-analyzer", "gcc", f"-Dc_args={flags}"), "libcore.a"])


def setup(name, compiler, *options):
    folder = root / name
    if not (folder / "build.ninja").exists():
        subprocess.run(["meson", "setup", folder, "-Dbuildtype=debugoptimized", *options], cwd=root, env={**os.environ, "CC": compiler}, stdout=subprocess.DEVNULL, check=True)
    return str(folder)


def tool(command):
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    said = [line for line in (done.stdout + done.stderr).splitlines() if not line.endswith("generated.")][-60:]  # clang counts what it was told to leave out
    return [] if done.returncode == 0 else said or [f"{command[0]} ended with {done.returncode}"]


checks = [("no banned function is called", lambda: calls(BANNED)),
          ("only main reads clocks and the random device", lambda: calls(BELOW_MAIN, skip=("main",))),
          ("nothing is marked as unfinished", unfinished),
          ("every key of a policy and of a law file is read", unread_keys),
          ("every test is listed", unlisted_tests),
          ("only the transcription names a real company", real_company),
          ("lock files do not record where packages came from", lock_files)]
if "--all" in sys.argv:
    checks += [("clang-tidy is quiet", clang_tidy), ("cppcheck is quiet", cppcheck), ("gcc -fanalyzer is quiet", analyzer)]

failed = 0
print(f"1..{len(checks)}")
for number, (name, run) in enumerate(checks, 1):
    found = run()
    for line in found:
        print(f"# {line}")
    failed += bool(found)
    print(f"{'not ' if found else ''}ok {number} - {name}", flush=True)
sys.exit(1 if failed else 0)
