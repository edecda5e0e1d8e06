"""/calendario and /calendario.ics: the dates of the contest, to see and to keep.

What comes and what is over are told apart by the day in Chile, because most people who look for a
date want to know whether there is still time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape

from fastapi import FastAPI, Request, Response

from governance.moments import Clock
from governance.registers.days import CHILE, day_in_chile
from knowledge_base.figures import Figure
from knowledge_base.institution import Institution
from ui.case.words import day_in_words
from ui.facade import AssistantFacade
from ui.pages import page
from ui.taking.calendar_file import calendar_file
from ui.taking.dates import CalendarNames, ContestDate, contest_dates
from ui.taking.reading import Reading
from ui.taking.site import Site, source_path

PATH, FILE = "/calendario", "/calendario.ics"
NOTHING_COMES = (
    "El asistente no conoce ninguna fecha que venga. La fecha de apertura cambia cada año y no se "
    "puede adelantar."
)


@dataclass(frozen=True)
class CalendarPage:
    """Serves the page and the file."""

    assistant: AssistantFacade
    reading: Reading
    site: Site
    clock: Clock
    names: CalendarNames
    figures: Callable[[], Mapping[str, Figure]]

    def add_to(self, app: FastAPI) -> None:
        """Serve both addresses."""
        ways = ["GET", "HEAD"]
        app.add_api_route(PATH, self.shown, methods=ways, include_in_schema=False)
        app.add_api_route(FILE, self.file, methods=ways, include_in_schema=False)

    async def shown(self, request: Request) -> Response:
        """Return the page."""
        follow = self.site.address(request, FILE)
        return await self.reading.run(request, lambda: self._page(follow))

    async def file(self, request: Request) -> Response:
        """Return the file, with every date that is known."""
        site = self.site.address(request)
        return await self.reading.run(request, lambda: self._file(site))

    def _page(self, follow: str) -> Response:
        institution = self.assistant.institution
        body = calendar_body(self._dates(), day_in_chile(self.clock()), institution, follow)
        return page("Fechas del concurso", body, institution.institution.nombre)

    def _file(self, site: str) -> Response:
        content = calendar_file(self._dates(), self.assistant.institution, site, self.clock())
        headers = {
            "Content-Disposition": 'attachment; filename="fechas-del-concurso.ics"',
            "Cache-Control": "no-cache",
        }
        return Response(content, 200, headers, "text/calendar; charset=utf-8")

    def _dates(self) -> tuple[ContestDate, ...]:
        passages = self.assistant.passages(self.names.documento, "ciudadania")
        return contest_dates(self.names, self.figures(), passages)


def calendar_body(
    dates: Sequence[ContestDate], today: date, institution: Institution, follow: str
) -> str:
    """Return the page as HTML; `follow` is the whole address of the file."""
    coming = [one for one in dates if one.day >= today]
    past = [one for one in reversed(dates) if one.day < today]
    parts = [
        "<h1>Fechas del concurso</h1>",
        f"<p>Hoy es {_written(today)}. Son las fechas del Concurso 8% FNDR que conoce el "
        "asistente, con la fuente de cada una.</p>",
        '<section aria-labelledby="vienen">\n<h2 id="vienen">Fechas que vienen</h2>',
        _list(coming, today)
        if coming
        else f"<p><strong>{NOTHING_COMES}</strong>{_where(institution)}</p>",
        "</section>",
    ]
    if past:
        parts += [
            '<section aria-labelledby="pasaron">\n<h2 id="pasaron">Fechas que ya pasaron</h2>',
            "<p>Ya no sirven para postular: muestran cuándo fue otras veces.</p>",
            _list(past, today),
            "</section>",
        ]
    parts += [*_caveats(dates), _take_away(bool(dates), bool(coming), follow)]
    parts.append('<p class="volver"><a href="/">Ir al asistente</a></p>')
    return '<div class="fechas">\n' + "\n".join(parts) + "\n</div>"


def _where(institution: Institution) -> str:
    web = institution.verified_contact("web")
    if web is None or not web.url:
        return ""
    link = f'<a href="{escape(web.url)}">{escape(web.value)}</a>'
    return f" La próxima convocatoria se publica en {link}."


def _list(dates: Iterable[ContestDate], today: date) -> str:
    return "<ul>\n" + "\n".join(_item(one, today) for one in dates) + "\n</ul>"


def _item(one: ContestDate, today: date) -> str:
    hour = f", hasta las {one.until:%H:%M}" if one.until else ""
    source = f"{one.passage.source}: «{one.passage.section}»"
    return (
        f'<li><p><time datetime="{one.day}"><strong>{_written(one.day)}</strong></time>{hour}'
        f"{_left(one.day, today)}<br>{escape(one.summary)}</p>\n"
        f'<p class="fuente">El documento dice: «{escape(one.words)}» Fuente: '
        f'<a href="{escape(source_path(one.passage))}">{escape(source)}</a></p></li>'
    )


def _left(day: date, today: date) -> str:
    days = (day - today).days
    if days < 0:
        return ""
    return {0: " (es hoy)", 1: " (es mañana)"}.get(days, f" (faltan {days} días)")


def _caveats(dates: Sequence[ContestDate]) -> list[str]:
    notes = dict.fromkeys(one.passage.caveat for one in dates if one.passage.caveat)
    return [f'<p class="aviso">{escape(note)}</p>' for note in notes]


def _take_away(is_any: bool, is_any_coming: bool, follow: str) -> str:
    if not is_any:
        return ""
    only_past = "" if is_any_coming else " Hoy trae solo fechas que ya pasaron."
    return (
        '<section aria-labelledby="llevar">\n<h2 id="llevar">Llévalas a tu calendario</h2>\n'
        f'<p><a class="boton" href="{FILE}" download>Descargar las fechas</a></p>\n'
        f"<p>Es un archivo que abre el calendario de tu teléfono o computador.{only_past}</p>\n"
        "<p>Si tu calendario permite seguir una dirección, usa esta. Cuando el asistente conozca "
        f'fechas nuevas, aparecerán ahí:<br><code class="direccion">{escape(follow)}</code></p>\n'
        "</section>"
    )


def _written(day: date) -> str:
    return day_in_words(datetime.combine(day, time(12), CHILE))
