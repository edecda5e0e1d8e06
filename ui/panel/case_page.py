"""How one case is shown: how it stands, what was said, what happened, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from assistant.conversations import Message
from assistant.desk.alerts import WhoWaits
from assistant.desk.desk import CaseView
from assistant.desk.replies import Replies
from governance.registers.officials import Official
from ui.pages import to_html
from ui.panel import case_forms
from ui.panel.case_pieces import bell, protocol, sources
from ui.panel.case_words import (
    CLOSE_REASONS,
    CRISIS,
    REASONS,
    actor,
    ago,
    event_words,
    moment,
    speaker,
    state_words,
)
from ui.panel.cases_page import CASES, why_form
from ui.panel.live_part import Part
from ui.panel.sessions import StaffSession

_MOST_SAID = 300
BACK = f'<p class="volver"><a href="{CASES}">Volver a los casos</a></p>'


@dataclass(frozen=True)
class CasePage:
    """A case before the eyes of an official, at a moment."""

    view: CaseView
    session: StaffSession
    replies: Replies
    colleagues: Sequence[Official]
    who: WhoWaits
    now: datetime

    @property
    def last(self) -> int:
        """The last message that is shown."""
        return self.view.messages[-1].id if self.view.messages else 0

    def parts(self, typed: Mapping[str, str] | None = None) -> Mapping[str, Part]:
        """Return what changes while the page is open, with what had been typed."""
        typed = typed or {}
        view, session = self.view, self.session
        shown = {
            "protocolo": protocol(self.replies) if view.case.is_crisis else "",
            "estado": self._facts(),
            "responder": case_forms.reply_forms(view, session, self.replies, typed),
            "acciones": case_forms.acts(view, session, self.colleagues, typed),
            "sucesos": self._events(),
        }
        return {name: Part(name, html) for name, html in shown.items()}

    def page(self, words: str, typed: Mapping[str, str] | None = None, contact: str = "") -> str:
        """Return the page of an open case."""
        placed = {name: part.placed for name, part in self.parts(typed).items()}
        return (
            f"{BACK}<h1>Caso {self.view.case.number}</h1>{words}"
            f'<p id="espera" class="espera">{bell(self.who)}</p>{placed["protocolo"]}'
            f"{placed['estado']}"
            f'<div class="caso-abierto"><div><section id="conversacion"><h2>Conversación</h2>'
            f"{self._talk()}</section>{placed['responder']}</div>"
            f'<div><div id="contacto">{contact}</div>{placed["acciones"]}'
            f"<section><h2>Qué ha pasado</h2>{placed['sucesos']}</section></div></div>"
        )

    def closed_page(self, words: str, typed: Mapping[str, str]) -> str:
        """Return the page of a case that is read with a justification: nothing to write in it."""
        may_reopen = self.view.may_attend and self.view.case.state == "closed"
        reopen = case_forms.reopen_form(self.view.case.number, self.session, typed)
        return (
            f"{BACK}<h1>Caso {self.view.case.number}</h1>{words}{self._facts()}"
            f"<section><h2>Conversación</h2>{self._talk()}</section>"
            f"<section><h2>Qué ha pasado</h2>{self._events()}</section>"
            f"{reopen if may_reopen else ''}"
        )

    def said_after(self, last: int) -> tuple[Mapping[str, object], ...]:
        """Return the messages after one, as the script adds them."""
        return tuple(
            {"id": m.id, "html": self._message(m), "says": self._aloud(m)}
            for m in self.view.messages
            if m.id > last
        )

    def _facts(self) -> str:
        case = self.view.case
        reason = f"{CRISIS}: va primero" if case.is_crisis else REASONS[case.reason]
        facts = {
            "Estado": state_words(case, self.view.owner),
            "Motivo": reason,
            "Folio": case.folio,
            "Pidió atención": f"{moment(case.opened_at, self.now)}",
        }
        if case.state == "waiting":
            facts["Espera"] = f"desde {ago(case.waiting_since, self.now)}"
        if case.number in self.who.numbers:
            facts["Lugar en la fila"] = str(self.who.numbers.index(case.number) + 1)
        if case.closed_at and case.close_reason:
            facts["Se cerró"] = (
                f"{moment(case.closed_at, self.now)} · {CLOSE_REASONS[case.close_reason]}"
            )
        if case.reopened:
            facts["Reabierto"] = "1 vez" if case.reopened == 1 else f"{case.reopened} veces"
        terms = "".join(f"<dt>{k}</dt><dd>{escape(v)}</dd>" for k, v in facts.items())
        return f"<dl>{terms}</dl>"

    def _talk(self) -> str:
        if not self.view.messages:
            return "<p>Esta conversación se borró.</p>"
        said = "".join(map(self._message, self.view.messages))
        return (
            '<div class="charla" tabindex="0" role="region" aria-label="Mensajes">'
            f'<ol id="mensajes">{said}</ol></div>'
        )

    def _message(self, message: Message) -> str:
        who = escape(speaker(message, self.session.official, self.view.posts))
        return (
            f'<li id="m-{message.id}" class="mensaje {message.role}"><p class="quien">'
            f"<strong>{who}</strong> {moment(message.at, self.now)}</p>{to_html(message.text)}"
            f"{sources(message.citations)}</li>"
        )

    def _aloud(self, message: Message) -> str:
        who = speaker(message, self.session.official, self.view.posts)
        return "" if who == "Tú" else f"{who}: {message.text[:_MOST_SAID]}"

    def _events(self) -> str:
        items = []
        for event in reversed(self.view.events):
            what, said = event_words(event, self.view.posts)
            who = actor(event.by, self.session.official, self.view.posts)
            kind = ' class="nota"' if event.kind == "noted" else ""
            words = f"<p>{escape(said)}</p>" if said else ""
            when = moment(event.at, self.now)
            items.append(f"<li{kind}>{when} · {escape(what)} · {escape(who)}{words}</li>")
        return f'<ul class="sucesos">{"".join(items)}</ul>' if items else "<p>Nada aún.</p>"


def locked_page(
    number: int, session: StaffSession, words: str, may_reopen: bool, typed: Mapping[str, str]
) -> str:
    """Return the page of a closed case: nothing said in it is shown without a justification."""
    reopen = case_forms.reopen_form(number, session, typed) if may_reopen else ""
    why = why_form(number, session, typed.get("motivo_leer", ""))
    return (
        f"{BACK}<h1>Caso {number}</h1>{words}{case_forms.unsent(typed)}<section>"
        f"<h2>Leer la conversación</h2>{why}</section>{reopen}"
    )
