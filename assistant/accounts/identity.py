"""The identity that another service vouches for, as it is kept: a keyed hash, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.accounts.installation_key import InstallationKey

RUN_CLAIMS = frozenset({"numero", "run", "rut"})
"""How the claim of a RUN is called: in ClaveÚnica, `RolUnico.numero`."""

_RUN = re.compile(r"(\d{1,3}(?:\.\d{3}){1,2}|\d{6,8})(?:-?([\dkK]))?", re.ASCII)


@dataclass(frozen=True)
class Identity:
    """Who somebody is for a service: the value of one of its claims."""

    issuer: str
    claim: str
    value: str

    def mark(self, key: InstallationKey) -> str:
        """Return what is kept of it; nobody without `key` can tell whose it is."""
        is_run = self.claim.rpartition(".")[2].casefold() in RUN_CLAIMS
        # Elsewhere two identities may differ only in a dot or in a capital.
        value = normal_run(self.value) if is_run else self.value.strip()
        return key.mark("identity", f"{self.issuer}\0{self.claim}\0{value}")


def normal_run(value: str) -> str:
    """Return the number of a RUN however it was typed: people write its digit, ClaveÚnica not.

    >>> [normal_run(text) for text in ("11.111.111-1", "11111111", " 111111111", "11.111.111")]
    ['11111111', '11111111', '11111111', '11111111']
    >>> normal_run("11.111.111-2")
    '11.111.111-2'
    """
    typed = value.strip()
    found = _RUN.fullmatch(typed)
    if found is None:
        return typed
    number, digit = found[1].replace(".", ""), found[2]
    return number if digit is None or digit.casefold() == _check_digit(number) else typed


def _check_digit(number: str) -> str:
    """Return the digit that completes a RUN.

    >>> _check_digit("11111111"), _check_digit("12345678"), _check_digit("6")
    ('1', '5', 'k')
    """
    total = sum(int(n) * (2 + place % 6) for place, n in enumerate(reversed(number)))
    return "0k987654321"[total % 11]
