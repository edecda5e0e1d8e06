"""Who may do what at the desk: one table, asked by the pages, the API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import Connection

from governance.registers.officials import Official, OfficialNotFound, Officials
from governance.registers.roles import ROLES, Role


class Action(StrEnum):
    """Something that an official may need a role for."""

    CONVERSE = "converse"
    ATTEND = "attend"
    READ_CLOSED = "read_closed"
    HANDLE_REQUESTS = "handle_requests"
    SEE_GAPS = "see_gaps"
    APPROVE_GAPS = "approve_gaps"
    READ_FEEDBACK = "read_feedback"
    SEE_MEASURES = "see_measures"
    SEE_ACTIVITY = "see_activity"
    EXPORT_LOG = "export_log"
    MANAGE_ACCOUNTS = "manage_accounts"


ALLOWED: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.CONVERSE: frozenset(ROLES),
        Action.ATTEND: frozenset({"atencion"}),
        Action.READ_CLOSED: frozenset({"atencion", "dpo", "auditor"}),
        Action.HANDLE_REQUESTS: frozenset({"dpo"}),
        Action.SEE_GAPS: frozenset({"responsable", "atencion"}),
        Action.APPROVE_GAPS: frozenset({"responsable"}),
        Action.READ_FEEDBACK: frozenset({"responsable", "atencion", "administracion"}),
        Action.SEE_MEASURES: frozenset(ROLES) - {"administracion"},
        Action.SEE_ACTIVITY: frozenset({"auditor", "ciso", "dpo"}),
        Action.EXPORT_LOG: frozenset({"auditor", "ciso", "dpo"}),
        Action.MANAGE_ACCOUNTS: frozenset({"administracion"}),
    }
)


class NotAllowed(Exception):
    """An official asks for what their roles do not allow; raised with words that say so."""


def may(official: Official | None, action: Action) -> bool:
    """Return whether somebody may do it; whoever is nobody, or was deactivated, may do nothing."""
    return official is not None and official.active and bool(official.roles & ALLOWED[action])


def check(official: Official | None, action: Action) -> Official:
    """Return the official who may do it.

    Raises:
        NotAllowed: their roles do not allow it.
    """
    if official is None or not may(official, action):
        roles = " o ".join(f"«{role}»" for role in sorted(ALLOWED[action]))
        raise NotAllowed(f"Para eso hace falta el rol {roles}. Pídelo a quien administra.")
    return official


def check_now(
    connection: Connection, officials: Officials, official: Official, action: Action
) -> Official:
    """Return the official as the register has them now: who came in may have lost the role since.

    Raises:
        NotAllowed: their roles do not allow it any more.
    """
    try:
        return check(officials.get(connection, official.id), action)
    except OfficialNotFound:
        raise NotAllowed("Ese cargo no está registrado.") from None
