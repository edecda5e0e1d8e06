"""How tests enter the panel: officials with a password, whose hash is as cheap as hashes can be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import argon2
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Connection

from assistant.accounts.accounts import build_accounts
from assistant.registry import Registry
from assistant.settings import Settings
from governance.moments import Clock, utc_now
from governance.registers.passwords import Passwords
from ui.panel.guard import PanelGuard
from ui.panel.sessions import Sessions
from ui.panel.systems import SystemsPages
from ui.panel.ways_in import SlowThreads, add_ways_in
from ui.rate_limit import Gate
from ui.workers import Workers

ServePanel = Callable[..., TestClient]
"""Builds a client for the ways into the panel, with some settings."""

PASSWORD = "tren azul queso nueve"
CHEAP = argon2.profiles.CHEAPEST


def give_password(
    connection: Connection, official_id: str, password: str = PASSWORD, clock: Clock = utc_now
) -> None:
    """Give an official a password."""
    passwords = Passwords(clock, argon2.PasswordHasher.from_parameters(CHEAP))
    passwords.keep(connection, official_id, passwords.hash(password))


def form_token(client: TestClient, path: str = "/panel/entrar") -> str:
    """Return the token of a form that is shown outside; nothing when there is no form."""
    found = re.search(r'name="formulario" value="([^"]+)"', client.get(path).text)
    return found[1] if found else ""


def csrf(client: TestClient, path: str = "/panel/salir") -> str:
    """Return the token of the forms inside."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def sign_in(client: TestClient, account: str, password: str = PASSWORD, **headers: str) -> Response:
    """Send the form of the login."""
    data = {"formulario": form_token(client), "cargo": account, "contrasena": password}
    return client.post("/panel/entrar", data=data, headers=headers, follow_redirects=False)


def choose(client: TestClient, account: str, key: str, password: str, again: str = "") -> Response:
    """Send the form with which one chooses a password."""
    path = "/panel/entrar/crear"
    data = {
        "formulario": form_token(client, path),
        "cargo": account,
        "clave": key,
        "contrasena": password,
        "otra_vez": again or password,
    }
    return client.post(path, data=data, follow_redirects=False)


def panel_app(registry: Registry, folder: Path, **given: Any) -> FastAPI:
    """Return the panel as one process serves it, without the pages of Gradio: they take long."""
    values: dict[str, Any] = {"data_dir": folder, "rate_limit": 0} | given
    settings = Settings(**values)
    accounts = build_accounts(registry.engine, registry.officials, settings)
    sessions, workers = Sessions(accounts), Workers(2)
    gate = Gate(settings.rate_limit, settings.trust_forwarded_for)
    panel = FastAPI()
    add_ways_in(panel, accounts, registry, sessions, gate, workers, SlowThreads(), settings)
    SystemsPages(registry, workers).add_to(panel)
    app = FastAPI()
    app.mount("/panel", PanelGuard(panel, sessions, workers))
    return app
