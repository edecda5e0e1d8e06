"""Contacts sealed at rest: what is in the database says nothing without a key that is not there.

AES-GCM and not Fernet, because it can bind what it seals to something else: each contact is bound
to the number of its case, so that one copied into another case does not open there.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.desk.contacts.contact import Contact as Contact
from assistant.desk.contacts.keys import ContactKeys

_FORMAT = b"\x01"
_MARK_BYTES, _NONCE_BYTES = 4, 12
_HEAD_BYTES = len(_FORMAT) + _MARK_BYTES
_PADDING = 128


class ContactUnreadable(Exception):
    """A sealed contact does not open; raised with what whoever operates the program can do."""


@dataclass(frozen=True)
class Seal:
    """Closes contacts, and opens those that any of its keys closed."""

    keys: ContactKeys

    def close(self, contact: Contact, case: int) -> bytes:
        """Return `contact` sealed, for that case alone.

        Raises:
            SettingsError: the key cannot be used.
            OSError: the file of the key cannot be made or read.
        """
        key, nonce = self.keys.ready(), secrets.token_bytes(_NONCE_BYTES)
        head = _FORMAT + _mark(key)
        # Filled up to a round size: the length of a name is also something about a person.
        plain = json.dumps(asdict(contact), ensure_ascii=False).encode()
        padded = plain.ljust(-(-len(plain) // _PADDING) * _PADDING)
        return head + nonce + AESGCM(key).encrypt(nonce, padded, _bound(head, case))

    def open(self, sealed: bytes, case: int) -> Contact:
        """Return the contact of that case.

        Raises:
            ContactUnreadable: no key of ours closed it, or it is damaged or of another case.
            SettingsError: the key cannot be used.
            OSError: the file of the key cannot be read.
        """
        head, rest = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES:]
        known = {_FORMAT + _mark(key): key for key in self.keys.read()}
        if head not in known:
            raise ContactUnreadable(
                f"El contacto del caso {case} se selló con otra clave. Restaura el archivo "
                "contact.key o agrega la clave anterior a ASISTENTE_CONTACT_KEYS: "
                "docs/atencion.md."
            )
        nonce, secret = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            plain = AESGCM(known[head]).decrypt(nonce, secret, _bound(head, case))
        except (InvalidTag, ValueError):
            raise ContactUnreadable(
                f"El contacto del caso {case} está dañado o es de otro caso: alguien o algo cambió "
                "la base de datos. No se puede leer; compáralo con un respaldo."
            ) from None
        return Contact(**json.loads(plain))


def _mark(key: bytes) -> bytes:
    """Return what says which key closed a contact, and nothing about the key."""
    return sha256(b"contact key " + key).digest()[:_MARK_BYTES]


def _bound(head: bytes, case: int) -> bytes:
    return head + b"case " + str(case).encode()
