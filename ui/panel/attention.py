"""The pages of attention by people, put together: the queue, one case, requests and audits."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.desk.replies import load_replies
from ui.facade import AssistantFacade
from ui.live import Live
from ui.panel.audit import AuditPages
from ui.panel.case import CasePages
from ui.panel.case_reader import CaseReader
from ui.panel.cases import CasesPages
from ui.panel.refusals import add_refusals
from ui.panel.requests import RequestPages
from ui.workers import Workers


def add_attention(panel: FastAPI, assistant: AssistantFacade, live: Live, workers: Workers) -> None:
    """Serve them.

    Raises:
        RepliesError: the canned replies cannot be used.
    """
    add_refusals(panel)
    CasesPages(assistant.desk, live, workers).add_to(panel)
    replies = load_replies(assistant.institution)
    CasePages(CaseReader(assistant.desk, replies, live, workers)).add_to(panel)
    RequestPages(assistant.rights, workers).add_to(panel)
    AuditPages(assistant.audit, workers).add_to(panel)
