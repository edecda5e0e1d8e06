"""Everything that a person takes away, put together for the application."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.settings import Settings
from governance.moments import Clock, utc_now
from knowledge_base.ingest import HERE
from ui.facade import AssistantFacade
from ui.rate_limit import Gate
from ui.taking.calendar_page import CalendarPage
from ui.taking.checklist import load_sections
from ui.taking.checklist_page import ChecklistPage
from ui.taking.dates import load_names
from ui.taking.fresh import FreshFigures
from ui.taking.reading import Reading
from ui.taking.site import Site
from ui.taking.talk_page import TalkPage
from ui.workers import Workers


def add_taking(
    app: FastAPI,
    assistant: AssistantFacade,
    gate: Gate,
    workers: Workers,
    settings: Settings,
    clock: Clock = utc_now,
) -> None:
    """Serve the file of a conversation, the dates of the contest and the checklist.

    Raises:
        CalendarError: the names of the dates cannot be used.
        ChecklistError: the sections of the checklist cannot be used.
    """
    site = Site(settings.public_url, settings.trust_forwarded_for)
    reading = Reading(gate, workers, assistant.institution)
    figures = FreshFigures(HERE / "data")
    TalkPage(assistant, gate, workers, site, clock).add_to(app)
    CalendarPage(assistant, reading, site, clock, load_names(), figures).add_to(app)
    ChecklistPage(assistant, reading, site, load_sections()).add_to(app)
