#!/usr/bin/python3
"""Record format v1, a second time: written from the format's description, sharing no code with the server.

    record.py VECTORS            decode and re-encode every vector, and see that changed ones do not open
    record.py --write VECTORS    make the vectors anew

HChaCha20 is written out here (draft-irtf-cfrg-xchacha-03); ChaCha20-Poly1305 comes from OpenSSL, BLAKE2b from hashlib.
"""
import hashlib
import json
import struct
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


class Refused(Exception):
    pass


def rotate(value, by):
    return (value << by | value >> (32 - by)) & 0xFFFFFFFF


def quarter(s, a, b, c, d):
    for x, y, z, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & 0xFFFFFFFF
        s[z] = rotate(s[z] ^ s[x], by)


def hchacha20(key, nonce16):
    s = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce16))
    for _ in range(10):
        for columns in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                        (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(s, *columns)
    return struct.pack("<8I", *(s[0:4] + s[12:16]))


def xchacha(key, nonce):
    return ChaCha20Poly1305(hchacha20(key, nonce[:16])), b"\0\0\0\0" + nonce[16:]


def kdf(secret, number, context):
    return hashlib.blake2b(b"", digest_size=32, key=secret, salt=struct.pack("<Q8x", number), person=context + bytes(8)).digest()


def padded_size(length):
    need = length + 1
    return next((size for size in (32, 64, 128, 256) if need <= size), (need + 255) // 256 * 256)


def associated_data(place, header24):
    ad = (b"privacyd/rec/1" + bytes.fromhex(place["site"]) + struct.pack(">HH", place["table"], place["group"])
          + bytes.fromhex(place["record"]) + header24)
    assert len(ad) == 74
    return ad


def seal(v, padded=None):
    """With `padded` given: sealed as it is, as no honest writer would."""
    secret, plaintext = bytes.fromhex(v["secret"]), bytes.fromhex(v["plaintext"])
    header = struct.pack(">BBBBI", 0xD7, 1, 1, v["class"], v["generation"]) + bytes.fromhex(v["key_id"])
    ad = associated_data(v, header)
    inner = hashlib.blake2b(plaintext, digest_size=32).digest()
    nonce = hashlib.blake2b(ad + inner + bytes.fromhex(v["salt"]), digest_size=24, key=kdf(secret, 1, b"pdrecnon")).digest()
    padded = padded or (plaintext + b"\x80").ljust(padded_size(len(plaintext)), b"\0")
    cipher, nonce12 = xchacha(kdf(secret, 1 + v["class"], b"pdrecenc"), nonce)
    return header + nonce + cipher.encrypt(nonce12, padded, ad)


def open_record(secret, place, sealed):
    if len(sealed) < 48 + 32 + 16 or sealed[0] != 0xD7:
        raise Refused("not a record")
    if sealed[1] != 1 or sealed[2] != 1:
        raise Refused("unknown version or algorithm")
    cipher, nonce12 = xchacha(kdf(secret, 1 + sealed[3], b"pdrecenc"), sealed[24:48])
    try:
        padded = cipher.decrypt(nonce12, sealed[48:], associated_data(place, sealed[:24]))
    except InvalidTag:
        raise Refused("does not authenticate") from None
    plaintext = padded.rstrip(b"\0")
    if not plaintext.endswith(b"\x80") or padded_size(len(plaintext) - 1) != len(padded):
        raise Refused("padding")
    return plaintext[:-1]


def opens(*arguments):
    try:
        open_record(*arguments)
        return True
    except Refused:
        return False


def moved_places(v):
    yield {**v, "table": v["table"] ^ 1}
    yield {**v, "group": v["group"] ^ 1}
    for name in ("site", "record"):
        yield {**v, name: ("00" if v[name][:2] != "00" else "01") + v[name][2:]}


def problems(v):
    secret, sealed = bytes.fromhex(v["secret"]), bytes.fromhex(v["sealed"])
    try:
        if open_record(secret, v, sealed) != bytes.fromhex(v["plaintext"]):
            yield "another plaintext"
    except Refused as why:
        yield f"refused: {why}"
    if seal(v) != sealed:
        yield "sealed to other bytes"
    if any(opens(secret, v, sealed[:i] + bytes([sealed[i] ^ 1]) + sealed[i + 1:]) for i in range(min(len(sealed), 400))):
        yield "opened with a bit changed"
    if any(opens(secret, place, sealed) for place in moved_places(v)):
        yield "opened in another place"


def verify(path):
    with open(path, encoding="utf-8") as file:
        loaded = json.load(file)
    vectors, failed = loaded["vectors"] + loaded["refused"], 0
    print(f"1..{len(vectors)}")
    for i, v in enumerate(vectors, 1):
        if v in loaded["refused"]:
            problem = "opened" if opens(bytes.fromhex(v["secret"]), v, bytes.fromhex(v["sealed"])) else None
        else:
            problem = next(problems(v), None)
        print(f"not ok {i} - {v['name']}: {problem}" if problem else f"ok {i} - {v['name']}")
        failed += problem is not None
    print(f"{len(vectors) - failed} passed, {failed} failed")
    return 1 if failed or not vectors else 0


def write(path):
    def stretch(label, length):
        return hashlib.shake_256(label.encode()).digest(length)

    lengths = (0, 1, 16, 31, 32, 63, 64, 127, 128, 255, 256, 300, 511, 512, 1000)
    vectors = []
    for i, length in enumerate(lengths):
        v = {"name": f"{length} bytes", "secret": stretch(f"secret {i}", 32).hex(), "key_id": stretch(f"key {i}", 16).hex(),
             "generation": (1, 2, 0xFFFFFFFF)[i % 3], "site": stretch(f"site {i}", 16).hex(), "table": (1, 2, 0xFFFF, 258)[i % 4],
             "group": (0, 1, 0xFFFF, 772)[(i + 1) % 4], "record": stretch(f"record {i}", 16).hex(), "class": (0, 1, 7, 255)[i % 4],
             "salt": stretch(f"salt {i}", 16).hex(), "plaintext": stretch(f"plaintext {i}", length).hex()}
        vectors.append({**v, "sealed": seal(v).hex()})
    zeros = {**vectors[2], "name": "a plaintext that ends like the padding", "plaintext": "61800000"}
    vectors.append({**zeros, "sealed": seal(zeros).hex()})
    bad = {"no mark": bytes(32), "no mark at the end": b"a" * 32, "more zeros than needed": b"a\x80".ljust(64, b"\0"), "an odd size": b"a\x80".ljust(40, b"\0")}
    refused = [{**zeros, "name": f"padding: {name}", "sealed": seal(zeros, padded).hex()} for name, padded in bad.items()]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"format": "privacyd record v1", "vectors": vectors, "refused": refused}, file, indent=1)
        file.write("\n")


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--write":
        return write(arguments[1])
    if len(arguments) == 1:
        return verify(arguments[0])
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
