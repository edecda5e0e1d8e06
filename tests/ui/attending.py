"""Who waits and who attends, for the tests of the panel of attention; and the panel without chats.

The application here has the doors and the guard of the panel, and no page of Gradio: it starts at
once. `Somebody` is a citizen whose conversation is written directly in the database.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.accounts.accounts import build_accounts
from assistant.database import reading, writing
from assistant.desk.cases import Case, Reason
from assistant.desk.desk import Desk
from assistant.settings import Settings
from assistant.turn import Citation, Outcome
from governance.registers.officials import Official
from governance.registers.roles import Role
from tests.ui.entering import sign_in
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.registers import Registers
from ui.assets import add_assets
from ui.browser_safety import SafeHeaders
from ui.guard import BodyLimit, CrashGuard
from ui.live import Live
from ui.panel.attention import add_attention
from ui.panel.guard import PanelGuard
from ui.panel.sessions import Sessions
from ui.panel.ways_in import SlowThreads, add_ways_in
from ui.rate_limit import Gate
from ui.workers import Workers


def build_panel(assistant: FakeAssistant, folder: Path, every: float = 0.02) -> FastAPI:
    """Return the panel of attention as it is served; it looks for news every so many seconds."""
    settings = Settings(data_dir=folder, rate_limit=0)
    registry, workers, slow = assistant.registry, Workers(), SlowThreads()
    accounts = build_accounts(registry.engine, registry.officials, settings)
    sessions, live = Sessions(accounts), Live(assistant.pulse, every)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        live.close()
        workers.close()
        slow.close()

    panel = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_ways_in(panel, accounts, registry, sessions, Gate(0), workers, slow, settings)
    add_attention(panel, assistant, live, workers)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    add_assets(app)
    app.mount("/panel", PanelGuard(panel, sessions, workers))
    app.add_middleware(BodyLimit)
    app.add_middleware(CrashGuard)
    app.add_middleware(SafeHeaders)
    return app


@dataclass
class Somebody:
    """A citizen in one conversation, and their case once they ask for a person."""

    desk: Desk
    conversation_id: str

    @classmethod
    def arrives(cls, desk: Desk) -> Somebody:
        """Return somebody who just opened the chat."""
        with writing(desk.engine) as connection:
            talks = desk.reception.cases.conversations
            return cls(desk, talks.create(connection, "ciudadania", "web").id)

    def writes(self, text: str) -> None:
        """Keep what they write, redacted already; if they are attended, the log tells of it."""
        cases = self.desk.reception.cases
        with writing(self.desk.engine) as connection:
            cases.conversations.add(connection, self.conversation_id, "person", text)
            found = cases.of_conversation(connection, self.conversation_id)
            if found is not None and found.state != "closed":
                cases.wrote(connection, found.number, text)

    def is_answered(self, text: str, *citations: Citation) -> None:
        """Keep what the assistant answers."""
        talks = self.desk.reception.cases.conversations
        with writing(self.desk.engine) as connection:
            talks.add(
                connection,
                self.conversation_id,
                "assistant",
                text,
                outcome=Outcome.ANSWERED,
                citations=citations,
            )

    def asks_for_a_person(self, reason: Reason = "requested") -> Case:
        """Return their case."""
        with writing(self.desk.engine) as connection:
            self.desk.reception.ask(connection, self.conversation_id, reason)
        return self.case

    @property
    def case(self) -> Case:
        """Their case as it is now."""
        with reading(self.desk.engine) as connection:
            found = self.desk.reception.cases.of_conversation(connection, self.conversation_id)
        assert found is not None
        return found

    @property
    def sees(self) -> list[tuple[str, str]]:
        """Who said what, on their screen."""
        with reading(self.desk.engine) as connection:
            talks = self.desk.reception.cases.conversations
            return [(m.role, m.text) for m in talks.messages(connection, self.conversation_id)]


def somebody_waits(desk: Desk, text: str = "Hola", reason: Reason = "requested") -> Somebody:
    """Return somebody who wrote `text` and asked for a person."""
    person = Somebody.arrives(desk)
    person.writes(text)
    person.asks_for_a_person(reason)
    return person


def enter(client: TestClient, registers: Registers, post: str, *roles: Role) -> Official:
    """Return a new official, who has just entered the panel in this browser."""
    official, _ = registers.official(post, roles)
    client.cookies.clear()
    assert sign_in(client, official.id).status_code == 303
    return official
