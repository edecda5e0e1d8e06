"""«¿Te sirvió?» below an answer: two buttons, and after «No» a place to say why."""

from __future__ import annotations

from html import escape

from assistant.desk.feedback.rating import MAX_COMMENT
from ui.feedback.words import REASONS
from ui.simple.first import FORM, NEWEST
from ui.simple.sent import Opinion, Said


def opinion_part(
    message_id: int, rated: bool | None, said: Opinion | None = None, words: str = ""
) -> str:
    """Return what can be said of an answer; `said` was just said of it, and `words`, HTML, why so.

    Where something was just said is what the browser shows.
    """
    if rated is None:
        line = f"{_button('Sí', 'si', message_id)} {_button('No', 'no', message_id)}"
        told = "¿Te sirvió esta respuesta?"
    elif rated:
        line = _button("Cambiar a «No»", "no", message_id)
        told = "Dijiste que te sirvió."
    else:
        line = _button("Cambiar a «Sí»", "si", message_id)
        told = "Dijiste que no te sirvió."
    is_asked = rated is False and said is not None and said.asks_why
    if rated is False and not is_asked:
        line += f" {_button('Decir por qué', 'porque', message_id)}"
    return (
        f'<div class="s-opinion"{NEWEST if said else ""}>{words}'
        f'<p class="s-sirvio"><span id="s-o{message_id}">{told}</span> {line}</p>'
        f"{_why(message_id, said) if is_asked and said else ''}</div>"
    )


def _why(message_id: int, said: Opinion) -> str:
    options = "".join(
        f'<option value="{reason}"{" selected" if reason == said.reason else ""}>'
        f"{escape(words)}</option>"
        for reason, words in REASONS.items()
    )
    return (
        '<div class="s-porque"><p><label for="s-motivo">¿Por qué no te sirvió?</label>'
        f'<select id="s-motivo" name="motivo" form="{FORM}">'
        f'<option value="">Prefiero no decirlo</option>{options}</select></p>'
        '<p><label for="s-comentario">Cuéntanos más, si quieres (opcional)</label>'
        f'<textarea id="s-comentario" name="comentario" form="{FORM}" rows="2" '
        f'maxlength="{MAX_COMMENT}" aria-describedby="s-sin-datos" autocomplete="off">'
        f"{escape(said.comment)}</textarea></p>"
        '<p id="s-sin-datos">No escribas aquí tus datos personales.</p>'
        f"<p>{_button('Enviar opinión', 'motivo', message_id)}</p></div>"
    )


def _button(words: str, said: Said, message_id: int) -> str:
    return (
        f'<button class="otro" form="{FORM}" name="accion" value="opinion {said} {message_id}" '
        f'aria-describedby="s-o{message_id}" formnovalidate>{words}</button>'
    )
