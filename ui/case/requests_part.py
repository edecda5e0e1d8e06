"""What a person may ask about their own records, as a part of the page of their case."""

from __future__ import annotations

from html import escape

from assistant.desk.citizen import MAX_REQUEST
from assistant.desk.requests import REQUEST_KINDS, Request
from ui.case.words import ANSWERS, REQUESTS, REQUESTS_MEAN, day_in_words

COPY_JSON, COPY_TEXT = "copia-json", "copia-texto"
"""What the buttons that hand over a copy ask for."""


def copy_part(folio: str) -> str:
    """Return the buttons that hand over a copy of everything; `folio` are hidden fields."""
    return (
        f'<form method="post" action="/caso">{folio}<p>Puedes llevarte una copia de todo lo que '
        "guardamos de este caso.</p>"
        f'<p class="botones"><button class="otro" name="accion" value="{COPY_TEXT}">Descargar para '
        f'leer</button> <button class="otro" name="accion" value="{COPY_JSON}">Descargar para otro '
        "programa (JSON)</button></p></form>"
    )


def requests_part(asked: tuple[Request, ...], folio: str) -> str:
    """Return what was asked already and the form to ask; `folio` are hidden fields."""
    known = "\n".join(map(_request, asked))
    answers = f'<ul class="solicitudes">{known}</ul>' if known else ""
    choices = "".join(
        '<p><label class="opcion"><input type="radio" name="pide" '
        f'value="{kind}" required> {REQUESTS[kind]}</label> {REQUESTS_MEAN[kind]}</p>'
        for kind in REQUEST_KINDS
    )
    return (
        '<section id="solicitudes"><h2>Tus derechos sobre lo registrado</h2>'
        "<p>La respuesta la da una persona, el Delegado de Protección de Datos. La verás aquí, con "
        "tu folio, y también hasta qué día puede responder.</p>"
        f'{answers}<form method="post" action="/caso">{folio}'
        f"<fieldset><legend>¿Qué pides?</legend>{choices}</fieldset>"
        '<p><label for="explica">Explica por qué, si quieres (opcional)</label>'
        f'<textarea id="explica" name="explica" rows="3" maxlength="{MAX_REQUEST}"></textarea></p>'
        '<p><button name="accion" value="solicitar">Enviar solicitud</button></p></form>'
        "<p>Pide mientras el caso exista. Al vencer su plazo se borra todo, también lo que pediste "
        "y no se respondió: ya no queda nada que ver, corregir ni borrar.</p></section>"
    )


def _request(request: Request) -> str:
    words = f"<strong>{REQUESTS[request.kind]}</strong>: {ANSWERS[request.state].lower()}."
    when = f"Lo pediste el {day_in_words(request.asked_at)}."
    if request.state == "pending":
        when += (
            f" La respuesta debe llegar a más tardar el {day_in_words(request.answer_by)} "
            f"({escape(request.term.in_words())})."
        )
    answer = f"<p>Respuesta: {escape(request.answer)}</p>" if request.answer else ""
    return f"<li><p>{words} {when}</p>{_extension(request)}{answer}</li>"


def _extension(request: Request) -> str:
    if request.extended_at is None:
        return ""
    return (
        f"<p>El {day_in_words(request.extended_at)} se alargó el plazo, por única vez. Motivo: "
        f"{escape(request.extension)}</p>"
    )
