"""The pieces of the log that both verifiers need: Merkle tree (RFC 9162), signed notes and checkpoints (C2SP). Written from those
specifications; needs python3-cryptography or python3-nacl for Ed25519 only."""
import base64
import hashlib
import re

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def ed25519_holds(key, signature, message):
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
            return True
        except InvalidSignature:
            return False
except ImportError:
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    def ed25519_holds(key, signature, message):
        try:
            VerifyKey(key).verify(message, signature)
            return True
        except BadSignatureError:
            return False


class Refused(Exception):
    """What was checked does not hold; the message says which part."""


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def unbase64(text):
    """Strict: one spelling for each value."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused(f"not base64: {error}")
    if base64.b64encode(data).decode() != text:
        raise Refused("base64 in another spelling")
    return data


def split_point(size):
    """The largest power of two below size."""
    return 1 << (size - 1).bit_length() - 1


def root_of(hashes):
    """Merkle tree hash over leaf hashes, by the recursive definition of RFC 6962 section 2.1."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = split_point(len(hashes))
    return node(root_of(hashes[:k]), root_of(hashes[k:]))


def root_by_path(leaf, index, size, path):
    """The root that an audit path leads to, by walking the recursive definition of PATH from its end."""
    if size == 1:
        if path:
            raise Refused("proof: it has hashes left over")
        return leaf
    if not path:
        raise Refused("proof: it is too short")
    k = split_point(size)
    if index < k:
        return node(root_by_path(leaf, index, k, path[:-1]), path[-1])
    return node(path[-1], root_by_path(leaf, index - k, size - k, path[:-1]))


class VerifierKey:
    """NAME+ID+base64(0x01 | public key)"""

    def __init__(self, text):
        parts = text.split("+", 2)
        if len(parts) != 3 or not parts[0] or re.search(r"\s", parts[0]):
            raise Refused("key: it is not a verifier key")
        key = unbase64(parts[2])
        if len(key) != 33 or key[0] != 1:
            raise Refused("key: it is not an Ed25519 key")
        self.name, self.public = parts[0], key[1:]
        self.id = sha256(self.name.encode() + b"\n" + key)[:4]
        if parts[1] != self.id.hex():
            raise Refused("key: its id is not the one of its bytes")

    def open(self, note):
        """The signed text of a note; every signature under this key must hold, and one must be there."""
        if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", note):
            raise Refused("note: it has control characters")
        text, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise Refused("note: it has no signatures")
        text += "\n"
        signed = False
        for line in lines[:-1].split("\n"):
            match = re.fullmatch("\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)", line)
            if not match:
                raise Refused("note: a signature line is malformed")
            blob = unbase64(match.group(2))
            if match.group(1) != self.name or blob[:4] != self.id:
                continue
            if len(blob) != 68 or not ed25519_holds(self.public, blob[4:], text.encode()):
                raise Refused("note: the signature does not hold")
            signed = True
        if not signed:
            raise Refused("note: it is not signed by this key")
        return text

    def checkpoint(self, note):
        """(size, root) out of a signed checkpoint of the log with this key."""
        match = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,19})\n([A-Za-z0-9+/=]+)\n", self.open(note))
        if not match:
            raise Refused("checkpoint: it is not origin, size and root")
        if match.group(1) != self.name:
            raise Refused("checkpoint: it is of another log")
        root = unbase64(match.group(3))
        if len(root) != 32:
            raise Refused("checkpoint: its root is not 32 bytes")
        return int(match.group(2)), root
