"""Measures and activity in the panel: who sees them, what they say, and plots that draw them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient
from starlette.middleware.base import RequestResponseEndpoint

from assistant.accounts.sessions import KeptSession
from assistant.database import writing
from assistant.desk.cases import CLOSE_REASONS, REASONS
from assistant.desk.measures.board import PER_PAGE, Board, build_board
from assistant.desk.measures.measuring import Measures, measure
from assistant.desk.measures.talks import UNANSWERED
from assistant.desk.permissions import ALLOWED, Action
from governance.log.decision_log import DecisionLog
from governance.log.event import EVENT_KINDS, Event, EventKind
from governance.registers.officials import Official
from governance.registers.roles import ROLES, Role
from tests.governance.stores import a_decision
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.registers import Registers
from ui.measures.plots import Plots
from ui.measures.rows import UNANSWERED_WORDS, rows
from ui.measures.series import PLOTS, by_period, in_words, wait_counts
from ui.measures.words import spoken
from ui.panel.activity import ActivityPages
from ui.panel.activity_words import kind_words
from ui.panel.measures import MeasuresPages
from ui.panel.refusals import add_refusals
from ui.panel.sessions import StaffSession
from ui.workers import Workers

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)


class Panel:
    """The pages, for whoever `who` is; the guard that finds their session is tested elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.registers = Registers(folder)
        self.board = build_board(FakeAssistant(given_registry=self.registers.registry).desk)
        self.who: Official | None = None
        self.workers = Workers(2)
        self.log = DecisionLog()
        app = FastAPI()
        MeasuresPages(self.board, Plots(folder), self.workers).add_to(app)
        ActivityPages(self.board, self.workers).add_to(app)
        add_refusals(app)
        self.app = app

        @app.middleware("http")
        async def _in_session(request: Request, serve: RequestResponseEndpoint) -> Response:
            request.state.staff_session = self.session()
            return await serve(request)

    @property
    def now(self) -> datetime:
        return self.registers.clock()

    def session(self) -> StaffSession:
        now, official = self.now, self.who or Official("F-000", "Nadie", frozenset(), False)
        kept = KeptSession("", official.id, 1, "csrf", now, now, now + DAY)
        return StaffSession(official, kept, now)

    def official(self, *roles: Role) -> Official:
        return self.registers.official(f"Cargo {'-'.join(roles)}", roles)[0]

    def record(self, *events: Event) -> None:
        with writing(self.registers.engine) as connection:
            for event in events:
                self.log.append_event(connection, event)

    def act(self, kind: EventKind, ago: timedelta, **values: object) -> Event:
        fields: dict[str, object] = {"by": "F-001", "case": 1, "conversation_id": "c-1", **values}
        return Event(kind, self.now - ago, **fields)  # type: ignore[arg-type]

    def a_busy_week(self) -> None:
        self.record(
            self.act("asked", 3 * DAY, by="person", reason="unanswered"),
            self.act("taken", 3 * DAY - 30 * MINUTE),
            self.act("replied", 3 * DAY - HOUR, text="Respuesta que nadie más debe leer"),
            self.act("closed", 2 * DAY, reason="resolved"),
            self.act("asked", HOUR, by="person", case=2, conversation_id="c-2", reason="crisis"),
        )
        with writing(self.registers.engine) as connection:
            for talk in ("c-3", "c-4", "c-1"):
                at = self.now - DAY
                self.log.append(connection, a_decision(conversation_id=talk, at=at))


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Panel]:
    panel = Panel(tmp_path)
    yield panel
    panel.workers.close()


@pytest.fixture
def client(panel: Panel) -> TestClient:
    return TestClient(panel.app)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/medidas", Action.SEE_MEASURES),
        ("/medidas.csv", Action.SEE_MEASURES),
        ("/medidas.json", Action.SEE_MEASURES),
        ("/medidas/espera.svg", Action.SEE_MEASURES),
        ("/actividad", Action.SEE_ACTIVITY),
        ("/actividad.csv", Action.SEE_ACTIVITY),
    ],
)
def test_only_the_roles_of_each_page_see_it(
    panel: Panel, client: TestClient, role: Role, path: str, action: Action
) -> None:
    panel.a_busy_week()
    panel.who = panel.official(role)
    assert (client.get(path).status_code == 200) == (role in ALLOWED[action])


def test_who_was_deactivated_sees_nothing(panel: Panel, client: TestClient) -> None:
    assert client.get("/medidas").status_code == client.get("/actividad").status_code == 403


# --- measures ---


@pytest.fixture
def reader(panel: Panel, client: TestClient) -> TestClient:
    """A browser of somebody who may see measures and activity."""
    panel.who = panel.official("auditor")
    return client


def cells(page: str) -> dict[str, str]:
    return dict(
        re.findall(r'data-columna="Medida">(.*?)</th><td data-columna="Valor">(.*?)</td>', page)
    )


def test_with_no_data_there_are_words_and_no_plot(reader: TestClient) -> None:
    page = reader.get("/medidas").text
    assert page.count("Todavía no hay datos para este gráfico") == len(PLOTS)
    assert "<img" not in page and cells(page)["Mediana"] == "Faltan datos"
    for name in PLOTS:
        assert reader.get(f"/medidas/{name}.svg").status_code == 404


def test_the_page_tells_the_figures_of_the_window(panel: Panel, reader: TestClient) -> None:
    panel.a_busy_week()
    told = cells(reader.get("/medidas?dias=7").text)
    assert told["Casos abiertos"] == told["Casos en espera"] == "1"
    assert told["La espera más larga"] == "1 h"
    assert told["Con mensaje humano"] == "0"  # the last group with that name: reopened cases
    assert told["Proporción que respondió solo el asistente"].startswith("67 % (entre ")


def test_hours_that_nobody_confirmed_are_said_to_be_so(panel: Panel, reader: TestClient) -> None:
    words = "sin confirmar"
    assert (words in reader.get("/medidas").text) != panel.board.has_true_hours


@pytest.mark.parametrize("asked", ["7", "30", "90", "365", "", "8", "-1", "x", "30;"])
def test_only_known_windows_are_counted(reader: TestClient, asked: str) -> None:
    page = reader.get("/medidas", params={"dias": asked}).text
    [current] = re.findall(r'aria-current="page">(\d+) días', page)
    assert current == (asked if asked in ("7", "30", "90", "365") else "30")


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_is_a_safe_picture_whose_figures_are_said(
    panel: Panel, reader: TestClient, name: str
) -> None:
    panel.a_busy_week()
    page = reader.get("/medidas?dias=7").text
    [(address, alt)] = re.findall(
        rf'<img role="img" src="(/panel/medidas/{name}[^"]+)".*?alt="(.*?)"', page
    )
    response = reader.get(address.removeprefix("/panel"))
    assert (response.status_code, response.headers["content-type"]) == (200, "image/svg+xml")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "DOCTYPE" not in response.text.partition("<svg")[2]
    ElementTree.fromstring(response.content)
    assert "<script" not in response.text and 'href="http' not in response.text
    assert re.search(r"\d", alt)


@pytest.mark.parametrize("name", ["otro", "..%2fx", "%00"])
def test_a_plot_that_does_not_exist_is_told_in_words(reader: TestClient, name: str) -> None:
    assert reader.get(f"/medidas/{name}.svg").status_code == 404


def test_the_files_hold_what_the_page_says(panel: Panel, reader: TestClient) -> None:
    panel.a_busy_week()
    sheet = reader.get("/medidas.csv?dias=7")
    assert sheet.content.startswith("\ufeff".encode())
    lines = list(csv.DictReader(StringIO(sheet.text.removeprefix("\ufeff"))))
    told = reader.get("/medidas.json?dias=7").json()
    assert [line["medida"] for line in lines] == [one["medida"] for one in told["medidas"]]
    by_name = {(one["grupo"], one["medida"]): one for one in told["medidas"]}
    wait = by_name["Espera hasta el primer mensaje humano", "Mediana"]
    assert (wait["valor"], wait["unidad"]) == (3600, "segundos")
    share = by_name["Conversaciones", "Proporción que respondió solo el asistente"]
    assert share["valor"] == pytest.approx(2 / 3) and share["de"] == 3
    assert share["intervalo_95"] == pytest.approx([0.2077, 0.9385], abs=1e-4)
    assert by_name["Resolución", "Sigue cerrado a los siete días"]["valor"] is None


def test_figures_are_kept_for_a_minute(panel: Panel, reader: TestClient) -> None:
    assert cells(reader.get("/medidas").text)["Casos abiertos"] == "0"
    panel.a_busy_week()
    assert cells(reader.get("/medidas").text)["Casos abiertos"] == "0"
    panel.registers.clock.now += 61 * timedelta(seconds=1)
    assert cells(reader.get("/medidas").text)["Casos abiertos"] == "1"


def test_what_was_kept_is_not_shown_to_who_may_not_see_it(panel: Panel, reader: TestClient) -> None:
    reader.get("/medidas")
    panel.who = panel.official("administracion")
    assert reader.get("/medidas").status_code == 403


def test_matplotlib_is_not_imported_until_a_plot_is_drawn() -> None:
    import subprocess
    import sys

    code = "import sys, ui.panel.measures, ui.app; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- series and rows ---


def some(board: Board, events: Sequence[Event], days: int) -> Measures:
    from governance.log.event import LoggedEvent

    now = board.clock()
    logged = [LoggedEvent("", 1, e.at, e.retention, "", e) for e in sorted(events, key=_moment)]
    return measure(logged, [], now - days * DAY, now, lambda start, end: (end - start) / 2)


def _moment(event: Event) -> datetime:
    return event.at


def test_every_day_of_a_month_has_its_bar_and_a_year_goes_by_weeks(panel: Panel) -> None:
    events = [panel.act("asked", n * DAY, case=n, by="person", reason="requested") for n in (0, 9)]
    month, year = (by_period(some(panel.board, events, days)) for days in (30, 365))
    assert len(month) == 31 and sum(day.counts["requested"] for day in month) == 2
    assert len(year) == 53 and sum(week.counts["requested"] for week in year) == 2
    assert {week.day.weekday() for week in year} == {0}


def test_each_wait_falls_in_one_step(panel: Panel) -> None:
    waits = [MINUTE, 5 * MINUTE, HOUR, 5 * HOUR, 2 * DAY, 4 * DAY]
    events = []
    for case, wait in enumerate(waits):
        events += [
            panel.act("asked", 5 * DAY, case=case, by="person", reason="requested"),
            panel.act("replied", 5 * DAY - wait, case=case),
        ]
    counts = wait_counts(some(panel.board, events, 30))
    assert [one.by_clock for one in counts] == [1, 1, 0, 1, 1, 1, 1]
    assert sum(one.working for one in counts) == len(waits)


def test_nothing_is_drawn_or_said_without_data(panel: Panel) -> None:
    empty = some(panel.board, [], 30)
    assert [in_words(name, empty) for name in PLOTS] == [""] * len(PLOTS)
    assert {spoken(row) for row in rows(empty) if row.value is None} == {
        "Faltan datos",
        "Nadie espera",
    }
    assert sum(row.value is None for row in rows(empty)) == 11


def test_a_resolution_too_recent_to_last_is_drawn_in_words(panel: Panel, tmp_path: Path) -> None:
    events = [
        panel.act("asked", 2 * DAY, by="person", reason="requested"),
        panel.act("closed", DAY, reason="resolved"),
    ]
    svg = Plots(tmp_path).draw("cierres", some(panel.board, events, 7)).decode()
    assert "Todavía no se cumplen siete días" in svg and "Resuelto" in svg


def test_every_reason_outcome_and_act_has_its_words(panel: Panel) -> None:
    names = {row.name for row in rows(some(panel.board, [], 30))}
    assert len(names) > len(REASONS) + len(CLOSE_REASONS) + len(UNANSWERED)
    assert tuple(UNANSWERED_WORDS) == UNANSWERED
    assert all(kind_words(kind) for kind in EVENT_KINDS)


# --- activity ---


def acts(page: str) -> list[str]:
    return re.findall(r'<td data-columna="Acto">(.*?)</td>', page)


def test_what_staff_did_is_listed_newest_first_and_citizens_are_not(
    panel: Panel, reader: TestClient
) -> None:
    panel.a_busy_week()
    page = reader.get("/actividad").text
    assert acts(page) == ["Cerró un caso", "Respondió a la persona", "Tomó un caso"]
    assert "F-001, Cargo auditor" in page and "Resuelto" in page


def test_what_was_written_in_a_conversation_is_not_shown_but_justifications_are(
    panel: Panel, reader: TestClient
) -> None:
    panel.a_busy_week()
    panel.record(
        panel.act("noted", HOUR, text="Nota sobre la persona"),
        panel.act("closed_read", HOUR, text="=Revisión <b>de</b> un reclamo"),
    )
    for path in ("/actividad", "/actividad.csv"):
        shown = reader.get(path).text
        assert "nadie más debe leer" not in shown and "Nota sobre" not in shown
        assert "Revisión" in shown and "<b>de" not in shown.replace("'=Revisión <b>de", "")
    assert "'=Revisión" in reader.get("/actividad.csv").text, "no cell is a formula"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("acto=taken", 1),
        ("acto=nada", 4),
        ("cargo=F-001", 3),
        ("cargo=F-002", 1),
        ("cargo=%27%3B--", 4),
        ("dia=DAY", 3),
        ("dia=1999-01-01", 4),
        ("dia=ayer", 4),
        ("pagina=2", 0),
        ("pagina=0", 4),
        ("acto=taken&cargo=F-001&dia=DAY", 1),
    ],
)
def test_acts_are_chosen_by_kind_official_and_day(
    panel: Panel, reader: TestClient, query: str, count: int
) -> None:
    panel.record(
        panel.act("taken", HOUR),
        panel.act("replied", HOUR),
        panel.act("closed", 40 * DAY),
        panel.act("entry_refused", HOUR, by="person", to="F-002", reason="password"),
        panel.act("asked", HOUR, by="person", reason="requested"),
    )
    day = (panel.now - HOUR).astimezone().date().isoformat()
    assert len(acts(reader.get(f"/actividad?{query.replace('DAY', day)}").text)) == count


def test_a_long_list_goes_by_pages(panel: Panel, reader: TestClient) -> None:
    panel.record(*(panel.act("taken", n * MINUTE, case=n) for n in range(PER_PAGE + 3)))
    first, second = (reader.get(f"/actividad?acto=taken&pagina={n}").text for n in (1, 2))
    assert (len(acts(first)), len(acts(second))) == (PER_PAGE, 3)
    assert "acto=taken&amp;pagina=2" in first and "Más nuevos" in second
    assert "Más antiguos" not in second
    lines = reader.get("/actividad.csv?acto=taken").text.strip().splitlines()
    assert len(lines) == PER_PAGE + 4
