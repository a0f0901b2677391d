#!/usr/bin/env python3
"""After an erase a raw image of the file system holds 0 bytes of the key and 0 of the names: ext4 and xfs on loop devices. Needs root and loop
devices, else it is skipped."""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import nacl.bindings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import Server, Tap

NAMES = [f"Qorvexil{n:02d} Brumbleworth{n:02d}" for n in range(8)]
SIZES = {"ext4": 128, "xfs": 320}
SLOT, SEGMENT = 128, 65536


def slots(folder):
    """Every data slot as it stands on disk, by its number."""
    found = {}
    for path in sorted((folder / "data/vault").glob("keys.*"))[1:]:
        content, first = path.read_bytes(), int(path.suffix[1:]) * SEGMENT
        found.update({first + at // SLOT: content[at:at + SLOT] for at in range(0, len(content), SLOT)})
    return found


def opened(number, slot, seal_key):
    """The key itself: what the slot seals, opened by the format alone (src/vault/slot.h)."""
    associated = b"privacyd/slot/1" + struct.pack(">I", number) + slot[4:8] + slot[8:24] + slot[96:104] + slot[104:108]
    return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(slot[48:96], associated, slot[24:48], seal_key)


def contents(image):
    """The parts of a sparse image that hold data."""
    with open(image, "rb") as file:
        size, at = os.fstat(file.fileno()).st_size, 0
        while at < size:
            try:
                start = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:
                return
            at = os.lseek(file.fileno(), start, os.SEEK_HOLE)
            os.lseek(file.fileno(), start, os.SEEK_SET)
            yield os.read(file.fileno(), at - start) if at - start < 1 << 30 else file.read(at - start)


def count(image, needles):
    return sum(part.count(needle) for part in contents(image) for needle in needles)


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
            new = {number: slot for number, slot in slots(mount).items() if slot != before.get(number)}
            sealed = [slot[48:96] for slot in new.values()]
            clear = [opened(number, slot, (mount / "seal.key").read_bytes()) for number, slot in new.items()]
            subprocess.run(["sync", "-f", mount])
            seen = count(image, sealed)
            for handle in handles:
                server.command("erase", handle)
            server.stop()
        subprocess.run(["umount", mount], check=True)
        tap.ok(len(sealed) == len(NAMES) and seen >= len(sealed), f"{kind}: the {len(sealed)} sealed keys stand in the image before the erase ({seen} times)")
        tap.ok(count(image, sealed) == 0, f"{kind}: 0 of the sealed keys after the erase", f"{count(image, sealed)} copies")
        tap.ok(count(image, clear) == 0, f"{kind}: 0 of the keys in clear", f"{count(image, clear)} copies")
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
