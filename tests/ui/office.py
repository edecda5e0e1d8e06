"""The API alone around a real assistant, with an official of each role: citizens and staff."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.accounts.accounts import build_accounts
from assistant.accounts.administration import Administration
from assistant.assistant import Assistant
from assistant.database import writing
from assistant.settings import Settings
from governance.registers.officials import Official
from governance.registers.roles import ROLES
from tests.fakes import FixedClock
from ui.api.app import create_api
from ui.guard import BodyLimit, CrashGuard, explain
from ui.live import Live
from ui.rate_limit import Gate
from ui.staff import StaffKeys
from ui.workers import Workers

API = "/api/v1"
COMMON = "clave-ñ"


def bearer(key: str) -> Any:
    """Return the headers of who shows a key."""
    return {"Authorization": f"Bearer {key}".encode()}


@dataclass
class Office:
    """A server with its people; `keys` are the headers of one official for each role."""

    assistant: Assistant
    app: FastAPI
    client: TestClient
    live: Live
    clock: FixedClock
    officials: Mapping[str, Official]
    keys: Mapping[str, Any]

    def citizen(self) -> str:
        """Return the conversation of somebody new."""
        new = self.client.post(f"{API}/conversations", json={"audience": "ciudadania"})
        return str(new.json()["id"])

    def says(self, conversation: str, text: str) -> dict[str, Any]:
        """Return what a citizen is answered."""
        address = f"{API}/conversations/{conversation}/turns"
        answered: dict[str, Any] = self.client.post(address, json={"text": text}).json()
        return answered

    def asks(self, *before: str) -> tuple[str, str, int]:
        """Return the conversation, the folio and the case of somebody new who asks for a person."""
        conversation = self.citizen()
        for text in before:
            self.says(conversation, text)
        folio = str(self.says(conversation, "derivar")["handoff"]["folio"])
        followed = self.assistant.citizens.follow(folio)
        return conversation, folio, followed.case.number

    def answer_in(self, conversation: str) -> int:
        """Return the first answer of a conversation."""
        said = self.assistant.conversation(conversation).messages
        return next(m.id for m in said if m.decision_id)

    def rates(self, conversation: str, **said: Any) -> int:
        """Return the first answer of a conversation, which was of no use."""
        answer = self.answer_in(conversation)
        sent = {"message": answer, "useful": False, **said}
        address = f"{API}/conversations/{conversation}/feedback"
        assert self.client.post(address, json=sent).status_code == 200
        return answer

    def another(self, *roles: str) -> tuple[Official, Any]:
        """Return another official, and their headers."""
        with writing(self.assistant.engine) as connection:
            who, key = self.assistant.registry.officials.create(connection, "Otro cargo", roles)
        return who, bearer(key)

    def get(self, path: str, role: str = "atencion", **given: Any) -> Any:
        """Return what an official reads."""
        return self.client.get(API + path, headers=self.keys[role], **given)

    def act(self, number: int, what: str, role: str = "atencion", **body: Any) -> Any:
        """Return what an official's act on a case gets."""
        address = f"{API}/cases/{number}/{what}"
        return self.client.post(address, json=body or None, headers=self.keys[role])


@contextmanager
def open_office(
    build: Callable[..., Assistant], settings: Settings, *, rate_limit: int = 0
) -> Iterator[Office]:
    """Give an office of its own, whose news take a fiftieth of a second."""
    clock = FixedClock()
    assistant = build(settings, clock)
    officials: dict[str, Official] = {}
    keys: dict[str, Any] = {}
    with writing(assistant.engine) as connection:
        for role in ROLES:
            who, key = assistant.registry.officials.create(connection, f"Cargo de {role}", [role])
            officials[role], keys[role] = who, bearer(key)
    workers, live = Workers(), Live(assistant.pulse, every=0.02)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    staff = StaffKeys(assistant.registry, COMMON)
    log = assistant.desk.reception.cases.log
    accounts = build_accounts(assistant.engine, assistant.registry.officials, settings, log)
    administration = Administration(accounts, assistant.registry.redact)
    gate = Gate(rate_limit)
    app.mount(API, create_api(assistant, gate, workers, staff, live, administration))
    app.add_exception_handler(404, lambda request, _: explain(request.scope, "ruta-desconocida"))
    app.add_middleware(BodyLimit)
    app.add_middleware(CrashGuard)
    with TestClient(app, client=("203.0.113.7", 5), raise_server_exceptions=False) as client:
        yield Office(assistant, app, client, live, clock, officials, keys)
    live.close()
    workers.close()
    assistant.engine.dispose()
