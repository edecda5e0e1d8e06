"""What the classification interview is for: facts out of answers, the result, the record.

The interview only collects; `governance.classification` decides. A prohibited use whose exception
is met with both safeguards counts as not prohibited, and says so in its record (A10).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from sqlalchemy import Connection

from assistant.describe.description import Description
from assistant.interviewing.contradictions import Overheard, is_worth_reading, overhear
from assistant.interviewing.speech import Speech
from governance.classification.engine import Assessment, assess
from governance.classification.facts import UNKNOWN
from governance.classification.report.chat import chat_summary
from governance.classification.report.sheet import ClassificationSheet, SheetFact
from governance.interview.definition import InterviewDefinition
from governance.interview.flow import active, is_group_complete, values
from governance.interview.state import Answer, Interview, Suggested
from governance.moments import Clock
from governance.policy.model import Policy
from governance.registers.classifications import Classifications
from governance.registers.days import day_in_chile
from governance.registers.officials import Officials
from governance.registers.systems import Systems

DESCRIPTION, EXCEPTION, EXAMPLE = "descripcion", "P0_excepcion", "ejemplo"
NAME, UNIT, RESPONSIBLE, IN_USE, PERSONAL = (
    "nombre",
    "unidad",
    "responsable",
    "uso_real",
    "datos_personales",
)
QUESTIONNAIRE, WITH_EXCEPTION = "clasificacion", frozenset({"c", "d", "e"})
NOT_YET = "propuesta"

_SYSTEM_ID = re.compile(r"\bSDA[- ]?(\d{3})\b", re.IGNORECASE)


class Describes(Protocol):
    """Reads facts in a description."""

    def describe(self, text: str) -> Description:
        """Return what the text suggests; it never raises on what a person wrote."""


@dataclass(frozen=True)
class Classifying:
    """The purpose of the classification interview."""

    definition: InterviewDefinition
    policy: Callable[[], Policy]
    describer: Describes
    systems: Systems
    classifications: Classifications
    officials: Officials
    speech: Speech
    clock: Clock

    def facts(self, interview: Interview) -> dict[str, str]:
        """Return the facts of the confirmed answers that count, as the engine takes them."""
        given = values(self.definition, interview)
        names = [question.id for question in self.policy().questions]
        facts = {name: given[name] for name in names if given.get(name, UNKNOWN) != UNKNOWN}
        if facts.get("P0") in WITH_EXCEPTION and given.get(EXCEPTION) == "si":
            facts["P0"] = "ninguna"
        return facts

    def assess(self, interview: Interview) -> Assessment:
        """Return what follows from the answers so far."""
        return assess(self.facts(interview), self.policy(), self._examples(interview))

    def read_description(self, before: Interview, after: Interview) -> Description | None:
        """Return what a description that was just given says, or None when none was."""
        said = after.answers.get(DESCRIPTION)
        if said is None or said == before.answers.get(DESCRIPTION) or not said.value:
            return None
        return self.describer.describe(said.value)

    def overhear(self, text: str, interview: Interview) -> Overheard:
        """Return the graver facts that a message tells about questions other than its own."""
        if not is_worth_reading(text):
            return Overheard({})
        description = self.describer.describe(text)
        found = overhear(self.definition, description, QUESTIONNAIRE, interview.current)
        matches = [
            Suggested(match.example_id, match.phrase)
            for match in description.examples
            if self.definition.question(EXAMPLE).option(match.example_id)
        ]
        examples = {EXAMPLE: matches[0]} if matches else {}
        return Overheard({**examples, **found.facts})

    def suggestions(self, description: Description) -> dict[str, Suggested]:
        """Return what a description suggests, to be confirmed: answers that the interview has."""
        found = {s.question: Suggested(s.value, s.phrase) for s in description.suggestions}
        for match in description.examples:
            found.setdefault(EXAMPLE, Suggested(match.example_id, match.phrase))
        return {
            question.id: found[question.id]
            for question in self.definition.questions
            if question.id in found and question.option(found[question.id].value)
        }

    def notes(
        self, before: Interview, after: Interview, description: Description | None
    ) -> list[str]:
        """Return what there is to say about what just changed, besides the next question."""
        notes = []
        if description is not None:
            notes += [self._say_suggestions(after), self._say_warnings(description)]
        if self.has_result(after) and (
            not self.has_result(before)
            or self.facts(before) != self.facts(after)
            or self._examples(before) != self._examples(after)
        ):
            notes.append(chat_summary(self.sheet(after)))
            if after.stage != "reviewing":
                notes.append(self.speech.text("registry"))
        return notes

    def has_result(self, interview: Interview) -> bool:
        """Whether every question that the level may need has an answer, «no sé» included."""
        return is_group_complete(self.definition, interview, QUESTIONNAIRE)

    def sheet(
        self,
        interview: Interview,
        system_id: str = "",
        version: int = 1,
        record_hash: str | None = None,
    ) -> ClassificationSheet:
        """Return the document of the classification as it stands."""
        given = active(self.definition, interview)
        told = {name: answer.value or "" for name, answer in given.items()}
        authors = dict.fromkeys(answer.by for answer in given.values() if answer.by)
        return ClassificationSheet(
            system_id=system_id or NOT_YET,
            name=told.get(NAME, ""),
            unit=told.get(UNIT, ""),
            responsible_title=told.get(RESPONSIBLE, ""),
            description=told.get(DESCRIPTION, ""),
            version=version,
            on=day_in_chile(self.clock()),
            answered_by=", ".join(authors),
            assessment=self.assess(interview),
            policy=self.policy(),
            facts=tuple(_sheet_fact(name, answer) for name, answer in given.items()),
            examples=self._examples(interview),
            personal_data=_yes_or_no(told.get(PERSONAL)),
            in_use=_yes_or_no(told.get(IN_USE)),
            record_hash=record_hash,
        )

    def register(self, connection: Connection, interview: Interview, code: str, by: str) -> str:
        """Write the system and the next version of its classification; return the system's id.

        A name that is, or holds the id of, a registered system makes a new version of that one.
        """
        given = active(self.definition, interview)
        told = {name: answer.value or "" for name, answer in given.items()}
        system_id = self._existing(connection, told.get(NAME, ""))
        if system_id is None:
            title = told.get(RESPONSIBLE, "")
            system_id = self.systems.register(
                connection,
                name=told.get(NAME, "") or self.speech.text("unnamed", code=code),
                unit=told.get(UNIT, ""),
                responsible_title=title,
                responsible=self._official(connection, title),
                purpose=told.get(DESCRIPTION, ""),
                by=by,
                operational_status=self._operational_status(told.get(IN_USE)),
            ).id
        self.classifications.propose(
            connection,
            system_id,
            given,
            self.assess(interview),
            self.policy(),
            by=by,
            examples=self._examples(interview),
            interview=code,
        )
        return system_id

    def _existing(self, connection: Connection, name: str) -> str | None:
        """Return the registered system that `name` means: by its id, or by its whole name."""
        found = _SYSTEM_ID.search(name)
        told = name.strip().casefold()
        for system in self.systems.list(connection):
            if system.state == "retirado":
                continue  # withdrawn is for good
            known = (system.name.casefold(), system.name.partition(" (")[0].casefold())
            if (found and system.id == f"SDA-{found.group(1)}") or told in known:
                return system.id
        return None

    def _official(self, connection: Connection, title: str) -> str | None:
        same = (
            official.id
            for official in self.officials.list(connection)
            if official.active and official.name.casefold() == title.strip().casefold()
        )
        return next(same, None)

    def _operational_status(self, in_use: str | None) -> str:
        return self.speech.text(
            {"si": "in_use", "no": "not_in_use"}.get(in_use or "", "use_unknown")
        )

    def _examples(self, interview: Interview) -> tuple[str, ...]:
        given = values(self.definition, interview).get(EXAMPLE, UNKNOWN)
        return (given,) if given in {e.id for e in self.policy().examples} else ()

    def _say_suggestions(self, interview: Interview) -> str:
        waiting = {q: s for q, s in interview.suggestions.items() if not s.rejected}
        if not waiting:
            return self.speech.text("nothing_suggested")
        lines = []
        for name, suggested in waiting.items():
            question = self.definition.question(name)
            option = question.option(suggested.value)
            label = option.label if option else suggested.value
            lines.append(f"- {question.title}: {label}, por «{suggested.phrase}».")
        return "\n".join([self.speech.text("suggested"), "", *lines])

    def _say_warnings(self, description: Description) -> str:
        if not description.warnings:
            return ""
        lines = (f"- {warning.text}" for warning in description.warnings)
        return "\n".join([self.speech.text("warnings"), "", *lines])


def forget_suggestions(interview: Interview) -> Interview:
    """Return the interview without what an older description suggested and nobody confirmed."""
    kept = {q: s for q, s in interview.suggestions.items() if q in interview.answers}
    return replace(interview, suggestions=kept)


def _sheet_fact(name: str, answer: Answer) -> SheetFact:
    return SheetFact(
        question=name,
        value=answer.value,
        phrase=answer.phrase,
        by=answer.by,
        at=answer.at,
        evidence=answer.evidence,
        evidence_pending=answer.evidence_pending,
        ask_whom=answer.ask_whom,
    )


def _yes_or_no(value: str | None) -> Literal["si", "no"] | None:
    return "si" if value == "si" else "no" if value == "no" else None
