"""How the entries are used: a program at the API, a browser at the chat, an official inside."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import httpx

from tests.canaries.house import House
from tests.ui.entering import PASSWORD

API = "/api/v1"
ASKED = "¿Quién puede postular?"
"""A question that the tiny knowledge base answers."""


@dataclass(frozen=True)
class Talk:
    """The conversation of somebody at the API."""

    house: House
    client: httpx.Client
    id: str

    @classmethod
    def begin(cls, house: House, client: httpx.Client, **given: str) -> Talk:
        """Return a new one; `given` are headers."""
        audience = "funcionarios" if given else "ciudadania"
        made = client.post(f"{API}/conversations", json={"audience": audience}, headers=given)
        assert made.status_code == 201, made.text
        return cls(house, client, str(made.json()["id"]))

    def says(self, text: str, **headers: str) -> dict[str, Any]:
        """Return what is answered."""
        address = f"{API}/conversations/{self.id}/turns"
        answer = self.client.post(address, json={"text": text}, headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def asks_for_a_person(self) -> str:
        """Return the folio."""
        return str(self.says("derivar")["handoff"]["folio"])


@dataclass(frozen=True)
class ChatPage:
    """A page of Gradio, spoken to as its own script does."""

    client: httpx.Client
    root: str
    places: dict[str, int]
    """Where each function is, by the `elem_id` of what calls it."""
    session: str

    @classmethod
    def load(cls, client: httpx.Client, session: str, root: str = "") -> ChatPage:
        """Return the page of citizens, or that of staff under `/panel`."""
        config = client.get(f"{root}/config").json()
        names = {part["id"]: part["props"].get("elem_id") or "" for part in config["components"]}
        places: dict[str, int] = {}
        for function in config["dependencies"]:
            for target, event in function["targets"]:
                places[event if event == "load" else names.get(target, "")] = function["id"]
        return cls(client, root, places, session)

    def calls(self, name: str, *data: object) -> list[Any]:
        """Return what a function without a queue gives."""
        body = {"data": data, "fn_index": self.places[name], "session_hash": self.session}
        answer = self.client.post(f"{self.root}/gradio_api/run/predict", json=body)
        assert answer.status_code == 200, answer.text
        found: list[Any] = answer.json()["data"]
        return found

    def queues(self, name: str, *data: object, **more: object) -> httpx.Response:
        """Return the answer of a function with a queue, event after event."""
        place = self.places.get(name, 0)
        body = {"data": data, "fn_index": place, "session_hash": self.session, **more}
        joined = self.client.post(f"{self.root}/gradio_api/queue/join", json=body)
        if joined.status_code != 200:
            return joined
        address = f"{self.root}/gradio_api/queue/data"
        with self.client.stream("GET", address, params={"session_hash": self.session}) as events:
            lines = []
            for line in events.iter_lines():
                lines.append(line)
                if '"process_completed"' in line or '"close_stream"' in line:
                    break
        return httpx.Response(200, text="\n".join(lines), request=events.request)


@dataclass(frozen=True)
class Inside:
    """An official in the panel."""

    house: House
    client: httpx.Client

    def posts(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of ours."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/panel/salir").text)
        assert token
        answer = self.client.post(path, data={"csrf": token[1], **fields})
        assert answer.status_code not in (403, 500), (path, answer.status_code)
        return answer

    def reads(self, *paths: str) -> None:
        """Read pages, in which nothing personal may be."""
        for path in paths:
            answer = self.client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            self.house.heard(path, answer)


def enter(house: House, role: str) -> Inside:
    """Return an official inside the panel."""
    client = house.browser()
    shown = client.get("/panel/entrar").text
    token = re.search(r'name="formulario" value="([^"]+)"', shown)
    assert token
    data = {"formulario": token[1], "cargo": house.accounts[role], "contrasena": PASSWORD}
    assert client.post("/panel/entrar", data=data).status_code == 303
    return Inside(house, client)


def bearer(house: House, role: str) -> dict[str, str]:
    """Return the headers of an official of a role."""
    return {"Authorization": f"Bearer {house.keys[role]}"}


def events_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """Return the events of a stream."""
    lines = (line for line in answer.text.splitlines() if line.startswith("data: "))
    return [json.loads(line.removeprefix("data: ")) for line in lines]
