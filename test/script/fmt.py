#!/usr/bin/env python3
"""`privacyd fmt` on real files: replaced as a whole or not at all, with their mode and owner, through links; what cannot be read stays."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import POLICY, ROOT, Tap

PROGRAM = pathlib.Path(os.environ.get("RELEASE", ROOT / "build-release")).resolve() / "privacyd"
FORM = POLICY.read_text()
OTHER = FORM.replace("site:\n  name:\n", "site:\n\n\n    name:\n", 1).replace("    en: Hikari camera website\n    ja:", "        en: \"Hikari camera website\"\n        ja:", 1)
OTHER = OTHER[:OTHER.index("  origins:")] + "    " + OTHER[OTHER.index("  origins:") + 2:].replace("  languages: [en, ja]\n  authoritative: en ", "    languages: [ en,ja ]\n    authoritative: en ", 1) \
    .replace("  timezone:", "    timezone:", 1).replace("  demonstration:", "    demonstration:", 1)
tap = Tap()


def fmt(*arguments, input=None, wrapper=()):
    return subprocess.run([*wrapper, PROGRAM, "fmt", *map(str, arguments)], capture_output=True, text=True, timeout=60, input=input)


def alone(folder):
    return sorted(p.name for p in folder.iterdir())


def one_file(folder):
    path = folder / "policy.yaml"
    path.write_text(OTHER)
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 1234, 1235)
    before = path.stat()
    done = fmt("--check", path)
    tap.ok(done.returncode == 1 and done.stdout == f"{path}\n" and path.read_text() == OTHER, "--check: exit 1, the name, and nothing is changed", done)
    done, after = fmt(path), path.stat()
    tap.ok(done.returncode == 0 and path.read_text() == FORM and done.stdout == f"{path}\n", "the file is in its form, and its name is told", done.stderr or path.read_text()[:900])
    tap.ok((after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid) and after.st_ino != before.st_ino, "a new file took its place, with mode and owner")
    again = fmt(path)
    tap.ok((again.returncode, again.stdout, again.stderr) == (0, "", "") and path.stat().st_mtime_ns == after.st_mtime_ns, "a file in its form is not touched", again)
    tap.ok(fmt("--check", path).returncode == 0 and alone(folder) == ["policy.yaml"], "nothing else lies there")


def links_and_names(folder):
    (folder / "real").mkdir()
    real, link = folder / "real/policy.yaml", folder / "link.yaml"
    real.write_text(OTHER)
    link.symlink_to("real/policy.yaml")
    done = fmt(link)
    tap.ok(done.returncode == 0 and link.is_symlink() and real.read_text() == FORM, "a link stays a link; what it points to is in its form", done)
    done = subprocess.run([PROGRAM, "fmt", "policy.yaml"], cwd=folder / "real", capture_output=True, text=True, timeout=60)
    tap.ok(done.returncode == 0 and done.stdout == "", "a name without a folder", done)


def standard_input():
    done = fmt("-", input=OTHER)
    tap.ok(done.returncode == 0 and done.stdout == FORM, "-: standard input goes to standard output", done.stderr)
    tap.ok(fmt("--check", "-", input=OTHER).returncode == 1 and fmt("--check", "-", input=FORM).returncode == 0, "--check -: looks only")
    done = fmt("-", input="a: [\n")
    tap.ok(done.returncode == 1 and done.stdout == "" and "PD0002" in done.stderr, "-: what is no YAML is told, and nothing comes out", done)


def what_stays(folder):
    bad, good, seen = folder / "bad.yaml", folder / "good.yaml", "privacyd: 1\nprivacyd: 1\nsite: {  name: x }\n"
    bad.write_text(seen)
    good.write_text("privacyd:   1\n")
    done = fmt(bad, good)
    tap.ok(done.returncode == 1 and bad.read_text() == seen and "bad.yaml:2:1: error[PD0008]" in done.stderr and "stays as it is" in done.stderr, "a file that cannot be read stays, with its findings", done)
    tap.ok(good.read_text() == "privacyd: 1\n" and done.stdout == f"{good}\n", "the others of the same command are written")
    for name, arguments, code, words in (("no file named", [], 2, "fmt needs a policy file"), ("no such file", [folder / "none"], 3, "No such file"), ("a folder", [folder], 3, "is not a file"),
                                         ("another version", [], 1, "PD0030")):
        if name == "another version":
            bad.write_text("privacyd: 2\n")
            arguments = [bad]
        done = fmt(*arguments)
        tap.ok(done.returncode == code and words in done.stderr, f"{name}: exit {code}", done)


def faults(folder):
    """A system call fails, or the program dies in it: the old file is there, whole, and nothing beside it but what a dead program cannot remove."""
    strace = shutil.which("strace")
    for call, fault, dies in (("write", "error=ENOSPC:when=1", False), ("fsync", "error=EIO", False), ("rename", "error=EIO", False), ("fsync", "signal=KILL", True), ("rename", "signal=KILL:when=1", True)):
        name = f"{call} {'kills' if dies else 'fails'}: the old file is there"
        if not strace:
            tap.skip(name, "strace is not installed (tools/deps check)")
            continue
        path = folder / "policy.yaml"
        path.write_text(OTHER)
        done = fmt(path, wrapper=[strace, "-f", "-o", "/dev/null", "-e", f"inject={call}:{fault}"])
        told = dies or ("cannot be replaced" in done.stderr and alone(folder) == ["policy.yaml"])
        tap.ok(done.returncode != 0 and done.stdout == "" and told and path.read_text() == OTHER, name, f"{done} {alone(folder)}")
        for left in folder.glob("policy.yaml.*"):
            left.unlink()


for test in (one_file, links_and_names, what_stays, faults):
    with tempfile.TemporaryDirectory(prefix="privacyd-fmt-") as scratch:
        test(pathlib.Path(scratch))
standard_input()
tap.end()
