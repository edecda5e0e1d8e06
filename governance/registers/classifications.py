"""Classifications of a system: each one a version, with everything needed to derive it again.

A classification is always a proposal. It says who gave each fact, when and in which words, which
policy and which engine made the result of them, which readings it rests on, and what must stay
true. It never changes: another answer is another version, and what people decide is an act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection

from governance.classification.engine import ENGINE_VERSION, Assessment
from governance.interview.state import Answer
from governance.moments import Clock, read_stamp, stamp, utc_now
from governance.policy.model import Level, Policy
from governance.registers import journal
from governance.registers.days import add_months, day_in_chile
from governance.registers.journal import Record
from governance.registers.systems import Systems


class ClassificationNotFound(LookupError):
    """The system has no such classification; raised when one is named that was never made."""


@dataclass(frozen=True)
class Upkeep:
    """A condition that keeps the level where it is, and until when its evidence counts."""

    condition: str
    expires_on: date


@dataclass(frozen=True)
class Classification:
    """One version of how a system was classified. `facts` holds «no sé» too, as value None."""

    id: str
    system_id: str
    version: int
    at: datetime
    by: str
    facts: Mapping[str, Answer]
    examples: tuple[str, ...]
    assessment: Mapping[str, Any]
    policy_version: str
    policy_digest: str
    engine_version: str
    readings: tuple[str, ...]
    conditions: tuple[Upkeep, ...]
    pending_evidence: tuple[str, ...]
    interview: str | None
    content_hash: str
    status: Literal["propuesta"] = "propuesta"

    @property
    def literal(self) -> tuple[Level, ...]:
        """The levels that the literal reading leaves possible."""
        return tuple(self.assessment["literal"])

    @property
    def prudente(self) -> tuple[Level, ...]:
        """The levels that the prudent reading leaves possible."""
        return tuple(self.assessment["prudente"])

    @property
    def proposal(self) -> tuple[Level, ...]:
        """The level proposed to the Subcomité; several while something decisive is unknown."""
        return tuple(self.assessment["proposal"])

    @property
    def floor(self) -> Level | None:
        """The level of the example of article 3 that it matches (reading A04)."""
        floor: Level | None = self.assessment["floor"]
        return floor

    @property
    def values(self) -> dict[str, str]:
        """The facts as the engine took them, those that did not count included."""
        return {**self.assessment["facts"], **self.assessment["hidden"]}


@dataclass(frozen=True)
class Classifications:
    """The register of classifications; every method works inside the caller's transaction."""

    clock: Clock = utc_now

    def propose(
        self,
        connection: Connection,
        system_id: str,
        facts: Mapping[str, Answer],
        assessment: Assessment,
        policy: Policy,
        *,
        by: str,
        examples: Sequence[str] = (),
        interview: str | None = None,
    ) -> Classification:
        """Return the next version for a system. The phrases must be redacted already.

        `assessment` must be what the engine says of the facts under `policy` and `examples`. A
        system in redesign goes back to being registered: this is its new design.

        Raises:
            SystemNotFound: no system has that id.
            SystemRefused: it was withdrawn.
        """
        systems, now = Systems(self.clock), self.clock()
        systems.move(connection, system_id, "registrado", by)
        body = {
            "by": by,
            "facts": {name: _write_answer(answer) for name, answer in facts.items()},
            "examples": list(examples),
            "assessment": assessment.to_json(),
            "policy_version": policy.version.policy,
            "policy_digest": policy.digest,
            "engine_version": ENGINE_VERSION,
            "readings": list(assessment.readings),
            "conditions": {
                condition.id: add_months(day_in_chile(now), condition.expires_months).isoformat()
                for condition in assessment.conditions
            },
            "pending_evidence": [name for name, a in facts.items() if a.evidence_pending],
            "interview": interview,
            "status": "propuesta",
        }
        return _read(journal.append(connection, "classification", system_id, body, now))

    def history(
        self, connection: Connection, system_id: str | None = None
    ) -> tuple[Classification, ...]:
        """Return the versions of one system, or those of all, oldest first."""
        return tuple(map(_read, journal.history(connection, "classification", system_id)))

    def latest(self, connection: Connection, system_id: str) -> Classification | None:
        """Return the last version of a system."""
        record = journal.last(connection, "classification", system_id)
        return None if record is None else _read(record)

    def find(
        self, connection: Connection, system_id: str, version: int | None = None
    ) -> Classification:
        """Return a version of a system, the last one if none is named.

        Raises:
            ClassificationNotFound: it has no such version.
        """
        if version is None and (latest := self.latest(connection, system_id)):
            return latest
        for found in self.history(connection, system_id):
            if found.version == version:
                return found
        which = "ninguna clasificación" if version is None else f"la versión {version}"
        raise ClassificationNotFound(
            f"{system_id} no tiene {which}. Mira «asistente systems history {system_id}»."
        )


def _write_answer(answer: Answer) -> dict[str, object]:
    return asdict(answer) | {"at": stamp(answer.at)}


def _read_answer(content: Mapping[str, Any]) -> Answer:
    values: dict[str, Any] = dict(content)
    values["at"], values["about"] = read_stamp(values["at"]), tuple(values.get("about", ()))
    return Answer(**values)


def _read(record: Record) -> Classification:
    content = record.content
    return Classification(
        id=record.id,
        system_id=record.subject,
        version=record.number,
        at=record.at,
        by=content["by"],
        facts={name: _read_answer(answer) for name, answer in content["facts"].items()},
        examples=tuple(content["examples"]),
        assessment=content["assessment"],
        policy_version=content["policy_version"],
        policy_digest=content["policy_digest"],
        engine_version=content["engine_version"],
        readings=tuple(content["readings"]),
        conditions=tuple(
            Upkeep(name, date.fromisoformat(day)) for name, day in content["conditions"].items()
        ),
        pending_evidence=tuple(content["pending_evidence"]),
        interview=content["interview"],
        content_hash=record.content_hash,
    )
