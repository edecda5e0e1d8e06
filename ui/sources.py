"""The page of each document: what an answer cites, whole, with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from fastapi import FastAPI, Request, Response

from assistant.turn import Audience
from knowledge_base.model import Passage
from ui.facade import AssistantFacade
from ui.pages import page, to_html, words_page
from ui.panel.sessions import COOKIE, Sessions
from ui.staff import StaffKeys, bearer
from ui.workers import TooBusy, Workers

_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()
_CONFIDENCE = {
    "alta": "",
    "media-alta": "Este dato es de confianza media-alta: conviene confirmarlo.",
    "media": "Este dato es de confianza media: conviene confirmarlo.",
}


def add_sources(
    app: FastAPI,
    assistant: AssistantFacade,
    workers: Workers,
    keys: StaffKeys,
    sessions: Sessions,
) -> None:
    """Serve /fuentes/{document_id}; who has a key or a session in the panel sees more."""
    name = assistant.institution.institution.nombre

    @app.api_route("/fuentes/{document_id:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def source(request: Request, document_id: str) -> Response:
        key = bearer(request.headers.get("authorization", ""))
        cookie = request.cookies.get(COOKIE)

        def read() -> Sequence[Passage]:
            is_staff = bool(key and keys.find(key)) or bool(cookie and sessions.find(cookie))
            audience: Audience = "funcionarios" if is_staff else "ciudadania"
            return assistant.passages(document_id, audience)

        try:
            found = await workers.run(read)
        except TooBusy:
            return words_page(
                503,
                "Hay demasiadas personas consultando",
                "Espera unos segundos y vuelve a cargar esta página.",
                name,
            )
        if not found:
            return words_page(
                404,
                "Ese documento no está disponible",
                "Puede que haya sido retirado o reemplazado por una versión más nueva. "
                "Pregunta de nuevo al asistente para ver la fuente vigente.",
                name,
            )
        return page(found[0].title, render(found), name)


def render(passages: Sequence[Passage]) -> str:
    """Return the document as HTML, a section for each passage, with its anchor."""
    first = passages[0]
    facts = [("Fuente", _unique(p.source for p in passages))]
    if validity := _validity(first.valid_from, first.valid_until):
        facts.append(("Vigencia", validity))
    if first.owner:
        facts.append(("Responsable del contenido", first.owner))
    if first.reviewed:
        facts.append(("Revisado", _in_words(first.reviewed)))
    terms = "\n".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts)
    several = len(passages) > 1
    index = "\n".join(
        f'<li><a href="#{escape(_anchor(p))}">{escape(p.section)}</a></li>' for p in passages
    )
    return "\n".join(
        [
            f"<h1>{escape(first.title)}</h1>",
            f"<dl>\n{terms}\n</dl>",
            f'<nav aria-label="Contenido"><ul>\n{index}\n</ul></nav>' if several else "",
            *(_section(p) for p in passages),
            '<p class="volver"><a href="/">Ir al asistente</a></p>',
        ]
    )


def _section(passage: Passage) -> str:
    anchor = escape(_anchor(passage))
    return (
        f'<section id="{anchor}" aria-labelledby="t-{anchor}">\n'
        f'<h2 id="t-{anchor}">{escape(passage.section)}</h2>\n'
        f"{to_html(passage.text)}\n{notes(passage)}\n</section>"
    )


def notes(passage: Passage) -> str:
    """Return, as HTML, what a reader must know before relying on a passage."""
    found = [passage.caveat, _CONFIDENCE[passage.confidence]]
    if passage.page is not None:
        found.append(f"Página {passage.page} del documento original.")
    return "\n".join(f'<p class="aviso">{escape(note)}</p>' for note in found if note)


def _anchor(passage: Passage) -> str:
    return passage.id.rpartition("#")[2]


def _validity(since: date | None, until: date | None) -> str:
    parts = [
        f"desde el {_in_words(since)}" if since else "",
        f"hasta el {_in_words(until)}" if until else "",
    ]
    return " ".join(part for part in parts if part)


def _in_words(day: date) -> str:
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def _unique(values: object) -> str:
    return "; ".join(dict.fromkeys(values))  # type: ignore[call-overload]
