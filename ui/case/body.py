"""The page of a case as HTML: what was said, what can be done, what was recorded.

Everything is escaped. The folio travels only in hidden fields: it is in no address and no title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from assistant.desk.citizen import Followed
from assistant.turn import Citation
from governance.log.decision import Decision, RecordedCitation
from knowledge_base.institution import Institution
from ui.case.contact_form import ContactForm, render
from ui.case.requests_part import copy_part, requests_part
from ui.case.words import ENDINGS, day_in_words, moment_in_words, state_in_words
from ui.chat.text import safe_url, speaker
from ui.facade import ShownConversation, ShownMessage
from ui.forms import hidden
from ui.pages import to_html

SAID = "dicho"
"""Where the page says what happened with what was asked for."""


@dataclass(frozen=True)
class CaseShown:
    """A case with all that its page shows. `talk` is None once what was said was deleted."""

    followed: Followed
    talk: ShownConversation | None
    recorded: tuple[Decision, ...]
    contact: ContactForm
    most_chars: int
    """Longest message that may be written."""
    retention_days: int
    typed: str = ""
    """What could not be sent to the person who attends, so that it is not lost."""


def entry(typed: str = "", is_wrong: bool = False) -> str:
    """Return the page where a folio is written; what is above it says what is wrong with it."""
    wrong = f' aria-invalid="true" aria-describedby="{SAID}" autofocus' if is_wrong else ""
    return (
        "<h1>Ver mi caso</h1>\n<p>Si pediste una persona, escribe el folio que te dimos: verás si "
        "te respondieron y podrás seguir desde aquí.</p>\n"
        '<form method="post" action="/caso"><p><label for="folio">Tu folio</label>'
        '<input id="folio" name="folio" required maxlength="80" autocomplete="off" '
        'autocapitalize="characters" spellcheck="false" placeholder="NB-7K3M-…" '
        f'value="{escape(typed)}"{wrong}></p>'
        '<p><button name="accion" value="ver">Ver mi caso</button></p></form>\n'
        "<p>¿Lo perdiste? No podemos buscarlo por tu nombre, para que nadie más lo vea. En el "
        'chat escribe «derivar» y tendrás otro.</p>\n<p><a href="/">Ir al asistente</a></p>'
    )


def case_body(shown: CaseShown, institution: Institution) -> str:
    """Return everything about a case."""
    followed, talk = shown.followed, shown.talk
    folio = hidden({"folio": followed.case.folio})
    post = followed.handoff.attended_by
    is_active = talk is not None and talk.state == "active"
    words = state_in_words(followed, post, is_active)
    parts = "\n".join(
        [
            "<h1>Tu caso</h1>",
            f'<p class="estado"><strong>{escape(words)}</strong></p>',
            f'<p>Folio: <strong class="folio">{escape(followed.case.folio)}</strong>. Guárdalo: '
            "quien lo tiene puede leer y escribir aquí.</p>",
            _said(talk, institution) if talk else _GONE,
            _write(shown, folio) if talk else "",
            _ways_on(followed, talk, folio),
            f"<section>{render(shown.contact, folio)}</section>" if talk else "",
            _recorded(shown),
            copy_part(folio),
            requests_part(shown.followed.requests, folio),
            '<p class="volver"><a href="/">Ir al asistente</a></p>',
        ]
    )
    return f'<div class="mi-caso">\n{parts}\n</div>'


_GONE = (
    '<section><h2>Conversación</h2><p class="aviso">Lo que se conversó ya se borró. El registro de '
    "decisiones conserva sus asientos hasta que venza su plazo, porque lo manda la política de IA: "
    "no tienen tus datos personales.</p></section>"
)


def _said(talk: ShownConversation, institution: Institution) -> str:
    items = "\n".join(_message(m, institution) for m in talk.messages if m.text.strip())
    return (
        '<section aria-labelledby="conversacion"><h2 id="conversacion">Conversación</h2>'
        "<p>Se guarda sin tus datos personales: en su lugar dice, por ejemplo, [RUT_1].</p>"
        f'<ol class="mensajes">{items}</ol></section>'
    )


def _message(message: ShownMessage, institution: Institution) -> str:
    who = speaker(message, institution)
    sources = _sources(message.citations)
    return (
        f'<li class="mensaje {message.role}"><p class="quien">{escape(who)} '
        f'<time datetime="{message.at.isoformat()}">{moment_in_words(message.at)}</time></p>'
        f"{to_html(message.text)}{sources}</li>"
    )


def _sources(citations: Sequence[Citation | RecordedCitation]) -> str:
    by_url = {safe_url(c.url): c.section or c.title for c in citations if safe_url(c.url)}
    links = " · ".join(f'<a href="{escape(u)}">{escape(t)}</a>' for u, t in by_url.items())
    return f"<p>Fuentes: {links}</p>" if links else ""


def _write(shown: CaseShown, folio: str) -> str:
    last = shown.talk.messages[-1].id if shown.talk and shown.talk.messages else 0
    again = (
        "<p>Si escribes, tu caso se abre de nuevo y vuelve a la fila.</p>"
        if shown.followed.case.state == "closed"
        else ""
    )
    return (
        f'<section><form method="post" action="/caso">{folio}{hidden({"tras": last})}'
        '<h2><label for="texto">Escribe a la persona que ve tu caso</label></h2>'
        f"{again}<p>Antes de guardar lo que escribes ocultamos tus datos personales.</p>"
        f'<p><textarea id="texto" name="texto" rows="4" maxlength="{shown.most_chars}" required>'
        f"{escape(shown.typed)}</textarea></p>"
        '<p><button name="accion" value="escribir">Enviar</button></p></form></section>'
    )


def _ways_on(followed: Followed, talk: ShownConversation | None, folio: str) -> str:
    buttons = ['<button class="otro" name="accion" value="ver">Ver si hay respuesta</button>']
    if followed.case.state != "closed":
        buttons.append(
            '<button class="otro" name="accion" value="retirar">'
            "Ya no necesito a una persona</button>"
        )
    if talk is not None:
        # Without the script it would do nothing: it shows itself.
        buttons.append(
            '<button type="button" class="otro" id="al-chat" hidden '
            f'data-conversacion="{escape(talk.id)}">Seguir en el chat</button>'
        )
    return (
        f'<form method="post" action="/caso">{folio}'
        f'<p class="botones">{" ".join(buttons)}</p></form>'
    )


def _recorded(shown: CaseShown) -> str:
    days = timedelta(days=shown.retention_days)
    items = "\n".join(_decision(d, day_in_words(d.at + days)) for d in shown.recorded)
    kept = day_in_words(shown.followed.kept_until)
    until = f"<p>La conversación se guarda hasta el {kept}.</p>" if shown.talk else ""
    inside = (
        f'<ol class="registro">{items}</ol>' if items else "<p>No hay asientos que mostrar.</p>"
    )
    return (
        "<section><details><summary><h2>Qué quedó registrado</h2></summary>"
        "<p>Cada vez que el asistente te respondió quedó un asiento, sin tus datos personales, "
        f"que nadie puede cambiar.</p>{until}{inside}</details></section>"
    )


def _decision(decision: Decision, until: str) -> str:
    ending = ENDINGS.get(decision.outcome, decision.outcome)
    return (
        f"<li><p><strong>{moment_in_words(decision.at)}</strong>. {escape(ending)}</p>"
        f"<p>Preguntaste: {escape(decision.question)}</p>{_sources(decision.citations)}"
        f"<p>Se guarda hasta el {until}.</p></li>"
    )
