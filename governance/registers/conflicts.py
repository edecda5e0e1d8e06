"""Conflicts of interest: who may not decide about a system, because they answer for it.

The policy makes the CTD preside the Subcomité and at the same time answer for several systems
(art. 5, C.4; analysis 23). Nobody reviews what is theirs: not the responsible official, not
somebody with another key for the same post, and not the CTD for a system of the CTD.
"""

from __future__ import annotations

import re
import unicodedata

from governance.registers.officials import Official
from governance.registers.systems import System

_CTD = re.compile(r"\bctd\b|\bcoordinador\w*(?: de)? (?:td|transformacion digital)\b")


def find_conflict(official: Official, system: System, responsible: Official | None) -> str | None:
    """Return why `official` may not decide about `system`, or None when nothing stands against.

    `responsible` is the official whose id the system holds, where it holds one.
    """
    if official.id == system.responsible:
        return "eres responsable de ese sistema"
    title = _plain(responsible.name if responsible else system.responsible_title)
    if title and title == _plain(official.name):
        return f"el cargo «{official.name}» es responsable de ese sistema"
    of_the_ctd = bool(_CTD.search(title)) or (
        responsible is not None and "ctd" in responsible.roles
    )
    if "ctd" in official.roles and of_the_ctd:
        return "su responsable es el Coordinador TD, que preside el Subcomité"
    return None


def _plain(title: str) -> str:
    """Return a title without what people write differently: accents, capitals, brackets.

    >>> _plain("[Coordinadora de  Transformación Digital]")
    'coordinadora de transformacion digital'
    """
    letters = unicodedata.normalize("NFD", title.casefold())
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(kept.split())
