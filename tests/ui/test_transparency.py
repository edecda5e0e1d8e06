"""The public pages: what they tell, what they keep to themselves, and how they are served."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.database import DatabaseError
from assistant.redaction.model import Kind
from assistant.registry import Order
from assistant.settings import Settings
from assistant.turn import Outcome
from evals.scorers.readability import NORMAL, perspicuity
from governance.log.decision import Decision
from governance.registers.acts import Acta
from governance.registers.days import CHILE
from tests.fakes import NOON
from tests.ui.public_pages import PAGES, Installation, a_night, fixed_texts, shipped_passages
from tests.ui.registers import LIMITADO
from ui.transparency import figures_page, remembered, routes
from ui.transparency.accessibility import load_statement
from ui.transparency.catalogue import Listed
from ui.transparency.complaints import TOLD, Complaints
from ui.transparency.counting import TOO_FEW, Cell
from ui.transparency.facts import read_facts
from ui.transparency.ficha import Declared, Field, load_template
from ui.transparency.figures import read_figures
from ui.transparency.frame import Sheet
from ui.transparency.nights import METRICS, Checked
from ui.transparency.open_data import load_dataset
from ui.transparency.record_words import MASKED, RECORDED
from ui.transparency.remembered import KEPT_FOR, Remembered, Unavailable
from ui.transparency.usage import ENDINGS

FILES = (
    "/transparencia/ficha.json",
    "/transparencia/ficha.md",
    "/transparencia/ficha.pdf",
    "/transparencia/ficha.docx",
    "/transparencia/catalogo.csv",
    "/transparencia/catalogo.json",
    "/transparencia/cifras.csv",
    "/transparencia/cifras.json",
    "/transparencia/verificar.py",
)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An installation where nothing has happened yet."""
    installation = Installation(tmp_path_factory.mktemp("quieta"))
    with TestClient(installation.app()) as client:
        yield client
    installation.workers.close()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    opened = Installation(tmp_path)
    yield opened
    opened.workers.close()


def read(installation: Installation, path: str, **settings: object) -> str:
    with TestClient(installation.app(**settings)) as client:
        return str(client.get(path).text)


# how they are served


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_small_plain_and_sets_no_cookie(quiet: TestClient, path: str) -> None:
    response = quiet.get(path)
    html = response.text
    assert response.status_code == 200
    assert len(response.content) <= 60_000
    assert "set-cookie" not in response.headers
    assert '<html lang="es-CL">' in html and html.count("<h1>") == 1
    assert "<script" not in html and "style=" not in html and "<form" not in html
    assert html.count('aria-current="page"') == 1 and 'href="#contenido"' in html
    assert re.findall(r'(?:src|action)="(https?:)?//', html) == []


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_what_did_not_change_is_not_sent_again(quiet: TestClient, path: str) -> None:
    first = quiet.get(path)
    assert first.headers["cache-control"] == "public, max-age=120"
    again = quiet.get(path, headers={"If-None-Match": f'"otra", W/{first.headers["etag"]}'})
    assert again.status_code == 304 and not again.content
    assert quiet.head(path).headers["etag"] == first.headers["etag"]


def test_an_address_that_is_none_is_told_of_in_words(quiet: TestClient) -> None:
    response = quiet.get("/transparencia/nada")
    assert response.status_code == 404 and "Esa página no existe" in response.text
    assert quiet.get("/transparencia/", follow_redirects=False).headers["location"] == PAGES[0]
    without_key = quiet.get("/transparencia/clave-publica.pem")
    assert without_key.status_code == 404 and "Esa página no existe" in without_key.text


@pytest.mark.parametrize("path", PAGES)
def test_nothing_can_be_posted(quiet: TestClient, path: str) -> None:
    assert quiet.post(path, data={"texto": "hola"}).status_code == 405


def test_the_whole_application_serves_them(client: TestClient) -> None:
    for path in PAGES:
        assert client.get(path).status_code == 200
    assert client.post("/transparencia").status_code in (404, 405)
    assert "default-src 'none'" in client.get(PAGES[0]).headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_easy_to_read(quiet: TestClient, path: str) -> None:
    index = perspicuity(fixed_texts(quiet.get(path).text))
    assert index is not None and index >= NORMAL


@pytest.mark.parametrize("field", [f for s in load_template() for f in s.fields if f.text])
def test_every_answer_of_the_ficha_is_easy_to_read(field: Field) -> None:
    index = perspicuity(re.sub(r"\{\w+\}", "ese", field.text))
    assert index is None or index >= NORMAL


def test_many_visitors_cost_one_reading_of_the_log(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings: list[object] = []

    def counted(assistant: object) -> object:
        readings.append(assistant)
        return read_figures(installation.assistant)

    monkeypatch.setattr("ui.transparency.routes.read_figures", counted)
    with TestClient(installation.app()) as client:
        for _ in range(50):
            assert client.get("/transparencia/cifras").status_code == 200
        assert client.get("/transparencia/cifras.csv").status_code == 200
    assert len(readings) == 1


def test_what_cannot_be_read_is_told_of_in_words_and_without_its_error(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise DatabaseError("secreto")

    monkeypatch.setattr("ui.transparency.routes.read_figures", broken)
    with TestClient(installation.app()) as client:
        response = client.get("/transparencia/cifras")
        assert response.status_code == 503 and response.headers["retry-after"]
        assert "Vuelve a cargar" in response.text and "secreto" not in response.text
        assert client.get("/transparencia").status_code == 200


# what is remembered


class Source:
    """Something that takes a moment to read, and fails when told."""

    def __init__(self) -> None:
        self.now, self.readings, self.is_broken = 0.0, 0, False

    async def read(self) -> int:
        self.readings += 1
        await asyncio.sleep(0)
        if self.is_broken:
            raise DatabaseError("secreto")
        return self.readings

    def remembered(self) -> Remembered[int]:
        return Remembered(self.read, lambda: self.now)


def test_a_page_gets_old_with_what_it_was_made_from(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Source()
    monkeypatch.setattr(routes, "Remembered", partial(Remembered, now=lambda: clock.now))
    with TestClient(installation.app()) as client:
        client.get("/transparencia")
        clock.now = KEPT_FOR - 1
        assert "a las 12:00" in client.get("/transparencia/registro").text, "made a moment ago"
        assert "a las 12:00" in client.get("/transparencia/cifras").text
        installation.registers.clock.advance(minutes=3)
        clock.now = KEPT_FOR
        assert "a las 12:03" in client.get("/transparencia/registro").text
        clock.now = 2 * KEPT_FOR - 1
        assert "a las 12:03" in client.get("/transparencia/cifras").text


def test_it_is_read_again_after_some_minutes_and_once_for_who_ask_together() -> None:
    async def visit() -> None:
        source = Source()
        kept = source.remembered()
        assert await asyncio.gather(*(kept.get() for _ in range(50))) == [1] * 50
        source.now = KEPT_FOR - 1
        assert await kept.get() == 1
        source.now = KEPT_FOR
        seen = await asyncio.gather(*(kept.get() for _ in range(50)))
        assert source.readings == 2 and set(seen) == {1, 2}

    asyncio.run(visit())


def test_what_was_read_before_is_given_while_it_cannot_be_read() -> None:
    async def visit() -> None:
        source = Source()
        kept = source.remembered()
        await kept.get()
        source.now, source.is_broken = KEPT_FOR, True
        assert [await kept.get() for _ in range(5)] == [1] * 5
        assert source.readings == 2, "it is not tried again at once"
        source.now, source.is_broken = source.now + remembered.RETRY_AFTER, False
        assert await kept.get() == 3

    asyncio.run(visit())


def test_what_never_was_read_fails_at_once_for_everybody_who_waits() -> None:
    async def visit() -> None:
        source = Source()
        source.is_broken = True
        kept = source.remembered()
        found = await asyncio.gather(*(kept.get() for _ in range(50)), return_exceptions=True)
        assert all(isinstance(one, Unavailable) for one in found) and source.readings == 1

    asyncio.run(visit())


# what it is, and at which level


def test_the_home_page_says_what_it_is_who_answers_and_its_level(quiet: TestClient) -> None:
    html = quiet.get("/transparencia").text
    for expected in (
        "No es una persona.",
        "SDA-006",
        "Coordinador TD",
        "Riesgo limitado",
        "no consta un acta",
        "Funcionando.",
        "21/11/2026 a las 12:00",
    ):
        assert expected in html


def test_the_level_of_an_acta_is_the_one_that_is_told(installation: Installation) -> None:
    approve(installation, "SDA-006")
    html = read(installation, "/transparencia")
    assert "Lo aprobó el Subcomité de IA y Ética Digital en el Acta 12" in html
    assert "dijo " not in html, "what an official wrote to explain an answer is not published"


def test_a_suspended_assistant_says_so(installation: Installation) -> None:
    assert "Suspendido" in read(installation, "/transparencia", suspended=True)


def test_an_assistant_that_is_in_no_register_says_so(installation: Installation) -> None:
    html = read(installation, "/transparencia", system_id="SDA-777")
    assert "no figura este asistente" in html
    assert "No consta en los registros" in read(
        installation, "/transparencia/ficha", system_id="SDA-777"
    )


def approve(installation: Installation, system_id: str) -> None:
    registers = installation.registers
    system = registers.registry.system(system_id).system
    registers.classify(system, LIMITADO)
    member, _ = registers.official("Integrante del Subcomité", ["subcomite"])
    acta = Acta("12", registers.clock().date())
    registers.registry.act(member, system_id, Order("approve", 1, "limitado", acta))


# the ficha


def test_the_ficha_has_the_sections_and_fields_that_the_policy_asks_for(
    installation: Installation,
) -> None:
    duty = next(
        d for d in installation.registers.registry.policy().obligations if d.id == "ficha_contenido"
    )
    found = re.search(r"(\d+) secciones y (\d+) campos", " ".join(duty.text.split()))
    assert found
    sections = load_template()
    numbers = [field.id for one in sections for field in one.fields]
    assert (len(sections), len(numbers)) == (int(found[1]), int(found[2]))
    assert numbers == sorted(set(numbers))


def test_the_ficha_says_that_it_is_not_the_approved_one_and_what_is_not_known(
    quiet: TestClient,
) -> None:
    html = quiet.get("/transparencia/ficha").text
    assert "Esto no es la Ficha SDA aprobada" in html
    assert "publicada (v1.0, 15/10/2025)" in html, "what the catalogue declares of it"
    assert "No consta en los registros de este programa." in html
    assert "{" not in html


def test_the_ficha_tells_what_this_installation_is_set_to(installation: Installation) -> None:
    html = read(installation, "/transparencia/ficha", contact_days=45, chat_model="openai:modelo-x")
    assert "se borra 45 días después" in html and "openai:modelo-x" in html


def test_the_ficha_can_be_kept_in_every_format(quiet: TestClient) -> None:
    starts = {"md": b"# Ficha", "pdf": b"%PDF", "docx": b"PK", "json": b"{"}
    for kind, start in starts.items():
        response = quiet.get(f"/transparencia/ficha.{kind}")
        assert response.content.startswith(start)
        assert response.headers["content-disposition"] == f'attachment; filename="ficha.{kind}"'
    rows = quiet.get("/transparencia/ficha.json").json()["datos"]
    assert len(rows) == 29 and rows[1]["respuesta"] == "SDA-006"


# the catalogue


def test_the_catalogue_lists_the_systems_of_the_policy(quiet: TestClient) -> None:
    html = quiet.get("/transparencia/catalogo").text
    ids = [row["id"] for row in quiet.get("/transparencia/catalogo.json").json()["datos"]]
    assert ids == [f"SDA-{number:03d}" for number in range(1, 10)]
    assert all(f'id="{one.lower()}"' in html for one in ids)


def test_a_system_that_was_registered_is_public_only_once_it_is_approved(
    installation: Installation,
) -> None:
    system = installation.registers.system(name="Lector secreto de cartas")
    before = read(installation, "/transparencia/catalogo")
    assert "Lector secreto" not in before and "hay 1 en trámite" in before
    approve(installation, system.id)
    after = read(installation, "/transparencia/catalogo")
    assert "Lector secreto" in after and "Limitado (Acta 12 del 21/11/2026)" in after
    assert "Jefa DIDESO" in after, "the post, which is public"


def test_what_a_pending_classification_proposes_is_not_published(
    installation: Installation,
) -> None:
    system = installation.registers.registry.system("SDA-003").system
    installation.registers.classify(system, {"P0": "b"})
    rows = json.loads(read(installation, "/transparencia/catalogo.json"))["datos"]
    (row,) = (row for row in rows if row["id"] == "SDA-003")
    assert row["estado"] == "En revisión del Subcomité"
    assert "prohibido" not in json.dumps(row)


def test_the_files_have_the_fields_that_are_described(quiet: TestClient) -> None:
    kinds = (("catalogo", Listed), ("cifras", figures_page.Row), ("ficha", Declared))
    for name, kind in kinds:
        described = list(load_dataset(name).fields)
        assert described == [field.name for field in fields(kind)]
        content = quiet.get(f"/transparencia/{name}.json").json()
        assert content["campos"].keys() == set(described)
        assert all(list(row) == described for row in content["datos"])
        assert content["licencia"]["nombre"] == "CC BY 4.0" and content["al"]


def test_the_csv_is_one_that_any_program_reads(quiet: TestClient) -> None:
    response = quiet.get("/transparencia/catalogo.csv")
    assert response.headers["content-type"].startswith("text/csv; charset=utf-8")
    text = response.content.decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n") == 10
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == 9 and list(rows[0]) == list(load_dataset("catalogo").fields)


# what is recorded


def test_every_recorded_field_and_every_kind_that_is_masked_is_told() -> None:
    assert set(RECORDED) == {field.name for field in fields(Decision)}
    assert set(MASKED) == set(Kind)


def test_the_terms_are_those_of_this_installation(installation: Installation) -> None:
    html = read(installation, "/transparencia/registro", contact_days=7, retention_days=400)
    assert "7 días desde que se cierra" in html and "400 días, o hasta" in html


def test_where_the_log_ends_is_published_with_its_moment(installation: Installation) -> None:
    installation.turns("c-1")
    board = installation.assistant.board
    with board.engine.connect() as connection:
        head = board.log.head(connection)
    html = read(installation, "/transparencia/registro")
    assert head.hash in html and "21/11/2026 a las 12:00" in html


def test_a_signed_log_says_that_its_days_let_anybody_count_its_entries(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = read_facts(installation.assistant, Settings(data_dir=installation.folder))
    assert facts.log is not None
    signed = replace(facts, log=replace(facts.log, public_keys="-----BEGIN PUBLIC KEY-----"))
    monkeypatch.setattr("ui.transparency.routes.read_facts", lambda *_: signed)
    html = read(installation, "/transparencia/registro")
    assert "cuántos asientos había al firmarlo" in html and "sin redondear" in html
    index = perspicuity(fixed_texts(html))
    assert index is not None and index >= NORMAL


def test_a_log_that_cannot_be_read_is_told_of(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.transparency.facts._read_log", lambda _: None)
    assert "no se puede leer" in read(installation, "/transparencia/registro")


# figures


def test_without_data_there_are_words(quiet: TestClient) -> None:
    html = quiet.get("/transparencia/cifras").text
    assert "Todavía no hay preguntas que contar." in html
    assert "Todavía no hay noches revisadas." in html and "sin datos" in html


def test_a_figure_of_fewer_than_five_people_is_not_said(installation: Installation) -> None:
    installation.talks(12)
    installation.talks(4, "abstained_no_evidence")
    installation.turns("una sola", "handed_off_crisis", many=30)
    rows = json.loads(read(installation, "/transparencia/cifras.json"))["datos"]
    week = {row["medida"]: row for row in rows if row["grupo"] == "Uso por semana"}
    assert week["Respondió"]["valor"] == 10, "rounded to the nearest five"
    for name in ("No supo", "A una persona"):
        assert week[name]["valor"] is None and week[name]["nota"] == "menos de 5"
    assert week["Pidió precisar"]["valor"] == 0
    assert not any(0 < (row["valor"] or 0) < 5 for row in rows)
    html = read(installation, "/transparencia/cifras")
    assert "menos de 5" in html and ">4<" not in html and ">30<" not in html


def recent(installation: Installation) -> dict[str, Cell]:
    """Return the figures of the last days, by name."""
    return {one.name: one.cell for one in read_figures(installation.assistant).recent}


def test_who_rates_five_answers_is_one_person_and_is_not_told(installation: Installation) -> None:
    installation.rated(*["otra"] * 5)
    installation.rated(*[None] * 5, is_useful=True)
    found = recent(installation)
    for name in ("Respuestas con opinión", "No sirvió: otra razón"):
        assert (found[name].value, found[name].shown) == (None, "menos de 5")
    assert found["Dijeron que les sirvió"].shown == "muy pocos casos"
    for _ in range(4):
        installation.rated("otra")
        installation.rated(None, is_useful=True)
    found = recent(installation)
    assert found["Respuestas con opinión"].value == 20, "eighteen answers, of ten conversations"
    assert found["No sirvió: otra razón"].value == 10, "nine answers, of five conversations"
    assert found["Dijeron que les sirvió"].shown == "50 %"


def test_what_staff_think_of_answers_is_in_no_public_figure(installation: Installation) -> None:
    for _ in range(10):
        installation.rated("otra", audience="funcionarios")
    assert recent(installation)["Respuestas con opinión"].value == 0


def test_who_asks_five_times_for_a_person_is_one_and_is_not_told(
    installation: Installation,
) -> None:
    for case in range(1, 6):
        installation.asked(case, "la misma", timedelta(minutes=9))
        installation.asked(case + 10, "otra que espera")
    found = recent(installation)
    for name in (
        "Pasaron a una persona",
        "Motivo: lo pidió",
        "Recibieron respuesta de una persona",
        "Todavía sin respuesta de una persona",
    ):
        assert found[name].shown == "menos de 5", name
    for name in ("La mitad esperó a lo más", "Resueltos que siguen así a los siete días"):
        assert found[name].shown == "muy pocos casos", name


def test_staff_who_ask_for_a_person_are_in_no_public_figure(installation: Installation) -> None:
    for case in range(1, 11):
        wait, who = timedelta(hours=9), f"de planta {case}"
        installation.asked(case, who, wait, audience="funcionarios")
    found = recent(installation)
    assert found["Pasaron a una persona"].value == 0
    for name in ("La mitad esperó a lo más", "Resueltos que siguen así a los siete días"):
        assert found[name].shown == "sin datos", name


def test_a_wait_is_told_to_the_next_five_minutes(installation: Installation) -> None:
    for case in range(1, 12):
        installation.asked(case, f"talk {case}", timedelta(minutes=case, seconds=7))
    found = recent(installation)
    assert found["Pasaron a una persona"].value == 10
    median = found["La mitad esperó a lo más"]
    assert (median.value, median.shown) == (600, "10 min"), "6 min 7 s is the wait of somebody"
    assert found["Nueve de cada diez esperaron a lo más"].shown == "15 min"
    assert "5 minutos" in median.note
    assert found["Resueltos que siguen así a los siete días"].shown == "100 %"


def test_the_page_says_what_is_rounded_and_how_and_what_is_not(quiet: TestClient) -> None:
    html = quiet.get("/transparencia/cifras").text
    about = quiet.get("/transparencia/cifras.json").json()["descripcion"]
    for said in (html, about):
        assert "Lo demás se redondea" not in said
        assert "os conteos" in said and "sin decimales" in said and "esperas" in said
        assert "salvo" in said and "funcionarios" in said, "the nightly check looks at staff too"
    assert "cuántos asientos tiene el registro cada día" in html
    assert 'href="/transparencia/registro#comprobar"' in html


def test_turns_are_counted_by_week_and_by_month_in_chile(installation: Installation) -> None:
    installation.talks(10)
    installation.talks(20, at=NOON - timedelta(days=7))
    installation.talks(15, at=NOON - timedelta(days=40))
    installation.talks(50, at=NOON - timedelta(days=500))
    installation.turns("de planta", many=50, audience="funcionarios")
    usage = read_figures(installation.assistant).usage
    weeks = {one.begins: one.turns.value for one in usage.weeks}
    assert weeks == {date(2026, 11, 16): 10, date(2026, 11, 9): 20, date(2026, 10, 12): 15}
    months = {one.begins: one.turns.value for one in usage.months}
    assert months == {date(2026, 11, 1): 30, date(2026, 10, 1): 15}
    assert usage.weeks[0].is_current and usage.weeks[0].ends == date(2026, 11, 21)


def test_every_outcome_is_counted_in_one_way() -> None:
    found = [outcome for outcomes in ENDINGS.values() for outcome in outcomes]
    assert sorted(found) == sorted(Outcome)


def test_the_checks_of_the_night_are_told_without_the_entries_that_failed(
    installation: Installation,
) -> None:
    installation.night(a_night(failed=7))
    html = read(installation, "/transparencia/cifras")
    assert "93 %" in html and "Fuera de lo esperado" in html and "150" in html
    assert "ab" * 16 not in html
    assert "no anota de cuántas conversaciones" in html
    assert set(METRICS) >= {one.metric for one in a_night().measures}


def test_a_measure_of_a_few_turns_says_so_as_every_figure_does() -> None:
    few = Checked(metric="supported", verdict="not_enough_data", floor=0.95, scored=3, mean=1.0)
    assert few.cell.shown == few.cell.note == TOO_FEW


# complaints and accessibility


def test_complaints_come_from_the_knowledge_base_with_their_source(quiet: TestClient) -> None:
    html = quiet.get("/transparencia/reclamos").text
    for passage_id in (one for told in TOLD.values() for one in told):
        assert f'href="/fuentes/{passage_id}"' in html
    assert "no está en la base de conocimiento" not in html
    assert "www.goredenuble.cl" in html and "@" not in html, "no address that nobody verified"


def test_the_accessibility_statement_tells_what_was_not_tested(quiet: TestClient) -> None:
    html = quiet.get("/accesibilidad").text
    found = load_statement()
    assert found.untested and all(one in html for one in found.untested)
    assert "WCAG" in html and "22/11/2026" in html and 'href="/simple"' in html
    assert found.stated_on < found.next_review


def test_a_statement_that_is_late_says_so(installation: Installation) -> None:
    installation.registers.clock.advance(days=800)
    assert "ya debía revisarse" in read(installation, "/accesibilidad")


def test_a_statement_is_late_by_the_day_in_chile(installation: Installation) -> None:
    last = datetime.combine(load_statement().next_review, time(23, 30), CHILE)
    installation.registers.clock.now = last.astimezone(UTC)
    assert "ya debía revisarse" not in read(installation, "/accesibilidad")
    installation.registers.clock.advance(hours=1)
    assert "ya debía revisarse" in read(installation, "/accesibilidad")


def test_the_statement_says_that_without_a_voice_there_is_no_button(quiet: TestClient) -> None:
    html = quiet.get("/accesibilidad").text
    assert "el botón no aparece" in html and "el botón no sirve" not in html


def test_a_section_with_an_odd_name_has_an_address_that_works(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    (wanted,) = TOLD["La atención de un funcionario"]
    odd = replace(
        next(p for p in shipped_passages()[wanted.partition("#")[0]] if p.id == wanted),
        document_id="año 2026",
    )
    found = Complaints({wanted: odd})
    monkeypatch.setattr("ui.transparency.complaints.read_complaints", lambda _: found)
    html = read(installation, "/transparencia/reclamos")
    assert 'href="/fuentes/a%C3%B1o%202026#reclamo-funcionario"' in html


def test_the_etag_is_of_the_content() -> None:
    assert Sheet(b"uno").etag != Sheet(b"dos").etag == Sheet(b"dos").etag
