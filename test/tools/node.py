"""Packages of node for tests: installed from the lock file of their folder when they are not there yet."""
import fcntl
import shutil
import subprocess
import tempfile

from running import ROOT

FETCH_LIMIT = 90


def packages(folder):
    """The node_modules of test/FOLDER and None, or None and why they cannot be had."""
    home = ROOT / "test" / folder
    modules, done = home / "node_modules", home / "node_modules/.package-lock.json"
    if not shutil.which("npm") or not shutil.which("node"):
        return None, "node and npm are not installed (tools/deps check)"
    with open(f"{tempfile.gettempdir()}/privacyd-npm-{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several tests want the same folder
        if done.exists() and done.stat().st_mtime >= (home / "package-lock.json").stat().st_mtime:
            return modules, None
        try:
            run = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=home, capture_output=True, text=True, timeout=FETCH_LIMIT)
        except subprocess.TimeoutExpired:
            return None, f"npm could not fetch the packages of test/{folder} within {FETCH_LIMIT} s"
    if run.returncode:
        return None, f"npm could not fetch the packages of test/{folder}: {''.join(run.stderr.strip().splitlines()[-1:])}"
    return modules, None
