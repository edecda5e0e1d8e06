"""The registers as interfaces see them: each method is one transaction on the database.

Who may do what is decided by `governance.registers`; its refusals pass through, in Spanish. What
people write is cleaned and redacted here, because nothing of the registers is ever purged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import Connection, Engine

from assistant.database import reading, writing
from assistant.limits import check_text, clean
from assistant.record_sheet import build_sheet
from assistant.redaction import Redactor
from governance.classification.report.compose import compose
from governance.classification.report.sheet import ClassificationSheet
from governance.moments import Clock, utc_now
from governance.policy.load import policies, policy_on
from governance.policy.model import Level, Policy
from governance.registers import agenda, catalogue_audit, journal
from governance.registers.acts import Act, Acta, ActRefused, Acts
from governance.registers.catalogue_audit import Audited
from governance.registers.classifications import Classifications
from governance.registers.days import day_in_chile
from governance.registers.dossier import Dossier, dossiers, get_dossier
from governance.registers.officials import Official, Officials
from governance.registers.systems import SystemNotFound

DocumentFormat = Literal["md", "html", "pdf", "docx", "json"]
DOCUMENT_FORMATS: tuple[DocumentFormat, ...] = get_args(DocumentFormat)
ActOrder = Literal["approve", "reject", "observe", "withdraw", "redesign"]

MAX_REASON = 2000
"""Longest reason or observation, in characters."""

_SYSTEM_ID = re.compile(r"SDA-[0-9]{3,9}")

_MEDIA_TYPES: Mapping[DocumentFormat, str] = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@dataclass(frozen=True)
class Document:
    """A file, ready to be handed over."""

    content: bytes
    media_type: str
    filename: str


@dataclass(frozen=True)
class Order:
    """An act that an official asks for, as they wrote it.

    `version` is the one that they had in front of them: None stands for the last. `level` and
    `acta` are those of an approval; `reason` is the motive or the observations.
    """

    kind: ActOrder
    version: int | None = None
    level: Level | None = None
    acta: Acta | None = None
    reason: str = ""


@dataclass(frozen=True)
class Registry:
    """Reads and acts on the registers; built by `build_registry`."""

    engine: Engine
    policy: Callable[[], Policy]
    redact: Callable[[str], str]
    officials: Officials
    classifications: Classifications
    acts: Acts
    clock: Clock

    def has_officials(self) -> bool:
        """Return whether anybody has a personal key."""
        with reading(self.engine) as connection:
            return any(official.active for official in self.officials.list(connection))

    def official(self, key: str) -> Official | None:
        """Return the active official whose personal key this is."""
        with reading(self.engine) as connection:
            return self.officials.find_by_key(connection, key)

    def changes(self, official_id: str) -> int:
        """Return how often an official was changed: a new key, or none any more.

        What was opened with a key ends when this number is not what it was then.
        """
        with reading(self.engine) as connection:
            record = journal.last(connection, "official", official_id)
        return record.number if record else 0

    def systems(self) -> tuple[Dossier, ...]:
        """Return every system with its classifications and acts, by id."""
        with reading(self.engine) as connection:
            return dossiers(connection)

    def system(self, system_id: str) -> Dossier:
        """Return a system with its classifications and acts.

        Raises:
            SystemNotFound: no system has that id.
        """
        with reading(self.engine) as connection:
            return get_dossier(connection, _known_form(system_id))

    def sheet(self, system_id: str, version: int | None = None) -> ClassificationSheet:
        """Return the content of the document of a version, the last one if none is named.

        Raises:
            SystemNotFound: no system has that id.
            ClassificationNotFound: it has no such version.
            DocumentUnavailable: the result cannot be derived again.
        """
        with reading(self.engine) as connection:
            dossier = get_dossier(connection, _known_form(system_id))
            classification = self.classifications.find(connection, system_id, version)
        return build_sheet(dossier, classification, policies())

    def document(self, system_id: str, version: int | None, as_: DocumentFormat) -> Document:
        """Return the document of a version in one format; raises what `sheet` does."""
        sheet = self.sheet(system_id, version)
        name = f"{sheet.system_id}-v{sheet.version}.{as_}"
        return Document(_render(sheet, as_), _MEDIA_TYPES[as_], name)

    def act(self, official: Official, system_id: str, order: Order) -> Act:
        """Return what the official decided, written down.

        Raises:
            ActRefused: a rule stands against it.
            SystemNotFound: no system has that id.
            InputError: the reason is too long.
        """
        # Redacted before the transaction: it takes longer than everything inside it.
        reason = self._kept(order.reason)
        with writing(self.engine) as connection:
            return self._act(connection, official, _known_form(system_id), order, reason)

    def audit(self) -> tuple[Audited, ...]:
        """Return every system as the policy of today sees it; `is_discrepancy` marks some."""
        return catalogue_audit.audit(self.policy(), self.systems())

    def agenda(self) -> agenda.Agenda:
        """Return what the next session of the Subcomité has to see."""
        return agenda.build_agenda(self.policy(), self.systems(), day_in_chile(self.clock()))

    def _act(
        self, connection: Connection, official: Official, system_id: str, order: Order, reason: str
    ) -> Act:
        if order.kind == "withdraw":
            return self.acts.withdraw(connection, official, system_id, reason)
        if order.kind == "redesign":
            return self.acts.redesign(connection, official, system_id, reason)
        version = order.version
        if version is None:
            latest = self.classifications.latest(connection, system_id)
            version = latest.version if latest else 0
        if order.kind == "reject":
            return self.acts.reject(connection, official, system_id, version, reason, order.acta)
        if order.kind == "observe":
            return self.acts.observe(connection, official, system_id, version, reason, order.acta)
        if order.level is None or order.acta is None:
            raise ActRefused(
                "Para aprobar faltan datos: escribe el nivel que asignó el Subcomité, y el número "
                "y la fecha del Acta."
            )
        return self.acts.approve(
            connection, official, system_id, version, order.level, order.acta, reason
        )

    def _kept(self, text: str) -> str:
        return self.redact(check_text(text, MAX_REASON)) if clean(text) else ""


def build_registry(engine: Engine, redactor: Redactor, clock: Clock = utc_now) -> Registry:
    """Return the registers of a migrated database, under the policy in force each day."""
    return Registry(
        engine=engine,
        policy=lambda: policy_on(day_in_chile(clock())),
        redact=lambda text: redactor.redact(text).text,
        officials=Officials(clock),
        classifications=Classifications(clock),
        acts=Acts(clock),
        clock=clock,
    )


def _known_form(system_id: str) -> str:
    """Return the id; what cannot be one never reaches the database."""
    if not _SYSTEM_ID.fullmatch(system_id):
        raise SystemNotFound("Ese identificador no es de un sistema: se escriben como SDA-004.")
    return system_id


def _render(sheet: ClassificationSheet, as_: DocumentFormat) -> bytes:
    # Each format is imported when somebody asks for it: two bring a library of their own.
    if as_ == "json":
        from governance.classification.report.to_json import to_json

        return to_json(sheet).encode()
    document = compose(sheet)
    if as_ == "md":
        from governance.classification.report.to_markdown import to_markdown

        return to_markdown(document).encode()
    if as_ == "html":
        from governance.classification.report.to_html import to_html

        return to_html(document).encode()
    if as_ == "pdf":
        from governance.classification.report.to_pdf import to_pdf

        return to_pdf(document)
    from governance.classification.report.to_docx import to_docx

    return to_docx(document)
