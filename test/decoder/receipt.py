#!/usr/bin/env python3
"""Checks a receipt without network and without the program that wrote it.

usage: receipt.py FILE [VERIFIER-KEY]

With a key, the receipt must be of that log; without one its own key is used, which only shows that the file fits together.
Exit 0 when everything holds, 1 with the reason when not."""
import datetime
import json
import re
import sys

import merkle
from merkle import Refused

TYPES = ["none", "log_opened", "policy_published", "collected", "refusals", "delivered", "delivery_cancelled", "delivery_failed", "opened", "swept",
         "erased", "key_created", "key_revoked", "hold_set", "hold_ended", "facts_expired", "sweep_run", "restored",
         "notice_sent", "notice_cancelled", "notice_failed", "suppressed", "suppression_lifted", "retention_event"]


def number(data):
    if not 1 <= len(data) <= 8 or data[0] == 0:
        raise Refused("canonical: a number is not in its shortest form")
    value = int.from_bytes(data, "big")
    return value - (1 << 64) if value >= 1 << 63 else value


def type_name(data):
    value = number(data)
    if not 0 < value < len(TYPES):
        raise Refused("canonical: no such type of fact")
    return TYPES[value]


def instant(data):
    value = number(data)
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=value)
    return at.strftime("%Y-%m-%dT%H:%M:%S") + (f".{value % 1000:03d}" if value % 1000 else "") + "Z"


def fixed(length):
    def read(data):
        if len(data) != length or not any(data):
            raise Refused("canonical: an id or a hash is malformed")
        return data.hex()
    return read


def region(data):
    if not re.fullmatch(rb"[A-Z0-9-]{1,7}", data):
        raise Refused("canonical: the region is malformed")
    return data.decode()


FIELDS = {1: ("type", type_name), 2: ("at", instant), 3: ("policy", number), 4: ("channel", number), 5: ("purpose", number), 6: ("basis", number),
          7: ("region", region), 8: ("region_source", number), 9: ("subject", fixed(16)), 10: ("record", fixed(16)), 11: ("outcome", number),
          12: ("number", number), 13: ("actor", number), 14: ("hash", fixed(32)), 15: ("effective", instant)}


def decode(canonical):
    """Tag, two bytes of length, value; tags rise. Gives what the readable fact must say."""
    fact, at, before = {}, 0, 0
    while at < len(canonical):
        tag, length = canonical[at], int.from_bytes(canonical[at + 1:at + 3], "big")
        value = canonical[at + 3:at + 3 + length]
        if at + 3 + length > len(canonical) or tag <= before or tag not in FIELDS:
            raise Refused("canonical: it is not a fact")
        name, read = FIELDS[tag]
        fact[name], before, at = read(value), tag, at + 3 + length
    if "type" not in fact:
        raise Refused("canonical: it has no type")
    return fact


def once(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Refused("a member stands there twice")
    return members


def unhex(receipt, member):
    if not isinstance(receipt[member], str) or not re.fullmatch("([0-9a-f]{2})*", receipt[member]):
        raise Refused(f"{member}: it is not hexadecimal")
    return bytes.fromhex(receipt[member])


def same(a, b):
    """Equal with equal types: in Python 1 == 1.0 == True."""
    return a == b and {k: type(v) for k, v in a.items()} == {k: type(v) for k, v in b.items()}


def verify(text, known_key=None):
    """The size of the log whose signed head covers the fact."""
    receipt = json.loads(text, object_pairs_hook=once)
    members = {"privacyd_receipt": int, "fact": dict, "canonical": str, "salt": str, "position": int, "proof": list, "checkpoint": str, "key": str}
    if not isinstance(receipt, dict) or {k: type(v) for k, v in receipt.items()} != members or receipt["privacyd_receipt"] != 1:
        raise Refused("it is not a receipt of version 1")
    if known_key is not None and receipt["key"] != known_key:
        raise Refused("key: the receipt is of another log")
    canonical, salt = unhex(receipt, "canonical"), unhex(receipt, "salt")
    if len(salt) != 32:
        raise Refused("salt: it is not 32 bytes")
    if not same(decode(canonical), receipt["fact"]):
        raise Refused("fact: it does not say what the canonical bytes say")
    size, root = merkle.VerifierKey(receipt["key"]).checkpoint(receipt["checkpoint"])
    path = [merkle.unbase64(h) for h in receipt["proof"] if isinstance(h, str)]
    if len(path) != len(receipt["proof"]) or any(len(h) != 32 for h in path):
        raise Refused("proof: it is not a list of hashes")
    if not 0 <= receipt["position"] < size:
        raise Refused("position: the log is not that long")
    leaf = merkle.sha256(b"\x00" + merkle.sha256(b"privacyd/fact/1" + salt + canonical))
    if merkle.root_by_path(leaf, receipt["position"], size, path) != root:
        raise Refused("proof: it does not lead to the signed root")
    return size


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            size = verify(file.read(), *arguments[1:])
    except (Refused, ValueError, OverflowError) as why:
        print(f"refused: {why}")
        return 1
    print(f"holds: the fact is in the log of size {size}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
