"""Who is at the other end when it is not a citizen: a post of the institution, or the common key.

A personal key says which official it is. The common key (`ASISTENTE_STAFF_TOKEN`) only says that it
is somebody of the institution: with it one may read and converse, and decide nothing.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from assistant.registry import Registry
from governance.registers.officials import Official

DECIDES = "subcomite"
"""The role that approves, rejects and observes (policy, art. 3)."""


@dataclass(frozen=True)
class Staff:
    """Somebody of the institution; without `official`, somebody who used the common key."""

    official: Official | None = None

    @property
    def author(self) -> str:
        """The post that signs what they answer; empty with the common key."""
        return self.official.name if self.official else ""

    @property
    def decides(self) -> bool:
        """Whether they have the role of the Subcomité."""
        return self.official is not None and DECIDES in self.official.roles


class StaffKeys:
    """Tells staff by the key that they show. It reads the database: call it from a thread."""

    def __init__(self, registry: Registry, token: str) -> None:
        """Accept the personal keys of `registry`, and `token` unless it is empty."""
        self._registry = registry
        self._token = token.encode()

    @property
    def has_common_key(self) -> bool:
        """Whether this installation has a common key."""
        return bool(self._token)

    def is_enabled(self) -> bool:
        """Return whether anybody at all can enter."""
        return self.has_common_key or self._registry.has_officials()

    def find(self, key: str) -> Staff | None:
        """Return whose key it is; None when it is nobody's."""
        given = key.strip().encode("utf-8", "replace")
        if not given:
            return None
        if self._token and hmac.compare_digest(given, self._token):
            return Staff()
        official = self._registry.official(key)
        return Staff(official) if official else None


def bearer(header: str) -> str:
    """Return the key in an `Authorization` header, or nothing.

    >>> bearer("Bearer abc"), bearer("Basic abc")
    ('abc', '')
    """
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer":
        return ""
    # Headers arrive as Latin-1; keys are written in UTF-8.
    return key.strip().encode("latin-1", "replace").decode("utf-8", "replace")
