"""Acts: what people decide about the classification of a system, with its Acta.

The program proposes and the Subcomité decides (policy, art. 3 and C.3). An act names the version
that its author had in front of them, and is refused when it is no longer the last. Nothing here
changes a classification: until an act with an Acta approves it, it is a proposal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection

from governance.moments import Clock, utc_now
from governance.policy.model import Level
from governance.registers import act_rules, journal
from governance.registers.act_rules import Acta as Acta
from governance.registers.act_rules import ActRefused as ActRefused
from governance.registers.act_rules import Review
from governance.registers.classifications import Classifications
from governance.registers.days import day_in_chile
from governance.registers.journal import Record
from governance.registers.officials import Official, Officials
from governance.registers.systems import State, Systems

ActKind = Literal["aprueba", "rechaza", "observa", "retira", "redisena"]


@dataclass(frozen=True)
class Act:
    """What an official decided about a version; `version` 0 is a system never classified.

    `departs` marks a level other than the one proposed: «aparta de la propuesta».
    """

    id: str
    system_id: str
    number: int
    version: int
    kind: ActKind
    level: Level | None
    acta: Acta | None
    reason: str
    departs: bool
    by: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class Acts:
    """The register of acts; every method works inside the caller's transaction.

    `reason` and `observations` must be redacted already. Every method raises `ActRefused` when a
    rule stands against the act, `SystemNotFound` when there is no such system.
    """

    clock: Clock = utc_now

    def approve(
        self,
        connection: Connection,
        official: Official,
        system_id: str,
        version: int,
        level: Level,
        acta: Acta,
        reason: str = "",
    ) -> Act:
        """Return the act by which the Subcomité classifies a system, as its Acta says."""
        review = self._review(connection, official, system_id, version)
        act_rules.check_decides(review)
        act_rules.check_acta(acta, day_in_chile(self.clock()))
        act_rules.check_approval(review, level, reason)
        departs = (level,) != review.classification.proposal if review.classification else False
        return self._write(
            connection, review, "aprueba", level=level, acta=acta, reason=reason, departs=departs
        )

    def reject(
        self,
        connection: Connection,
        official: Official,
        system_id: str,
        version: int,
        observations: str,
        acta: Acta | None = None,
    ) -> Act:
        """Return the act that rejects a proposal, with what has to change."""
        return self._answer(connection, official, system_id, version, "rechaza", observations, acta)

    def observe(
        self,
        connection: Connection,
        official: Official,
        system_id: str,
        version: int,
        observations: str,
        acta: Acta | None = None,
    ) -> Act:
        """Return the act that asks for something before deciding; the proposal stays open."""
        return self._answer(connection, official, system_id, version, "observa", observations, acta)

    def withdraw(
        self, connection: Connection, official: Official, system_id: str, reason: str
    ) -> Act:
        """Return the act that takes a system out of use, for good; its responsible may too."""
        return self._stop(connection, official, system_id, reason, "retira", "retirado")

    def redesign(
        self, connection: Connection, official: Official, system_id: str, reason: str
    ) -> Act:
        """Return the act that sends a system back to be changed; its responsible may too."""
        return self._stop(connection, official, system_id, reason, "redisena", "en_rediseno")

    def history(self, connection: Connection, system_id: str | None = None) -> tuple[Act, ...]:
        """Return the acts on one system, or those on all, oldest first."""
        return tuple(map(_read, journal.history(connection, "act", system_id)))

    def _answer(
        self,
        connection: Connection,
        official: Official,
        system_id: str,
        version: int,
        kind: ActKind,
        observations: str,
        acta: Acta | None,
    ) -> Act:
        review = self._review(connection, official, system_id, version)
        act_rules.check_decides(review)
        act_rules.check_not_repeated(review, kind)
        act_rules.check_says_something(observations)
        if acta is not None:
            act_rules.check_acta(acta, day_in_chile(self.clock()))
        return self._write(connection, review, kind, acta=acta, reason=observations)

    def _stop(
        self,
        connection: Connection,
        official: Official,
        system_id: str,
        reason: str,
        kind: ActKind,
        state: State,
    ) -> Act:
        review = self._review(connection, official, system_id, None)
        act_rules.check_may_stop(review, state)
        act_rules.check_says_something(reason)
        Systems(self.clock).move(connection, system_id, state, official.id)
        return self._write(connection, review, kind, reason=reason)

    def _review(
        self, connection: Connection, official: Official, system_id: str, version: int | None
    ) -> Review:
        journal.lock(connection)  # two acts at once: the second sees the first
        officials, system = Officials(self.clock), Systems(self.clock).get(connection, system_id)
        classification = Classifications(self.clock).latest(connection, system_id)
        latest = classification.version if classification else 0
        return Review(
            official=officials.get(connection, official.id),  # as registered now, not as it was
            system=system,
            responsible=system.responsible
            and officials.get(connection, system.responsible)
            or None,
            classification=classification,
            version=latest if version is None else version,
            done=frozenset(
                act.kind for act in self.history(connection, system_id) if act.version == latest
            ),
        )

    def _write(
        self,
        connection: Connection,
        review: Review,
        kind: ActKind,
        *,
        level: Level | None = None,
        acta: Acta | None = None,
        reason: str = "",
        departs: bool = False,
    ) -> Act:
        found = review.classification
        body: Mapping[str, Any] = {
            "kind": kind,
            "version": review.version,
            "classification": found.content_hash if found else None,
            "proposal": list(found.proposal) if found else [],
            "level": level,
            "acta": {"number": acta.number, "day": acta.day.isoformat()} if acta else None,
            "reason": reason.strip(),
            "departs": departs,
            "by": review.official.id,
            "by_name": review.official.name,
        }
        return _read(journal.append(connection, "act", review.system.id, body, self.clock()))


def _read(record: Record) -> Act:
    content = record.content
    acta = content["acta"]
    return Act(
        id=record.id,
        system_id=record.subject,
        number=record.number,
        version=content["version"],
        kind=content["kind"],
        level=content["level"],
        acta=Acta(acta["number"], date.fromisoformat(acta["day"])) if acta else None,
        reason=content["reason"],
        departs=content["departs"],
        by=content["by"],
        by_name=content["by_name"],
        at=record.at,
    )
