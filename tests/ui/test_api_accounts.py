"""The API of accounts: what an administrator does, that it is told, and that nobody else may."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.database import reading
from tests.ui.office import API, Office, bearer
from tests.ui.test_api import is_problem

NEW: dict[str, Any] = {"post": "Encargada de Atención", "roles": ["atencion"]}


def send(office: Office, path: str, body: Any = None, role: str = "administracion") -> Any:
    return office.client.post(f"{API}/accounts{path}", json=body, headers=office.keys[role])


def account(office: Office, official_id: str) -> dict[str, Any]:
    found = office.get("/accounts", "administracion").json()
    return next(one for one in found if one["id"] == official_id)


def told(office: Office, official_id: str) -> list[str]:
    with reading(office.assistant.engine) as connection:
        events = [e.event for e in office.assistant.log.events(connection)]
    by = office.officials["administracion"].id
    return [e.reason for e in events if e and e.to == official_id and e.by == by]


def can_attend(office: Office, key: str) -> bool:
    return bool(office.client.get(f"{API}/cases", headers=bearer(key)).status_code == 200)


def test_who_is_added_acts_with_a_key_that_is_shown_once(office: Office) -> None:
    added = send(office, "", NEW)
    assert added.status_code == 201 and added.headers["cache-control"] == "no-store"
    new, key = added.json()["id"], added.json()["key"]
    assert can_attend(office, key)
    found = account(office, new)
    assert found == {
        "id": new,
        "post": "Encargada de Atención",
        "roles": ["atencion"],
        "is_active": True,
        "has_password": False,
        "is_linked": False,
        "is_locked": False,
        "last_entry": None,
        "open_sessions": 0,
    }
    assert key not in office.get("/accounts", "administracion").text
    assert told(office, new) == ["added"]


def test_a_renewed_key_is_the_only_one_that_works(office: Office) -> None:
    before = send(office, "", NEW).json()
    after = send(office, f"/{before['id']}/renew").json()
    assert after["id"] == before["id"] and can_attend(office, after["key"])
    assert not can_attend(office, before["key"])
    assert told(office, before["id"]) == ["added", "key"]


def test_roles_change_at_once(office: Office) -> None:
    new = send(office, "", NEW).json()
    changed = send(office, f"/{new['id']}/roles", {"roles": ["dpo", "auditor"]})
    assert changed.json()["roles"] == ["auditor", "dpo"]
    assert not can_attend(office, new["key"])
    assert told(office, new["id"]) == ["added", "roles"]


def test_whoever_is_deactivated_acts_no_more(office: Office) -> None:
    new = send(office, "", NEW).json()
    assert send(office, f"/{new['id']}/deactivate").json()["is_active"] is False
    assert not can_attend(office, new["key"])
    assert account(office, new["id"])["is_active"] is False
    refused = is_problem(send(office, f"/{new['id']}/renew"), 409, "cuenta-rechazada")
    assert "desactivado" in refused["detail"]


@pytest.mark.parametrize("what", ["unlock", "end-sessions"])
def test_an_account_is_unlocked_and_its_sessions_end(office: Office, what: str) -> None:
    new = send(office, "", NEW).json()
    assert send(office, f"/{new['id']}/{what}").json()["id"] == new["id"]
    assert told(office, new["id"])[1:] == [{"unlock": "unlocked"}.get(what, "sessions")]


def test_the_last_administrator_stays(office: Office) -> None:
    me = office.officials["administracion"].id
    for path, body in ((f"/{me}/deactivate", None), (f"/{me}/roles", {"roles": ["auditor"]})):
        is_problem(send(office, path, body), 409, "cuenta-rechazada")
    assert account(office, me)["is_active"]


def test_an_account_is_a_post_and_holds_nothing_of_a_person(office: Office) -> None:
    refused = send(office, "", NEW | {"post": "Encargada, RUT 11.111.111-1"})
    assert "11.111" not in refused.text
    is_problem(refused, 409, "cuenta-rechazada")
    is_problem(send(office, "", NEW | {"post": " \u200b"}), 409, "cuenta-rechazada")
    wrongs: list[dict[str, Any]] = [
        {"roles": ["jefe"]},
        {"roles": []},
        {"post": "a" * 121},
        {"key": "mía"},
    ]
    for wrong in wrongs:
        is_problem(send(office, "", NEW | wrong), 422, "datos-invalidos")


@pytest.mark.parametrize("what", ["renew", "deactivate", "unlock", "end-sessions", "roles"])
def test_an_account_that_is_not_there_is_explained(office: Office, what: str) -> None:
    body = {"roles": ["dpo"]} if what == "roles" else None
    is_problem(send(office, f"/F-999/{what}", body), 404, "cargo-desconocido")
    is_problem(send(office, f"/%00/{what}", body), 422, "datos-invalidos")


@pytest.mark.parametrize("role", ["responsable", "atencion", "auditor", "ciso"])
def test_nobody_else_sees_or_changes_accounts(office: Office, role: str) -> None:
    me = office.officials[role].id
    is_problem(office.get("/accounts", role), 403, "sin-rol")
    for path, body in (
        ("", NEW),
        (f"/{me}/roles", {"roles": ["administracion"]}),
        (f"/{me}/renew", None),
        (f"/{me}/deactivate", None),
        (f"/{me}/unlock", None),
        (f"/{me}/end-sessions", None),
    ):
        refused = is_problem(send(office, path, body, role), 403, "sin-rol")
        assert "«administracion»" in refused["detail"]
    assert account(office, me)["roles"] == [role]
