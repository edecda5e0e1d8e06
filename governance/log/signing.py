"""The key with which an institution signs its log, and the keys with which anybody checks it.

Ed25519 (RFC 8032) over the UTF-8 bytes of a canonical JSON text. A key is named by the SHA-256 of
its public half, so that a signature says whose it is and a false key cannot take the name of
another. Keys and signatures are written in lower-case hexadecimal, the only way that counts: a
signature with one character changed is another signature.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

_BLOCK = re.compile(r"-----BEGIN ([A-Z ]+)-----.*?-----END \1-----", re.DOTALL)


class NotAKey(ValueError):
    """A text holds no Ed25519 key in PEM; raised without repeating the text."""


class Signer(Protocol):
    """Who signs the log of an institution."""

    @property
    def institution(self) -> str:
        """Whose log it is."""
        ...

    @property
    def key_id(self) -> str:
        """The name of the key that signs."""
        ...

    def sign(self, message: str) -> str:
        """Return the signature of a text."""
        ...

    def signed(self, key_id: str, message: str, signature: str) -> bool:
        """Whether that key, ours or one that was ours, signed the text."""
        ...


@dataclass(frozen=True)
class PublicKeys:
    """Keys that only check; each in hexadecimal."""

    keys: tuple[str, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Their names."""
        return frozenset(map(name_of, self.keys))

    def signed(self, key_id: str, message: str, signature: str) -> bool:
        """Return whether the key of that name is here and signed the text."""
        for key in self.keys:
            if name_of(key) == key_id:
                return _is_signature(key, message, signature)
        return False


@dataclass(frozen=True)
class LogKey:
    """The private key of an institution, and the public ones that it used before."""

    institution: str
    private: Ed25519PrivateKey = field(repr=False)
    earlier: PublicKeys = PublicKeys()

    @cached_property
    def public(self) -> str:
        """The public half, in hexadecimal."""
        return _raw(self.private.public_key())

    @cached_property
    def key_id(self) -> str:
        """The name of the key."""
        return name_of(self.public)

    @property
    def keys(self) -> PublicKeys:
        """What checks everything that this installation signed."""
        return PublicKeys((self.public, *self.earlier.keys))

    def sign(self, message: str) -> str:
        """Return the signature of a text."""
        return self.private.sign(message.encode()).hex()

    def signed(self, key_id: str, message: str, signature: str) -> bool:
        """Return whether this key or an earlier one signed the text."""
        if key_id == self.key_id:  # Ed25519 signs the same text the same way, faster than it checks
            return self.sign(message) == signature
        return self.earlier.signed(key_id, message, signature)


def name_of(key: str) -> str:
    """Return the name of a public key in hexadecimal, or "" if it is not one."""
    try:
        raw = bytes.fromhex(key)
    except (ValueError, TypeError):
        return ""
    return hashlib.sha256(raw).hexdigest() if raw.hex() == key else ""


def new_private_pem() -> str:
    """Return a new private key, as it is kept in a file."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem.decode("ascii")


def read_log_key(pem: str, institution: str) -> LogKey:
    """Return the key of a file: the first block signs, the public ones after it only check.

    Raises:
        NotAKey: the first block is not a private Ed25519 key, or another is not a public one.
    """
    first, *rest = _blocks(pem)
    try:
        private = load_pem_private_key(first.encode("ascii"), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise NotAKey("the first block is not a private Ed25519 key")
    return LogKey(institution, private, PublicKeys(tuple(map(_read_public, rest))))


def read_public_keys(pem: str) -> PublicKeys:
    """Return the public keys of a text.

    Raises:
        NotAKey: some block is not a public Ed25519 key.
    """
    return PublicKeys(tuple(map(_read_public, _blocks(pem))))


def write_public_pem(key: str) -> str:
    """Return a public key in hexadecimal as the PEM that any tool reads."""
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode("ascii")


def join_keys(many: Iterable[PublicKeys]) -> PublicKeys:
    """Return all the keys together, each once."""
    return PublicKeys(tuple(dict.fromkeys(key for keys in many for key in keys.keys)))


def _blocks(pem: str) -> list[str]:
    found = [match[0] + "\n" for match in _BLOCK.finditer(pem)]
    if not found or not pem.isascii():
        raise NotAKey("there is no PEM block")
    return found


def _read_public(block: str) -> str:
    try:
        public = load_pem_public_key(block.encode("ascii"))
    except (ValueError, UnsupportedAlgorithm):
        public = None
    if not isinstance(public, Ed25519PublicKey):
        raise NotAKey("a block is not a public Ed25519 key")
    return _raw(public)


def _raw(public: Ed25519PublicKey) -> str:
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _is_signature(key: str, message: str, signature: str) -> bool:
    try:
        raw = bytes.fromhex(signature)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(raw, message.encode())
    except (InvalidSignature, ValueError, TypeError):
        return False
    return raw.hex() == signature
