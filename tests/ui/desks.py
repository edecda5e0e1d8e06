"""The real desk on a database of the tests, wired as the program wires it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.bootstrap import build_reception
from assistant.conversations import Conversations
from assistant.desk.board import Board, build_board
from assistant.desk.cases import Cases
from assistant.desk.chores import Chores
from assistant.desk.citizen import CitizenDesk
from assistant.desk.desk import Desk
from assistant.desk.pulse import Pulse
from assistant.desk.requests import Requests
from assistant.desk.rights import RightsDesk
from assistant.registry import Registry
from assistant.settings import Settings
from assistant.texts import load_texts
from governance.decision_log import DecisionLog
from knowledge_base.institution import Institution


@dataclass(frozen=True)
class Desks:
    """Everything that attention by people is."""

    desk: Desk
    citizens: CitizenDesk
    rights: RightsDesk
    pulse: Pulse
    board: Board
    chores: Chores


def build_desks(registry: Registry, institution: Institution) -> Desks:
    """Return the desks on the database of `registry`; contacts are sealed with a key of tests."""
    log = DecisionLog()
    cases = Cases(Conversations(registry.clock), log)
    settings = Settings(contact_keys="QUFB" * 10 + "QUE")
    reception = build_reception(settings, cases, institution, load_texts(institution))
    requests = Requests(cases)
    engine, redact = registry.engine, registry.redact
    desk = Desk(engine, reception, registry.officials, redact)
    return Desks(
        desk,
        CitizenDesk(engine, reception, requests, redact),
        RightsDesk(engine, reception, requests, redact),
        Pulse(engine, log),
        build_board(desk),
        Chores(engine, registry.clock, reception.contacts, None),
    )
