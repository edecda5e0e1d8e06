"""The API of the gaps: who sees and decides them, what is published, and what is told when not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.database import DatabaseError
from assistant.desk.gaps import desk as gap_desk_module
from assistant.settings import Settings
from knowledge_base import current
from knowledge_base.ingest import _only_one
from tests.assistant.desk.gap_desks import ANSWER, QUESTION, answered_by
from tests.ui.office import API, Office, open_office
from tests.ui.test_api import is_problem

WHY = "Ya está en la base."


@pytest.fixture
def folder(tmp_path: Path, _tiny_data: Path) -> Path:
    shutil.copytree(_tiny_data, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def office(
    build_quickly: Callable[..., Assistant],
    folder: Path,
    tiny_documents: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """Return an office of the test's own: what one publishes, another would be answered."""
    monkeypatch.setattr(current, "LOOK_EVERY_S", -1)
    with open_office(
        build_quickly, Settings(data_dir=folder, documents=(tiny_documents,))
    ) as opened:
        yield opened


def gap(office: Office, **said: str) -> int:
    return answered_by(office.assistant, office.officials["atencion"], **said)


def post(office: Office, path: str, role: str = "responsable", **body: Any) -> Any:
    return office.client.post(API + path, json=body, headers=office.keys[role])


def draft(office: Office) -> dict[str, Any]:
    """Return what one sends to approve the first gap as it is proposed."""
    first = office.get("/gaps", "responsable").json()[0]
    return {**first["draft"], "cases": first["cases"]}


def test_gaps_are_seen_with_a_draft_by_who_may(office: Office) -> None:
    number = gap(office)
    for role in ("atencion", "responsable"):
        seen = office.get("/gaps", role)
        assert seen.headers["cache-control"] == "no-store"
        (group,) = seen.json()
        assert (group["id"], group["cases"]) == (number, [number])
        assert group["gaps"][0]["question"] == QUESTION
        assert group["draft"]["text"] == ANSWER
        assert group["draft"]["valid_until"] == "2027-11-21"
    refused = office.get("/gaps", "auditor")
    assert "«responsable»" in is_problem(refused, 403, "sin-rol")["detail"]


def test_a_folio_that_somebody_wrote_in_a_gap_is_never_shown(office: Office) -> None:
    folio = office.asks()[1]
    gap(office, question=f"{QUESTION} Mi folio es {folio}", answer=f"{ANSWER} Caso {folio}.")
    shown = office.get("/gaps", "responsable")
    assert folio not in shown.text and "NB-····" in shown.text


def test_what_is_approved_is_answered_listed_and_withdrawn(office: Office) -> None:
    number = gap(office)
    done = post(office, f"/gaps/{number}/approve", **draft(office))
    assert done.status_code == 201
    document = done.json()["document_id"]
    assert office.get("/gaps", "responsable").json() == []
    (listed,) = office.get("/gaps/published", "atencion").json()
    assert listed["document_id"] == document and "Cargo de responsable" in listed["source"]
    assert ANSWER in office.says(office.citizen(), QUESTION)["text"]
    address = f"/gaps/published/{document}/withdraw"
    is_problem(post(office, address, why=" "), 422, "texto-vacio")
    assert post(office, address, why="La respuesta cambió.").status_code == 204
    assert ANSWER not in office.says(office.citizen(), QUESTION)["text"]
    assert [g["id"] for g in office.get("/gaps", "responsable").json()] == [number]
    is_problem(post(office, address, why=WHY), 404, "vacio-desconocido")


def test_what_the_reviewer_corrected_is_what_is_published(office: Office) -> None:
    number = gap(office)
    corrected = draft(office) | {"title": "  Peso \x00del\nzip ", "questions": [QUESTION, QUESTION]}
    assert post(office, f"/gaps/{number}/approve", **corrected).status_code == 201
    (listed,) = office.get("/gaps/published").json()
    assert listed["title"] == "Peso del zip"


def test_every_problem_of_a_draft_is_told_at_once_and_none_repeats_it(office: Office) -> None:
    number = gap(office)
    wrong = draft(office) | {
        "text": "Te llamaremos mañana. Escribe a ana@correo.cl y usa {{clave_secreta}}.",
        "valid_until": "2020-01-01",
        "caveat": "inventado",
    }
    refused = post(office, f"/gaps/{number}/approve", **wrong)
    errors = is_problem(refused, 422, "borrador-rechazado")["errores"]
    assert {error["campo"] for error in errors} == {"borrador"}
    said = "\n".join(error["mensaje"] for error in errors)
    for expected in ("promete algo", "parece un dato personal", "ya pasó"):
        assert expected in said
    for sent in ("llamaremos", "ana@correo.cl", "clave_secreta", "inventado"):
        assert sent not in refused.text
    del wrong["cases"]
    checked = post(office, "/gaps/check", **wrong).json()
    assert len(checked["errors"]) == len(errors) and "ana@correo.cl" in str(checked["errors"])
    assert office.get("/gaps/published").json() == []


def test_what_only_the_ingestion_would_find_is_not_repeated_either(office: Office) -> None:
    number = gap(office)
    wrong = draft(office) | {"text": f"{ANSWER} Mira {{{{clave_secreta}}}}.", "caveat": "inventado"}
    refused = post(office, f"/gaps/{number}/approve", **wrong)
    is_problem(refused, 422, "borrador-rechazado")
    assert "no está en los datos" in refused.text and "no existe" in refused.text
    assert "clave_secreta" not in refused.text and "inventado" not in refused.text


def test_a_mark_that_no_draft_may_have_is_named(office: Office) -> None:
    number = gap(office)
    wrong = draft(office) | {"text": f"{ANSWER}\n# Otra sección"}
    refused = post(office, f"/gaps/{number}/approve", **wrong)
    assert "«#»" in str(is_problem(refused, 422, "borrador-rechazado")["errores"])


def test_figures_are_published_only_once_somebody_says_that_they_checked_them(
    office: Office,
) -> None:
    number = gap(office, answer="El máximo es de $120.000 por archivo.")
    body = draft(office)
    refused = post(office, f"/gaps/{number}/approve", **body)
    errors = is_problem(refused, 422, "borrador-rechazado")["errores"]
    assert "marca que las revisaste" in errors[0]["mensaje"]
    found = post(office, "/gaps/check", **{k: v for k, v in body.items() if k != "cases"}).json()
    assert found["figures"] == ["$120.000"] and found["errors"] == []
    done = post(office, f"/gaps/{number}/approve", **body, figures_checked=True)
    assert done.status_code == 201


def test_a_gap_is_dismissed_with_a_reason(office: Office) -> None:
    number = gap(office)
    address = f"/gaps/{number}/dismiss"
    is_problem(post(office, address, cases=[number], why="\u200b"), 422, "texto-vacio")
    is_problem(post(office, address, cases=[number], why="a" * 501), 413, "texto-largo")
    assert post(office, address, cases=[number], why=WHY).status_code == 204
    assert office.get("/gaps", "responsable").json() == []
    is_problem(post(office, address, cases=[number], why=WHY), 404, "vacio-desconocido")


def test_only_the_cases_of_the_gap_are_decided_with_it(office: Office) -> None:
    number, other = gap(office), gap(office, question="¿Sirve la huella?", answer="Sí, se acepta.")
    groups = office.get("/gaps", "responsable").json()
    body = next(group["draft"] for group in groups if group["id"] == number)
    for cases in ([other], [number, other], [999]):
        refused = post(office, f"/gaps/{number}/approve", **body, cases=cases)
        is_problem(refused, 409, "vacio-cambio")
        refused = post(office, f"/gaps/{number}/dismiss", cases=cases, why=WHY)
        is_problem(refused, 409, "vacio-cambio")
    for wrong in ([], ["1"], [True], [0], [2**31], None):
        refused = post(office, f"/gaps/{number}/dismiss", cases=wrong, why=WHY)
        is_problem(refused, 422, "datos-invalidos")
    assert len(office.get("/gaps", "responsable").json()) == 2


def test_only_a_responsible_decides(office: Office) -> None:
    number = gap(office)
    body = draft(office)
    decisions: tuple[tuple[str, dict[str, Any]], ...] = (
        (f"/gaps/{number}/approve", body),
        ("/gaps/check", {k: v for k, v in body.items() if k != "cases"}),
        (f"/gaps/{number}/dismiss", {"cases": [number], "why": WHY}),
        ("/gaps/published/concurso-prueba/withdraw", {"why": WHY}),
    )
    for role, (path, sent) in product(("atencion", "auditor", "administracion"), decisions):
        refused = post(office, path, role, **sent)
        assert "«responsable»" in is_problem(refused, 403, "sin-rol")["detail"]
    assert len(office.get("/gaps", "responsable").json()) == 1


def test_a_document_that_came_from_no_gap_is_not_withdrawn(office: Office) -> None:
    for document in ("concurso-prueba", "concurso-plazos", "respuesta-nada-000000"):
        refused = post(office, f"/gaps/published/{document}/withdraw", why=WHY)
        is_problem(refused, 404, "vacio-desconocido")


def test_what_goes_wrong_is_told_in_words_and_changes_nothing(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = gap(office)
    body = draft(office)
    with _only_one(folder / "ingest.lock"):
        busy = post(office, f"/gaps/{number}/approve", **body)
    assert "otra ingesta" in is_problem(busy, 503, "no-publicado")["detail"]

    def broken(_: object) -> None:
        raise DatabaseError("secreto")

    monkeypatch.setattr(gap_desk_module, "writing", broken)
    unrecorded = post(office, f"/gaps/{number}/approve", **body)
    assert "como estaba" in is_problem(unrecorded, 503, "no-registrado")["detail"]
    assert "secreto" not in unrecorded.text
    assert office.get("/gaps/published").json() == []
    assert len(office.get("/gaps", "responsable").json()) == 1
