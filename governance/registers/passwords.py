"""Passwords of officials: argon2id hashes in a table, and their fingerprints in the journal.

Nobody is given a password: an official chooses theirs with the personal key. Hashing and comparing
are slow on purpose (tens or hundreds of milliseconds); do them outside any transaction.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

import argon2
from sqlalchemy import Connection, delete, insert, select

from governance.moments import Clock, stamp, utc_now
from governance.registers import journal, official_record
from governance.registers.official_record import CONSOLE, Official, OfficialError, fingerprint
from governance.registers.tables import official_passwords

SHORTEST, LONGEST = 12, 200
COST = argon2.profiles.RFC_9106_LOW_MEMORY
"""What a hash costs; when it changes, each password is hashed anew as its owner enters."""

_FEWEST_SIGNS = 5
_RUNS = (
    "0123456789" * 3,
    "abcdefghijklmnopqrstuvwxyz",
    "abcdefghijklmnñopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiopasdfghjklñzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "q1w2e3r4t5y6u7i8o9p0",
)
_COMMON = re.compile(
    r"(?:contrasen[aã]|contraseña|password|passw0rd|clave|secreto|administrador(?:a)?|admin|"
    r"asistente|funcionari[oa]|bienvenid[oa]|welcome|letmein|iloveyou|tequiero|teamo|chile|nuble|"
    r"ñuble|chillan|chillán|gobierno|gore|goredenuble|colocolo|qwerty|asdfgh|panel|usuario)"
    r"(?:deacceso|segura|secreta|nueva|regional|denuble|deñuble|chile)?[\W\d_]*"
)


class PasswordRefused(ValueError):
    """The password is too easy to guess, or cannot be written; raised with what to do."""


def _build_hasher() -> argon2.PasswordHasher:
    return argon2.PasswordHasher.from_parameters(COST)


@dataclass(frozen=True)
class Passwords:
    """Keeps and compares passwords; methods with a connection work inside its transaction."""

    clock: Clock = utc_now
    hasher: argon2.PasswordHasher = field(default_factory=_build_hasher)

    def hash(self, password: str) -> str:
        """Return what is kept of a password. It is slow: call it outside any transaction."""
        return self.hasher.hash(_normal(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Return whether this is the password of which `kept` is the hash; slow, as `hash` is.

        It takes as long when there is none to compare with, so that nobody learns which accounts
        have one by measuring.
        """
        is_possible = kept is not None and len(password) <= LONGEST
        given = password[: LONGEST + 1]
        if not is_possible or kept is None:
            self.hash(given)
            return False
        try:
            return self.hasher.verify(kept, _normal(given))
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Return whether a hash costs other than what hashes cost today."""
        return self.hasher.check_needs_rehash(kept)

    def find(self, connection: Connection, official_id: str) -> tuple[Official, str] | None:
        """Return the active official and the hash of their password, if they have one.

        A hash whose fingerprint is not in the journal was put there by somebody else: it is none.
        """
        found = select(official_passwords.c.password_hash)
        found = found.where(official_passwords.c.official_id == official_id)
        kept = connection.execute(found).scalar_one_or_none()
        record = journal.last(connection, "official", official_id)
        if kept is None or record is None:
            return None
        official = official_record.read(record)
        is_theirs = official_record.read_proofs(record).password == fingerprint(kept)
        return (official, kept) if is_theirs and official.active else None

    def keep(
        self, connection: Connection, official_id: str, hashed: str, by: str = CONSOLE
    ) -> Official:
        """Return the official, whose password is from now on the one with this hash.

        Raises:
            OfficialNotFound: nobody has that id.
            OfficialError: the official was deactivated.
        """
        official, proofs = official_record.hold(connection, official_id)
        if not official.active:
            raise OfficialError(f"{official_id} está desactivado: no puede tener contraseña.")
        self._erase(connection, official_id)
        values = {
            "official_id": official_id,
            "password_hash": hashed,
            "changed_at": stamp(self.clock()),
        }
        connection.execute(insert(official_passwords), values)
        proofs = replace(proofs, password=fingerprint(hashed))
        official_record.write(connection, official, proofs, by, self.clock())
        return official

    def owners(self, connection: Connection) -> frozenset[str]:
        """Return the ids of the officials who have a password."""
        return frozenset(connection.execute(select(official_passwords.c.official_id)).scalars())

    def _erase(self, connection: Connection, official_id: str) -> None:
        theirs = official_passwords.c.official_id == official_id
        connection.execute(delete(official_passwords).where(theirs))


def check_password(password: str, official: Official) -> None:
    """Let a password through if it is hard to guess.

    Raises:
        PasswordRefused: it is not; the words say why, and never repeat it.
    """
    if len(password) > LONGEST:
        raise PasswordRefused(f"La contraseña es muy larga: el máximo es {LONGEST} caracteres.")
    normal = unicodedata.normalize("NFKC", password)
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in normal):
        raise PasswordRefused(
            "La contraseña tiene un carácter que no se puede escribir en todas partes. Usa letras, "
            "números, espacios y signos."
        )
    if len(normal) < SHORTEST:
        raise PasswordRefused(
            f"La contraseña es muy corta: escribe {SHORTEST} caracteres o más. Una frase de cuatro "
            "palabras sirve, y se recuerda mejor."
        )
    plain = "".join(normal.casefold().split())
    if _is_easy(plain) or plain in _own_words(official):
        raise PasswordRefused(
            "Esa contraseña es de las primeras que alguien probaría. Elige otra, por ejemplo una "
            "frase de cuatro palabras que no tengan que ver entre sí."
        )


def _is_easy(plain: str) -> bool:
    """Return whether a program that guesses would try it soon.

    >>> [_is_easy(text) for text in ("contraseña2026", "456789012345", "tren azul queso nueve")]
    [True, True, False]
    """
    if len(set(plain)) < _FEWEST_SIGNS or _COMMON.fullmatch(plain):
        return True
    half = plain[: len(plain) // 2]
    return any(text in run for run in _RUNS for text in (plain, plain[::-1])) or half * 2 == plain


def _own_words(official: Official) -> set[str]:
    """Return what anybody who knows the account would try."""
    name = "".join(official.name.casefold().split())
    account = official.id.casefold()
    return {name, account, account + name, name + account, name * 2}


def _normal(password: str) -> bytes:
    """Return the same bytes however a keyboard composes the same letters."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")
