"""The addresses of the gaps of the knowledge base: see them, publish an answer, take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request, Response

from assistant.database import DatabaseError
from assistant.desk.gaps.desk import DraftRefused, GapDesk, GapMoved, GapNotFound
from assistant.desk.gaps.draft import Draft
from assistant.desk.gaps.groups import GapGroup
from assistant.desk.gaps.shelf import NotPublished
from assistant.desk.permissions import Action, may
from assistant.limits import InputError, clean
from ui.forms import notice, read_form
from ui.panel.gaps_page import DONE, GAPS, group_page, list_page
from ui.panel.web import go_to, panel_page, session_of
from ui.workers import Workers

_EXPIRED = "El formulario venció. Revisa lo que escribiste y envíalo otra vez."
_NOT_PUBLISHED = (
    "La base de conocimiento no tomó el cambio y todo quedó como estaba. Puede haber otra "
    "ingesta en curso: espera un momento y envíalo otra vez. Si sigue, pide que ejecuten "
    "«asistente doctor»."
)
_NOT_RECORDED = "No se pudo anotar la decisión, así que todo quedó como estaba. Intenta de nuevo."


@dataclass(frozen=True)
class GapsPages:
    """The gaps as pages; each role sees and does what the desk lets it."""

    desk: GapDesk
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        panel.add_api_route("/vacios", self.all, methods=["GET", "HEAD"])
        panel.add_api_route("/vacios/retirar", self.withdraw, methods=["POST"])
        panel.add_api_route("/vacios/{group_id}", self.one, methods=["GET", "HEAD"])
        panel.add_api_route("/vacios/{group_id}/aprobar", self.approve, methods=["POST"])
        panel.add_api_route("/vacios/{group_id}/descartar", self.dismiss, methods=["POST"])

        @panel.exception_handler(GapNotFound)
        async def _no_gap(request: Request, error: GapNotFound) -> Response:
            title = "Ese vacío no está en la lista"
            remedy = "Puede que alguien lo haya resuelto o descartado, o que se haya sumado a otro."
            body = f'<h1>{title}</h1>{notice(remedy)}<p><a href="{GAPS}">Ver los vacíos</a></p>'
            return panel_page(title, body, session_of(request), 404)

    async def all(self, request: Request) -> Response:
        """Show the groups that wait and the answers that were published."""
        return await self._list(request, DONE.get(request.query_params.get("hecho", ""), ""))

    async def one(self, request: Request, group_id: str) -> Response:
        """Show a group with the draft of its answer."""
        group = await self._group(request, group_id)
        return await self._review(request, group, self.desk.draft(group), ())

    async def approve(self, request: Request, group_id: str) -> Response:
        """Publish the answer as the reviewer left it."""
        session, form = session_of(request), await read_form(request)
        draft, official = read_draft(form), session.official
        checked = form.get("revisado") == "si"

        def publish() -> None:
            self.desk.approve(official, _numbers(form), draft, figures_checked=checked)

        problems, status = await self._try(request, form, publish)
        if not problems:
            return go_to(f"{GAPS}?hecho=publicada")
        group = await self._group(request, group_id)
        return await self._review(request, group, draft, problems, status, form)

    async def dismiss(self, request: Request, group_id: str) -> Response:
        """Take a group off the list."""
        session, form = session_of(request), await read_form(request)

        def drop() -> None:
            self.desk.dismiss(session.official, _numbers(form), form.get("motivo", ""))

        problems, status = await self._try(request, form, drop)
        if not problems:
            return go_to(f"{GAPS}?hecho=descartado")
        group = await self._group(request, group_id)
        return await self._review(request, group, self.desk.draft(group), problems, status, form)

    async def withdraw(self, request: Request) -> Response:
        """Take a published answer back."""
        session, form = session_of(request), await read_form(request)

        def take_back() -> None:
            document, reason = form.get("documento", ""), form.get("motivo", "")
            self.desk.withdraw(session.official, document, reason)

        problems, status = await self._try(request, form, take_back)
        if not problems:
            return go_to(f"{GAPS}?hecho=retirada")
        return await self._list(request, "\n".join(problems), status)

    async def _try(
        self, request: Request, form: Mapping[str, str], do: Callable[[], None]
    ) -> tuple[tuple[str, ...], int]:
        """Return what was wrong and the status of the answer; no problems when it was done."""
        if not session_of(request).is_from_our_form(form.get("csrf", "")):
            return (_EXPIRED,), 403
        try:
            await self.workers.run(do)
        except DraftRefused as error:
            return error.problems, 422
        except InputError as error:
            said = "Escribe el motivo." if error.kind == "empty" else error.detail
            return (said,), 422
        except GapMoved as error:
            return (str(error),), 409
        except NotPublished:
            return (_NOT_PUBLISHED,), 503
        except DatabaseError:
            return (_NOT_RECORDED,), 503
        return (), 200

    async def _group(self, request: Request, group_id: str) -> GapGroup:
        if not (group_id.isdecimal() and group_id.isascii() and len(group_id) < 10):
            raise GapNotFound(group_id)
        return await self.workers.run(self.desk.group, session_of(request).official, int(group_id))

    async def _list(self, request: Request, words: str, status: int = 200) -> Response:
        session = session_of(request)
        groups = await self.workers.run(self.desk.groups, session.official)
        published = await self.workers.run(self.desk.published, session.official)
        csrf = session.csrf if may(session.official, Action.APPROVE_GAPS) else ""
        body = list_page(groups, published, csrf, notice(words))
        return panel_page("Vacíos", body, session, status)

    async def _review(
        self,
        request: Request,
        group: GapGroup,
        draft: Draft,
        problems: tuple[str, ...],
        status: int = 200,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        session = session_of(request)
        found = await self.workers.run(self.desk.findings, draft)
        csrf = session.csrf if may(session.official, Action.APPROVE_GAPS) else ""
        reason = (typed or {}).get("motivo", "")
        caveats = self.desk.checker.caveats
        body = group_page(group, draft, found, caveats, csrf, problems, reason)
        return panel_page("Revisar un vacío", body, session, status)


def read_draft(form: Mapping[str, str]) -> Draft:
    """Return the draft that a form holds; a date that cannot be read is none."""
    try:
        until = date.fromisoformat(form.get("hasta", ""))
    except ValueError:
        until = None
    asked = (" ".join(clean(line).split()) for line in form.get("preguntas", "").splitlines())
    return Draft(
        title=" ".join(clean(form.get("titulo", "")).split()),
        text=clean(form.get("respuesta", "")),
        questions=tuple(dict.fromkeys(line for line in asked if line)),
        valid_until=until,
        caveat=form.get("aviso", ""),
    )


def _numbers(form: Mapping[str, str]) -> tuple[int, ...]:
    given = form.get("casos", "").split()
    if len(given) > 1000 or not all(n.isascii() and n.isdecimal() and len(n) < 10 for n in given):
        return ()
    return tuple(int(number) for number in given)
