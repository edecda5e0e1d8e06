"""How to reach somebody: a name, a phone, an e-mail, each optional, and one of the last two given.

It is the only personal data that is kept on purpose, so that nothing here shows it: neither the
value itself when it is printed, nor the words that say what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

MAX_NAME, MAX_PHONE, MAX_EMAIL = 80, 40, 254
REGION = "CL"
"""Where a number without the code of a country is from."""

_MOST = 1000
"""What is read of a field, so that one of a million signs costs nothing."""

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_](?:[^\W_]|-)*(?<!-)")


class ContactRefused(ValueError):
    """What a person left does not serve to reach them; raised with each problem, in Spanish."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep the problems, one sentence each."""
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, repr=False)
class Contact:
    """How to reach somebody. It shows nothing of itself: whoever needs a part names it."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __repr__(self) -> str:
        """Return the same for every contact."""
        return "Contact(…)"


def read_contact(name: str = "", phone: str = "", email: str = "") -> Contact:
    """Return the contact that a person typed, in one way of writing it.

    Raises:
        ContactRefused: nothing was left, or part of it cannot be right.

    >>> read_contact(phone="9 8765 4321").phone
    '+56 9 8765 4321'
    """
    name, phone, email = _plain(name), _plain(phone), _plain(email)
    problems = []
    if len(name) > MAX_NAME:
        problems.append(f"El nombre es muy largo: usa hasta {MAX_NAME} letras.")
    if not phone and not email:
        problems.append("Deja un teléfono o un correo, para saber cómo contactarte.")
    number = _read_phone(phone)
    if phone and not number:
        problems.append(
            "Revisa el teléfono: escríbelo con sus 9 números, o con + y el código del país."
        )
    if email and not is_email(email):
        problems.append("Revisa el correo: debe tener la forma nombre@dominio.cl, sin espacios.")
    if problems:
        raise ContactRefused(tuple(problems))
    return Contact(name, number, email)


def _plain(text: str) -> str:
    """Return `text` in one line, without signs that nobody sees: they could hide or turn others."""
    text = unicodedata.normalize("NFC", text[:_MOST])
    seen = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in seen if unicodedata.category(c)[0] != "C").split())


def _read_phone(text: str) -> str:
    if not text or len(text) > MAX_PHONE:
        return ""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def is_email(text: str) -> bool:
    """Return whether `text` is written as an address is; nobody is asked whether it exists."""
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(text) <= MAX_EMAIL
        and len(local) <= 64
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and len(labels[-1]) > 1
        and not labels[-1].isdecimal()
        and all(len(label) < 64 and _LABEL.fullmatch(label) for label in labels)
    )
