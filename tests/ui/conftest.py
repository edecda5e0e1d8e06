"""The whole web application around a fake assistant, with real registers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.settings import Settings
from governance.registers import passwords
from tests.ui.entering import CHEAP, ServePanel, panel_app
from tests.ui.fake_assistant import FakeAssistant, Serve
from tests.ui.office import Office, open_office
from tests.ui.registers import Registers
from ui.app import create_app


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """A hash that takes fifty milliseconds on purpose has no place in hundreds of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", CHEAP)
        yield


def _client(assistant: FakeAssistant, settings: dict[str, Any]) -> TestClient:
    return TestClient(create_app(assistant, Settings(**settings)), client=("203.0.113.7", 5))


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    """Return the registers behind `client`, shared by the tests of a module."""
    return Registers(tmp_path_factory.mktemp("registros"))


@pytest.fixture(scope="module")
def _shared(
    tmp_path_factory: pytest.TempPathFactory, registers: Registers
) -> Iterator[tuple[FakeAssistant, TestClient]]:
    # Building Gradio's pages takes most of a second: tests that need no settings share them.
    assistant = FakeAssistant(given_registry=registers.registry)
    folder = tmp_path_factory.mktemp("datos")
    settings = {"data_dir": folder, "rate_limit": 0, "staff_token": "clave-ñ"}
    with _client(assistant, settings) as client:
        yield assistant, client


@pytest.fixture
def assistant(_shared: tuple[FakeAssistant, TestClient]) -> FakeAssistant:
    """Return an assistant that answers everything and remembers nothing of other tests."""
    assistant, _ = _shared
    assistant.forget()
    return assistant


@pytest.fixture
def client(_shared: tuple[FakeAssistant, TestClient], assistant: FakeAssistant) -> TestClient:
    """Return a client without limits, with the token of staff set, and with no cookie."""
    _shared[1].cookies.clear()
    return _shared[1]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Return what builds a client for the application with some settings."""
    opened: list[TestClient] = []

    def build(registers: Registers | None = None, **settings: Any) -> TestClient:
        found = registers or Registers(tmp_path)
        assistant = FakeAssistant(given_registry=found.registry)
        client = _client(assistant, {"data_dir": tmp_path, "rate_limit": 0} | settings)
        opened.append(client.__enter__())
        return client

    yield build
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture(scope="module")
def office(
    build_quickly: Callable[..., Assistant],
    _tiny_data: Path,
    tiny_documents: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    """Return an office of the module's own, with real cases."""
    folder = tmp_path_factory.mktemp("oficina") / "data"
    shutil.copytree(_tiny_data, folder)
    settings = Settings(data_dir=folder, documents=(tiny_documents,))
    with open_office(build_quickly, settings) as opened:
        yield opened


@pytest.fixture
def serve_panel(tmp_path: Path) -> ServePanel:
    """Return what builds a client for the ways into the panel, and nothing slow to build."""

    def build(registers: Registers, **settings: Any) -> TestClient:
        app = panel_app(registers.registry, tmp_path, **settings)
        return TestClient(app, client=("203.0.113.7", 5))

    return build
