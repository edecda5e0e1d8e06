"""Where answers of officials become part of the knowledge base, once somebody answers for them.

What is approved is written as a document of this installation and ingested; if that or its record
fails, the document is taken back and the gap stays open. What was approved can be withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, delete, insert, select

from assistant.database import reading, writing
from assistant.desk.gaps.check import DraftChecker, Findings
from assistant.desk.gaps.draft import Draft, document_id, draft_section, to_markdown
from assistant.desk.gaps.finding import Gap, find_gaps
from assistant.desk.gaps.groups import GapGroup, group_gaps
from assistant.desk.gaps.shelf import Published, Shelf
from assistant.desk.permissions import Action, check
from assistant.desk.tables import case_gaps
from assistant.limits import check_text
from governance.log.decision_log import DecisionLog
from governance.log.event import Event, EventKind
from governance.moments import Clock, stamp
from governance.registers.days import day_in_chile
from governance.registers.officials import Official
from knowledge_base.embeddings import Embedder

MAX_REASON = 500


class GapNotFound(LookupError):
    """There is no such gap or document; raised when it was decided, withdrawn or never was."""


class GapMoved(Exception):
    """The gap is not as the reviewer saw it; raised with what to do, in Spanish."""


class DraftRefused(Exception):
    """The draft cannot be published; raised with everything to correct, in Spanish."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep the list."""
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class GapDesk:
    """The gaps as officials see and decide them."""

    engine: Engine
    embedder: Embedder
    shelf: Shelf
    checker: DraftChecker
    institution: str
    log: DecisionLog
    clock: Clock

    def groups(self, official: Official | None) -> tuple[GapGroup, ...]:
        """Return the gaps that wait, grouped by meaning.

        Raises:
            NotAllowed: their roles do not see them.
        """
        check(official, Action.SEE_GAPS)
        return group_gaps(self._open(), self.embedder)

    def group(self, official: Official | None, group_id: int) -> GapGroup:
        """Return one group.

        Raises:
            NotAllowed: their roles do not see it.
            GapNotFound: no group that waits has that id.
        """
        for group in self.groups(official):
            if group_id == group.id:
                return group
        raise GapNotFound(group_id)

    def draft(self, group: GapGroup) -> Draft:
        """Return the draft of a group, for a reviewer to correct."""
        return draft_section(group, self._today())

    def findings(self, draft: Draft) -> Findings:
        """Return what is wrong with a draft, and what its reviewer must look at."""
        return self.checker.check(draft, self._today())

    def published(self, official: Official | None) -> tuple[Published, ...]:
        """Return the documents that came from gaps, by title.

        Raises:
            NotAllowed: their roles do not see them.
        """
        check(official, Action.SEE_GAPS)
        return self.shelf.published()

    def approve(
        self,
        official: Official | None,
        numbers: Collection[int],
        draft: Draft,
        *,
        figures_checked: bool = False,
    ) -> str:
        """Return the id of the document that now answers the gaps of the cases `numbers`.

        Raises:
            NotAllowed: their roles do not approve.
            DraftRefused: something in the draft must be corrected.
            GapMoved: a gap was decided meanwhile.
            NotPublished: the knowledge base could not take it; nothing changed.
            DatabaseError: it could not be recorded; nothing changed.
        """
        reviewer = check(official, Action.APPROVE_GAPS)
        found, today = self.findings(draft), self._today()
        problems = found.errors
        if found.figures and not figures_checked:
            problems += ("Compara las cifras con su fuente y marca que las revisaste.",)
        if problems:
            raise DraftRefused(problems)
        _check_open(self._open(), numbers)
        id_ = document_id(draft, min(numbers))
        content = to_markdown(draft, id_, self.institution, reviewer.name, today)
        with self.shelf.adding(id_, content), writing(self.engine) as connection:
            self._decide(connection, reviewer, numbers, "gap_approved", id_, draft.title)
        return id_

    def dismiss(self, official: Official | None, numbers: Collection[int], reason: str) -> None:
        """Take the gaps of the cases `numbers` off the list, because of `reason`.

        Raises:
            NotAllowed: their roles do not decide it.
            InputError: the reason is missing or too long.
            GapMoved: a gap was decided meanwhile.
        """
        reviewer = check(official, Action.APPROVE_GAPS)
        kept = self._redacted(reason)
        with writing(self.engine) as connection:
            self._decide(connection, reviewer, numbers, "gap_dismissed", None, kept)

    def withdraw(self, official: Official | None, id_: str, reason: str) -> None:
        """Take a published document back: the assistant stops using it and its gaps wait again.

        Raises:
            NotAllowed: their roles do not decide it.
            InputError: the reason is missing or too long.
            GapNotFound: no such document came from gaps.
            NotPublished: the knowledge base could not do it; nothing changed.
            DatabaseError: it could not be recorded; nothing changed.
        """
        reviewer = check(official, Action.APPROVE_GAPS)
        kept = self._redacted(reason)
        if id_ not in {one.document_id for one in self.published(reviewer)}:
            raise GapNotFound(id_)
        of_it = case_gaps.c.document_id == id_
        with self.shelf.removing(id_), writing(self.engine) as connection:
            numbers = connection.execute(select(case_gaps.c.case_number).where(of_it)).scalars()
            for number in numbers.all() or [None]:  # the cases may have been purged since
                self._tell(connection, "gap_withdrawn", reviewer, number, id_, kept)
            connection.execute(delete(case_gaps).where(of_it))

    def _open(self) -> tuple[Gap, ...]:
        with reading(self.engine) as connection:
            return find_gaps(connection)

    def _decide(
        self,
        connection: Connection,
        reviewer: Official,
        numbers: Collection[int],
        kind: EventKind,
        id_: str | None,
        text: str,
    ) -> None:
        _check_open(find_gaps(connection), numbers)
        for number in sorted(set(numbers)):
            values = {
                "case_number": number,
                "state": kind.removeprefix("gap_"),
                "document_id": id_,
                "at": stamp(self.clock()),
                "by": reviewer.id,
            }
            connection.execute(insert(case_gaps), values)
            self._tell(connection, kind, reviewer, number, id_, text)

    def _tell(
        self,
        connection: Connection,
        kind: EventKind,
        reviewer: Official,
        number: int | None,
        id_: str | None,
        text: str,
    ) -> None:
        event = Event(kind, self.clock(), reviewer.id, case=number, reason=id_ or "", text=text)
        self.log.append_event(connection, event)

    def _redacted(self, reason: str) -> str:
        return self.checker.redactor.redact(check_text(reason, MAX_REASON)).text

    def _today(self) -> date:
        return day_in_chile(self.clock())


def _check_open(gaps: Collection[Gap], numbers: Collection[int]) -> None:
    if not numbers or not set(numbers) <= {gap.case_number for gap in gaps}:
        raise GapMoved("Este vacío cambió mientras lo revisabas. Vuelve a abrirlo en la lista.")
