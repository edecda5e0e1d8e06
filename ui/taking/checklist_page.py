"""/lista-de-documentos: what to bring to apply, with boxes to tick on the screen and on paper.

The boxes are not kept anywhere: they are ordinary boxes of a page, and need no script.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from fastapi import FastAPI, Request, Response

from knowledge_base.model import Passage
from ui.facade import AssistantFacade
from ui.pages import page, to_html, words_page
from ui.taking.checklist import Checklist, ChecklistSections, Ticks, find_checklist
from ui.taking.reading import Reading
from ui.taking.site import Site, source_path

PATH = "/lista-de-documentos"


@dataclass(frozen=True)
class ChecklistPage:
    """Serves the page."""

    assistant: AssistantFacade
    reading: Reading
    site: Site
    sections: ChecklistSections

    def add_to(self, app: FastAPI) -> None:
        """Serve the address."""
        app.add_api_route(PATH, self.shown, methods=["GET", "HEAD"], include_in_schema=False)

    async def shown(self, request: Request) -> Response:
        """Return the page."""
        site = self.site.address(request)
        return await self.reading.run(request, lambda: self._page(site))

    def _page(self, site: str) -> Response:
        name = self.assistant.institution.institution.nombre
        found = self._checklist()
        if not found.lists:
            words = "Pregunta al asistente qué documentos se piden, o pide hablar con una persona."
            return words_page(404, "La lista de documentos no está disponible", words, name)
        body = checklist_body(found, site)
        return page("Lista de documentos para postular", body, name)

    def _checklist(self) -> Checklist:
        def read(document_id: str) -> tuple[Passage, ...]:
            return self.assistant.passages(document_id, "ciudadania")

        return find_checklist(self.sections, read)


def checklist_body(found: Checklist, site: str) -> str:
    """Return the page as HTML; `site` is the address of this service, for the paper."""
    caveats = dict.fromkeys(p.caveat for p in found.passages if p.caveat)
    sources = dict.fromkeys(p.source for p in found.passages)
    parts = [
        "<h1>Lista de documentos para postular</h1>",
        '<p class="en-pantalla">Marca lo que ya tienes. Las marcas no se guardan ni se envían: si '
        "cierras esta página, se borran. También puedes imprimirla y marcarla a mano (en tu "
        "navegador, «Imprimir»).</p>",
        *(f'<p class="aviso">{escape(caveat)}</p>' for caveat in caveats),
        *(_list(one, number, site) for number, one in enumerate(found.lists, 1)),
    ]
    if found.advice:
        parts.append("<h2>Antes de juntar los papeles</h2>")
        parts += [_advice(passage, site) for passage in found.advice]
    parts += [
        f"<p>Fuente: {escape('; '.join(sources))}.</p>",
        '<p class="volver"><a href="/">Ir al asistente</a></p>',
    ]
    return '<div class="lista-papeles">\n' + "\n".join(parts) + "\n</div>"


def _list(one: Ticks, number: int, site: str) -> str:
    boxes = "\n".join(
        f'<li><label><input type="checkbox" autocomplete="off"> <span>{escape(item)}</span></label>'
        "</li>"
        for item in one.items
    )
    after = f"<p>{escape(one.after)}</p>\n" if one.after else ""
    return (
        f'<section aria-labelledby="lista-{number}">\n'
        f'<h2 id="lista-{number}">{escape(one.passage.section)}</h2>\n'
        f'<p>{escape(one.before)}</p>\n<ul class="casillas">\n{boxes}\n</ul>\n{after}'
        f"<p>{_source(one.passage, site)}</p>\n</section>"
    )


def _advice(passage: Passage, site: str) -> str:
    return (
        f'<section class="consejo"><h3>{escape(passage.section)}</h3>\n'
        f"{to_html(passage.text)}\n<p>{_source(passage, site)}</p>\n</section>"
    )


def _source(passage: Passage, site: str) -> str:
    """Return the link to the section, with its address for whoever reads it on paper."""
    path = escape(source_path(passage))
    return (
        f'<a href="{path}">Ver la fuente<span class="solo-lector">: {escape(passage.section)}'
        f'</span></a><span class="en-papel"> {escape(site)}{path}</span>'
    )
