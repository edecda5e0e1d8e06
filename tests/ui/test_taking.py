"""What a person takes away: the conversation as a file, the dates of the contest, the checklist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import current_thread
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from icalendar import Calendar
from pypdf import PdfReader
from reportlab.platypus import Flowable

from assistant.settings import Settings
from assistant.turn import Audience
from knowledge_base.figures import Figure, load_figures
from knowledge_base.ingest import HERE, build_rendering, find_files, read_documents
from knowledge_base.institution import load_institution
from knowledge_base.model import Passage
from tests.fakes import FixedClock
from tests.ui.fake_assistant import ANSWER, FakeAssistant, FakeMessage
from ui.rate_limit import Gate
from ui.taking.calendar_file import calendar_file
from ui.taking.checklist import ChecklistError, find_checklist, load_sections
from ui.taking.dates import CalendarError, contest_dates, load_names
from ui.taking.fresh import FreshFigures
from ui.taking.pages import add_taking
from ui.taking.talk import SavedTalk, saved_talk
from ui.taking.talk_pdf import talk_pdf
from ui.taking.talk_text import talk_text
from ui.workers import TooBusy, Workers

TODAY = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
SECRET = "0" * 32


@cache
def documents() -> Mapping[str, tuple[Passage, ...]]:
    """Return the real documents of the contest, as they are ingested."""
    institution = load_institution(HERE / "institution.yaml")
    files = find_files([HERE / "documents" / "concurso"])
    read = read_documents(files, build_rendering(institution))
    return {document.id: document.passages for document in read}


def dates_passages() -> tuple[Passage, ...]:
    return documents()["concurso-fechas"]


@cache
def figures() -> Mapping[str, Figure]:
    return load_figures(HERE / "data")


@dataclass
class Informed(FakeAssistant):
    """A fake that knows the real documents of the contest."""

    given: Mapping[str, tuple[Passage, ...]] = field(default_factory=documents)

    def passages(self, document_id: str, audience: Audience) -> tuple[Passage, ...]:
        return self.given.get(document_id, ())


@dataclass
class Place:
    """A server with what is taken away."""

    assistant: Informed
    client: TestClient
    clock: FixedClock
    gate: Gate

    def talk(self, *questions: str) -> str:
        """Return the conversation of somebody who asked that."""
        talk = self.assistant.start("ciudadania", "web").id
        for question in questions:
            self.assistant.reply(talk, question, "web")
        return talk

    def save(self, talk: str, kind: str = "txt", **headers: str) -> Any:
        fields = {"conversacion": talk, "formato": kind}
        return self.client.post("/conversacion/archivo", data=fields, headers=headers)


def open_place(rate_limit: int = 0, **settings: Any) -> Iterator[Place]:
    app, workers = FastAPI(), Workers(2)
    assistant, clock = Informed(), FixedClock(TODAY)
    gate = Gate(rate_limit)
    add_taking(app, assistant, gate, workers, Settings(**settings), clock)
    with TestClient(app) as client:
        yield Place(assistant, client, clock, gate)
    workers.close()


@pytest.fixture
def place() -> Iterator[Place]:
    yield from open_place()


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_conversation_is_saved_as_text_with_who_spoke_when_and_from_what_source(
    place: Place,
) -> None:
    answer = place.save(place.talk("¿hasta cuándo se postula?"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf") and b"\r\n" in answer.content
    for expected in (
        "CONVERSACIÓN CON EL ASISTENTE VIRTUAL DEL GORE ÑUBLE",
        "Gobierno Regional de Ñuble",
        "22 de noviembre de 2026, 12:00 (hora de Chile)",
        "Tú · 21 de noviembre de 2026, 09:00:",
        "¿hasta cuándo se postula?",
        "Asistente (IA) · 21 de noviembre de 2026, 09:00:",
        "30 de abril a las 17:00 horas",
        "«Plazo para postular», Fechas del concurso, Instructivo 2025, GORE Ñuble. "
        "http://testserver/fuentes/concurso-fechas#plazo",
        "inteligencia artificial, no una persona",
        "no es un documento oficial",
    ):
        assert expected in answer.text, expected


def test_the_conversation_is_saved_as_a_pdf_with_its_language_title_and_numbered_pages(
    place: Place,
) -> None:
    answer = place.save(place.talk("¿cuánto dan para «Ñuñoa»?"), "pdf")
    assert answer.headers["content-type"] == "application/pdf"
    read = PdfReader(BytesIO(answer.content))
    assert str(read.root_object["/Lang"]) == "es-CL"
    assert "/DisplayDocTitle" in str(read.root_object["/ViewerPreferences"].get_object())
    assert (
        read.metadata
        and read.metadata.title == "Conversación con el Asistente Virtual del GORE Ñuble"
    )
    text = squeezed(pdf_text(answer.content))
    for expected in (
        "¿cuánto dan para «Ñuñoa»?",
        "Asistente (IA) · 21 de noviembre de 2026, 09:00",
        "la ficha del fondo, completa y firmada;",
        "http://testserver/fuentes/concurso-fechas#plazo",
        "no es un documento oficial",
        "Página 1",
    ):
        assert squeezed(expected) in text, expected


def test_a_long_conversation_takes_as_many_pages_as_it_needs_and_loses_nothing(
    place: Place,
) -> None:
    long = "Una pregunta larga sobre la junta de vecinos. " * 40
    talk = place.talk(*(f"{number}: {long}" for number in range(1, 41)))
    content = place.save(talk, "pdf").content
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) > 20
    text = squeezed(pdf_text(content))
    assert all(squeezed(f"Página {number}") in text for number in range(1, len(pages) + 1))
    assert all(squeezed(f"{number}: Una pregunta larga") in text for number in range(1, 41))
    assert text.count(squeezed("30 de abril a las 17:00")) == 40


def test_the_name_of_the_file_holds_the_day_and_nothing_that_was_typed(place: Place) -> None:
    talk = place.talk("mi secreto; filename=otro.exe")
    for kind in ("txt", "pdf"):
        answer = place.save(talk, kind)
        disposition = f'attachment; filename="conversacion-asistente-2026-11-22.{kind}"'
        assert answer.headers["content-disposition"] == disposition
        assert answer.headers["cache-control"] == "no-store"
        assert talk not in answer.text


def test_the_file_names_no_folio_but_that_which_the_conversation_shows(place: Place) -> None:
    assert "NB-" not in place.save(place.talk("hola")).text
    shown = place.save(place.talk("derivar")).text
    assert shown.count("NB-7K2M-9QXA") == 1


def test_a_person_of_the_institution_is_named_as_one_and_what_is_blank_is_left_out() -> None:
    assistant = FakeAssistant()
    talk = replace(
        assistant.start("ciudadania", "web"),
        messages=(
            FakeMessage("official", "Hola, te leo.", author="Encargada de atención"),
            FakeMessage("system", "  "),
            FakeMessage("system", "La persona terminó."),
        ),
    )
    saved = saved_talk(talk, assistant.institution, "https://x.cl", TODAY)
    text = talk_text(saved)
    assert "Persona · Encargada de atención · Gobierno Regional de Ñuble · 21" in text
    assert "Aviso · 21 de noviembre" in text and len(saved.said) == 2


@pytest.mark.parametrize(
    "hostile", ["<b>no</b> & <script>", "ñ" * 5000, "👍 уровень ḻ", "- uno\n- dos\n\n\n- ", "(\\)%"]
)
def test_whatever_was_said_the_pdf_is_made(hostile: str) -> None:
    assistant = FakeAssistant()
    talk = replace(assistant.start("ciudadania", "web"), messages=(FakeMessage("person", hostile),))
    saved = saved_talk(talk, assistant.institution, "", TODAY)
    assert "Tú" in pdf_text(talk_pdf(saved))
    assert hostile.strip() in talk_text(saved)


@pytest.mark.parametrize(
    ("status", "words"), [(409, "Todavía no hay nada que guardar"), (404, "ya no está")]
)
def test_without_anything_to_save_it_says_so_in_words(
    place: Place, status: int, words: str
) -> None:
    talk = place.talk() if status == 409 else SECRET
    answer = place.save(talk, "pdf")
    assert answer.status_code == status and words in answer.text
    assert SECRET not in answer.text and answer.headers["cache-control"] == "no-store"


def test_a_conversation_of_staff_and_one_that_was_deleted_are_given_to_nobody(
    place: Place,
) -> None:
    staff = place.assistant.start("funcionarios", "web").id
    place.assistant.reply(staff, "hola", "web")
    deleted = place.talk("hola")
    kept = place.assistant.kept
    kept[deleted] = replace(kept[deleted], state="closed")
    assert place.save(staff).status_code == place.save(deleted).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"formato": "exe"}, {"conversacion": SECRET}])
def test_a_form_that_asks_for_nothing_known_is_refused(
    place: Place, fields: dict[str, str]
) -> None:
    assert place.client.post("/conversacion/archivo", data=fields).status_code == 400


def test_a_form_of_another_site_saves_nothing(place: Place) -> None:
    talk = place.talk("hola")
    answer = place.save(talk, **{"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and ANSWER[:20] not in answer.text
    assert place.save(talk, **{"sec-fetch-site": "same-origin"}).status_code == 200


def test_who_saves_without_pause_is_told_how_long_to_wait() -> None:
    for place in open_place(rate_limit=1):
        talk = place.talk("hola")
        answers = [place.save(talk) for _ in range(2)]
        assert [a.status_code for a in answers] == [200, 429]
        assert int(answers[1].headers["retry-after"]) > 0 and "Espera" in answers[1].text


def test_who_opened_many_conversations_or_sent_a_wrong_form_saved_nothing_yet() -> None:
    for place in open_place(rate_limit=1):
        for _ in range(9):
            place.gate.seconds_to_wait("desconocida", "conversation")
            assert place.save("", "pdf").status_code == 400
        assert place.save(place.talk("hola")).status_code == 200


def test_one_pdf_is_made_at_a_time_and_the_next_is_told_to_come_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = place.talk("hola")
    second: list[Any] = []

    def slow(saved: SavedTalk) -> bytes:
        second.append(place.save(talk, "pdf"))
        assert place.save(talk, "txt").status_code == 200
        return talk_pdf(saved)

    monkeypatch.setattr("ui.taking.talk_page.talk_pdf", slow)
    assert place.save(talk, "pdf").status_code == 200
    assert second[0].status_code == 503 and "Espera unos segundos" in second[0].text
    assert second[0].headers["retry-after"]
    monkeypatch.undo()
    assert place.save(talk, "pdf").status_code == 200


@pytest.mark.parametrize("unit", ["- a\n", "a\n\n", "- a\nb\n", "&<"])
def test_a_message_of_very_many_short_lines_is_a_few_pieces_and_loses_none(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant, drawn = FakeAssistant(), [0]
    said = (unit * 2000)[:1999]
    wrap = Flowable.wrapOn

    def counted(piece: Flowable, *room: Any) -> Any:
        drawn[0] += 1
        return wrap(piece, *room)

    monkeypatch.setattr(Flowable, "wrapOn", counted)
    talk = replace(assistant.start("ciudadania", "web"), messages=(FakeMessage("person", said),))
    saved = saved_talk(talk, assistant.institution, "", TODAY)
    text = squeezed(pdf_text(talk_pdf(saved))).partition("12:00")[2]
    assert drawn[0] < 100
    letter = unit.strip("- \n")[0]
    assert text.count(letter) >= said.count(letter)


def test_the_lines_that_somebody_wrote_stay_lines_and_fit_the_page() -> None:
    assistant = FakeAssistant()
    said = "Una línea corta\nOtra " + "larga " * 40 + "W" * 90 + "\n\n- uno\n- dos"
    talk = replace(assistant.start("ciudadania", "web"), messages=(FakeMessage("person", said),))
    lines = pdf_text(talk_pdf(saved_talk(talk, assistant.institution, "", TODAY))).splitlines()
    assert "Una línea corta" in lines and any(line.startswith("Otra larga") for line in lines)
    assert max(line.count("W") for line in lines) <= 44 and sum(x.count("W") for x in lines) >= 90


def test_a_failure_is_told_in_words_and_nothing_that_was_said_is_logged(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    talk = place.talk("algo muy mío")
    place.assistant.cannot_record = True
    answer = place.save(talk)
    assert answer.status_code == 500 and "Vuelve a intentar" in answer.text
    assert "secreto" not in caplog.text and talk not in caplog.text


def test_the_address_that_the_settings_give_is_the_one_of_the_sources() -> None:
    for place in open_place(public_url="https://asistente.example.cl/"):
        text = place.save(place.talk("hola")).text
        assert "https://asistente.example.cl/fuentes/concurso-fechas#plazo" in text


def test_a_host_that_is_no_host_gets_into_nothing(place: Place) -> None:
    answer = place.client.get("/calendario", headers={"host": 'x"><script>'})
    assert "script" not in answer.text


# The dates.


def test_every_date_of_the_calendar_is_stated_by_a_section_that_rests_on_the_same_fact() -> None:
    found = contest_dates(load_names(), figures(), dates_passages())
    assert [str(one.day) for one in found] == [
        "2022-08-19",
        "2023-05-09",
        "2024-03-01",
        "2024-03-20",
        "2025-06-16",
        "2025-07-16",
        "2025-10-15",
    ]
    for one in found:
        assert figures()[one.key].texto in one.words and one.words in one.passage.text
        assert figures()[one.key].hecho in one.passage.facts
    assert {one.key: one.until for one in found if one.until} == {"fecha_cierre_2025": time(23, 59)}


def test_a_date_that_no_section_in_force_says_is_not_shown() -> None:
    silent = [p for p in dates_passages() if "15 de octubre de 2025" not in p.text]
    keys = {one.key for one in contest_dates(load_names(), figures(), silent)}
    assert "fecha_cierre_2025" in keys and "fecha_cierre_representacion_2025" not in keys
    assert contest_dates(load_names(), figures(), ()) == ()


READ = ("/calendario", "/calendario.ics", "/lista-de-documentos")


@pytest.mark.parametrize("address", READ)
def test_what_is_read_counts_as_reading_and_is_built_away_from_the_loop(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def watched(*given: Any) -> Any:
        threads.append(current_thread().name)
        return calendar_file(*given)

    monkeypatch.setattr("ui.taking.calendar_page.calendar_file", watched)
    for place in open_place(rate_limit=1):
        assert [place.client.get(address).status_code for _ in range(10)] == [200] * 10
        # While it was slow some of the allowance came back.
        answers = (place.client.get(address) for _ in range(10))
        refused = next(one for one in answers if one.status_code == 429)
        assert "Espera" in refused.text and int(refused.headers["retry-after"]) > 0
    assert all(name.startswith("turno") for name in threads)


@pytest.mark.parametrize("address", READ)
def test_when_everybody_reads_at_once_it_says_so_with_when_to_come_back(
    place: Place, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise TooBusy

    monkeypatch.setattr(Workers, "run", full)
    refused = place.client.get(address)
    assert refused.status_code == 503 and "Espera unos segundos" in refused.text
    assert refused.headers["retry-after"]


def with_next_year() -> tuple[Mapping[str, Figure], tuple[Passage, ...]]:
    """Return the knowledge base of a year whose dates were added to it, and nothing else."""
    given = {
        "fecha_apertura_2027": Figure(
            texto="5 de abril de 2027", valor=date(2027, 4, 5), unidad="fecha", hecho="A27"
        ),
        "fecha_cierre_2027": Figure(
            texto="5 de mayo de 2027", valor=date(2027, 5, 5), unidad="fecha", hecho="A27"
        ),
        "fecha_apertura_2028": Figure(
            texto="marzo de 2028", valor="2028-03", unidad="fecha", hecho="A27"
        ),
    }
    new = replace(
        dates_passages()[0],
        id="concurso-fechas#2027",
        text="Se postula del 5 de abril de 2027 al 5 de mayo de 2027. Después, en marzo de 2028.",
        caveat="",
    )
    return {**figures(), **given}, (*dates_passages(), new)


def test_the_dates_of_a_new_year_appear_by_adding_them_to_the_knowledge_base() -> None:
    found = contest_dates(load_names(), *with_next_year())
    assert [(one.key, one.until) for one in found[-2:]] == [
        ("fecha_apertura_2027", None),
        ("fecha_cierre_2027", time(23, 59)),
    ]
    assert found[-1].summary == "Concurso 8% FNDR 2027: último día para postular"


def test_without_a_coming_date_the_page_says_so_and_does_not_promise_one(place: Place) -> None:
    html = place.client.get("/calendario").text
    coming, past = html.split('id="pasaron"')
    assert "no conoce ninguna fecha que venga" in coming and "www.goredenuble.cl" in coming
    assert "<time" not in coming and past.count("<time") == 7
    assert past.index("2025-10-15") < past.index("2022-08-19")
    assert "Hoy es 22 de noviembre de 2026" in html
    assert "Esto es según el Instructivo 2025" in html and "solo fechas que ya pasaron" in html
    assert 'href="/fuentes/concurso-fechas#fechas-resumen"' in html
    assert "http://testserver/calendario.ics" in html


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (datetime(2025, 6, 1, 12, tzinfo=UTC), "(faltan 45 días)"),
        (datetime(2025, 7, 15, 12, tzinfo=UTC), "(es mañana)"),
        (datetime(2025, 7, 17, 3, 30, tzinfo=UTC), "(es hoy)"),  # still the 16th in Chile
    ],
)
def test_a_coming_date_says_how_many_days_are_left_in_chile(
    place: Place, now: datetime, says: str
) -> None:
    place.clock.now = now
    coming = place.client.get("/calendario").text.split('id="pasaron"')[0]
    item = next(part for part in coming.split("<li>") if 'datetime="2025-07-16"' in part)
    assert says in item and "hasta las 23:59" in item


def test_without_any_date_the_page_offers_nothing_to_download(place: Place) -> None:
    place.assistant.given = {}
    html = place.client.get("/calendario").text
    assert "no conoce ninguna fecha" in html and ".ics" not in html


def calendar_of(place: Place) -> Any:
    answer = place.client.get("/calendario.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "fechas-del-concurso.ics" in answer.headers["content-disposition"]
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)  # RFC 5545, 3.1
    return Calendar.from_ical(answer.content)


def test_the_file_of_the_calendar_is_read_back_with_whole_days_and_the_hour_of_chile(
    place: Place,
) -> None:
    calendar = calendar_of(place)
    assert calendar["version"] == "2.0" and calendar["prodid"] and calendar["method"] == "PUBLISH"
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == 7
    opening = events["fecha_apertura_2025@www.goredenuble.cl"]
    assert opening.decoded("dtstart") == date(2025, 6, 16)
    assert opening.decoded("dtend") == date(2025, 6, 17)
    closing = events["fecha_cierre_2025@www.goredenuble.cl"]
    assert closing["dtend"].params["TZID"] == "America/Santiago"
    assert closing.decoded("dtend").isoformat() == "2025-07-16T23:59:00-04:00"
    assert closing["summary"].endswith("último día para postular (hasta las 23:59)")
    for event in events.values():
        assert event.decoded("dtstamp") == TODAY
        assert "Fuente: Instructivo 2025, GORE Ñuble" in event["description"] or (
            "Fuente: Noticias del GORE Ñuble" in event["description"]
        )
        assert "http://testserver/fuentes/concurso-fechas#" in event["description"]
    zones = [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")]
    assert zones == ["America/Santiago"]


def test_only_a_date_that_comes_is_to_be_confirmed_for_the_call_in_force(place: Place) -> None:
    place.clock.now = datetime(2025, 7, 1, 12, tzinfo=UTC)
    for event in calendar_of(place).walk("VEVENT"):
        is_coming = event.decoded("dtend").isoformat()[:10] > "2025-07-01"
        assert ("Esto es según el Instructivo 2025" in event["description"]) is is_coming


def test_the_identifier_of_an_event_does_not_change_with_the_day_it_is_asked_for(
    place: Place,
) -> None:
    before = {str(event["uid"]) for event in calendar_of(place).walk("VEVENT")}
    place.clock.advance(days=400)
    assert {str(event["uid"]) for event in calendar_of(place).walk("VEVENT")} == before


def test_a_figure_that_changes_in_its_file_is_seen_without_starting_again(tmp_path: Path) -> None:
    file = tmp_path / "datos.yaml"
    file.write_text("a: {texto: uno, valor: 1, unidad: u, hecho: A}", encoding="utf-8")
    fresh = FreshFigures(tmp_path)
    first = fresh()
    assert fresh() is first
    file.write_text("a: {texto: quince, valor: 15, unidad: u, hecho: A}", encoding="utf-8")
    assert fresh()["a"].valor == 15


# The checklist.


def test_the_checklist_has_a_box_for_each_document_and_says_whom_each_list_is_for(
    place: Place,
) -> None:
    html = place.client.get("/lista-de-documentos").text
    general, foundations = html.split('id="lista-2"')[0], html.split('id="lista-2"')[1]
    assert general.count('type="checkbox"') == 15 and html.count('type="checkbox"') == 18
    assert "una organización comunitaria presenta estos documentos" in general
    assert "Las corporaciones, fundaciones y ONG agregan tres documentos" in foundations
    for expected in (
        "Certificado de directorio vigente.",
        "30 días o menos",
        "Esto es según el Instructivo 2025",
        "Fuente: Instructivo 2025, GORE Ñuble.",
        'href="/fuentes/concurso-documentos#lista"',
        "http://testserver/fuentes/concurso-documentos#lista",
        '<a href="/">Ir al asistente</a>',
    ):
        assert expected in html, expected
    assert "<script" not in html and "<form" not in html


def test_every_section_that_the_checklist_names_is_in_the_knowledge_base() -> None:
    sections = load_sections()
    known = {p.id for passages in documents().values() for p in passages}
    assert {*sections.listas, *sections.consejos} <= known
    found = find_checklist(sections, lambda document_id: documents()[document_id])
    assert [len(one.items) for one in found.lists] == [15, 3]
    assert len(found.advice) == len(sections.consejos)


def test_without_the_list_in_the_knowledge_base_the_page_invents_none(place: Place) -> None:
    place.assistant.given = {}
    answer = place.client.get("/lista-de-documentos")
    assert answer.status_code == 404 and "checkbox" not in answer.text
    assert "hablar con una persona" in answer.text


@pytest.mark.parametrize(
    ("load", "error"), [(load_names, CalendarError), (load_sections, ChecklistError)]
)
def test_a_file_of_names_with_a_mistake_says_which_file_it_is(
    load: Any, error: type[Exception], tmp_path: Path
) -> None:
    wrong = tmp_path / "nombres.yaml"
    wrong.write_text("sobra: 1", encoding="utf-8")
    with pytest.raises(error, match=r"nombres\.yaml"):
        load(wrong)
