#!/usr/bin/env python3
"""After an erase a raw image of the file system holds 0 bytes of the key and 0 of the names: ext4 and xfs on loop devices. Needs root and loop
devices, else it is skipped."""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import Server, Tap

NAMES = [f"Qorvexil{n:02d} Brumbleworth{n:02d}" for n in range(8)]
SIZES = {"ext4": 256, "xfs": 400}
SLOT = 128


def slots(folder):
    """Every slot of the data segments that is in use, as it stands on disk: what must be gone is the sealed key within it."""
    found = {}
    for path in sorted((folder / "data/vault").glob("keys.*"))[1:]:
        content = path.read_bytes()
        found.update({content[at:at + SLOT]: (path.name, at // SLOT) for at in range(0, len(content), SLOT)})
    return found


def count(image, needles):
    content = image.read_bytes()
    return sum(content.count(needle) for needle in needles)


def run(tap, kind, scratch):
    image, mount = scratch / f"{kind}.img", scratch / kind
    mount.mkdir()
    with open(image, "wb") as file:
        file.truncate(SIZES[kind] << 20)
    subprocess.run([f"mkfs.{kind}", "-q", image], check=True, capture_output=True)
    if subprocess.run(["mount", "-o", "loop", image, mount], capture_output=True).returncode != 0:
        tap.skip(f"{kind}: raw image after an erase", "no loop device can be mounted here")
        return
    try:
        with Server(mount, filesystem="strict") as server:
            server.ready().start()
            before = slots(mount)
            handles = [server.collect({"name": name, "email": f"{name.split()[0].lower()}@visitor.example", "message": name})[1]["handle"] for name in NAMES]
            keys = [slot[48:96] for slot in slots(mount) if slot not in before]
            subprocess.run(["sync", "-f", mount])
            seen = count(image, keys)
            for handle in handles:
                server.command("erase", handle)
            server.stop()
        subprocess.run(["umount", mount], check=True)
        tap.ok(len(keys) == len(NAMES) and seen >= len(keys), f"{kind}: the {len(keys)} sealed keys stand in the image before the erase ({seen} times)")
        tap.ok(count(image, keys) == 0, f"{kind}: 0 bytes of the keys after the erase", f"{count(image, keys)} copies")
        words = [word for name in NAMES for word in (name.encode(), name.encode("utf-16-le"), name.encode().hex().encode())]
        tap.ok(count(image, words) == 0, f"{kind}: 0 of the names in the image", f"{count(image, words)} copies")
    finally:
        subprocess.run(["umount", mount], capture_output=True)


tap = Tap()
if os.geteuid() != 0 or not pathlib.Path("/dev/loop-control").exists() and not pathlib.Path("/dev/loop0").exists():
    tap.skip("raw image after an erase", "needs root and loop devices")
else:
    with tempfile.TemporaryDirectory(prefix="privacyd-image-") as folder:
        for kind in SIZES:
            run(tap, kind, pathlib.Path(folder))
tap.end()
