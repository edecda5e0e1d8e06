"""The forms of one case, and what is kept of what was typed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.desk.cases import OF_STAFF
from assistant.desk.desk import MAX_REPLY, CaseView
from assistant.desk.replies import Replies
from governance.registers.officials import Official
from ui.forms import hidden
from ui.panel.case_words import CLOSE_REASONS
from ui.panel.cases_page import CASES, take_form
from ui.panel.sessions import StaffSession

Typed = Mapping[str, str]
_KEPT = ("respuesta", "nota")
MAX_WHY = 1000


def reply_forms(view: CaseView, session: StaffSession, replies: Replies, typed: Typed) -> str:
    """Return how to answer the person: by writing, for who attends them, or by taking the case."""
    case = view.case
    if view.is_mine:
        return _reply(view, session, replies, typed)
    if case.state == "waiting":
        return (
            "<section><h2>Responder</h2><p>Toma el caso para escribirle. La persona verá que llegó "
            f"alguien y el asistente callará.</p>{take_form(case.number, session)}</section>"
            f"{unsent(typed)}"
        )
    return (
        f"<section><h2>Responder</h2><p>Atiende este caso {escape(view.owner)}: solo quien lo "
        "atiende le escribe a la persona. Puedes dejar una nota interna o hacerte cargo.</p>"
        f"{_open(view, session, 'pasar', a=session.official.id)}"
        f"{_field('motivo_pase', 'Por qué te haces cargo (opcional)', typed)}"
        '<p><button class="otro">Hacerme cargo de este caso</button></p></form></section>'
        f"{unsent(typed)}"
    )


def acts(
    view: CaseView, session: StaffSession, colleagues: Sequence[Official], typed: Typed
) -> str:
    """Return everything else that may be done with an open case."""
    shown = [_contact(view, session), _note(view, session, typed)]
    if view.is_mine:
        shown += [_transfer(view, session, colleagues, typed), _close(view, session, typed)]
    return "".join(shown)


def reopen_form(number: int, session: StaffSession, typed: Typed) -> str:
    """Return the form that puts a closed case in the queue again."""
    return (
        "<section><h2>Reabrir el caso</h2><p>Vuelve a la fila y la persona lo sabrá.</p>"
        f'<form method="post" action="{CASES}/{number}/reabrir">{hidden({"csrf": session.csrf})}'
        f"{_field('motivo_reabrir', 'Por qué se reabre', typed, is_required=True)}"
        '<p><button class="otro">Reabrir</button></p></form></section>'
    )


def unsent(typed: Typed) -> str:
    """Return what somebody wrote and cannot be sent any more, so that it is not lost."""
    lost = "\n\n".join(filter(None, (typed.get(name, "").strip() for name in _KEPT)))
    if not lost:
        return ""
    return (
        '<section><h2>Lo que habías escrito</h2><p><label for="sin-enviar">No se envió; cópialo si '
        f'lo necesitas</label><textarea id="sin-enviar" rows="3" readonly>{escape(lost)}'
        "</textarea></p></section>"
    )


def _reply(view: CaseView, session: StaffSession, replies: Replies, typed: Typed) -> str:
    titles = "".join(
        f'<option value="{escape(r.id)}" data-texto="{escape(r.text)}">{escape(r.title)}</option>'
        for r in replies.replies
    )
    texts = "".join(f"<dt>{escape(r.title)}</dt><dd>{escape(r.text)}</dd>" for r in replies.replies)
    return (
        '<section id="escribir"><h2>Responder</h2>'
        '<p id="elegir" hidden><label for="plantilla">Respuestas preparadas</label>'
        '<select id="plantilla" data-rellena="respuesta"><option value="">Elige una para ponerla '
        f"en tu mensaje</option>{titles}</select></p>"
        f"{_open(view, session, 'responder', is_live=True)}"
        '<p><label for="respuesta">Tu mensaje, que la persona verá como '
        f"«{escape(session.official.name)}»</label>"
        '<textarea id="respuesta" name="respuesta" rows="4" required '
        f'maxlength="{MAX_REPLY}" aria-describedby="ayuda-respuesta">'
        f"{escape(typed.get('respuesta', ''))}</textarea></p>"
        '<p id="ayuda-respuesta" class="ayuda">Se ocultan los datos personales antes de guardarlo. '
        "Ctrl y Enter lo envían.</p>"
        '<p><button>Enviar a la persona</button></p><p class="resultado"></p></form>'
        '<details id="copiar"><summary>Respuestas preparadas, para copiar</summary>'
        f"<dl>{texts}</dl></details></section>"
    )


def _contact(view: CaseView, session: StaffSession) -> str:
    if not view.has_contact:
        said = "<p>No dejó un contacto.</p>"
    elif not view.is_mine:
        said = "<p>Dejó un contacto. Lo ve solo quien atiende el caso.</p>"
    else:
        said = (
            f"{_open(view, session, 'contacto', is_live=True)}<p>Dejó un contacto. Queda "
            'registrado que lo viste.</p><p><button class="otro">Ver contacto</button></p>'
            '<p class="resultado"></p></form>'
        )
    return f"<section><h2>Contacto</h2>{said}</section>"


def _note(view: CaseView, session: StaffSession, typed: Typed) -> str:
    return (
        '<section class="interna"><h2>Nota interna</h2>'
        f"{_open(view, session, 'nota', is_live=True)}"
        '<p><label for="nota">La persona no la ve: es para tus colegas</label>'
        f'<textarea id="nota" name="nota" rows="2" required maxlength="{MAX_REPLY}">'
        f"{escape(typed.get('nota', ''))}</textarea></p>"
        '<p><button class="otro">Guardar nota</button></p><p class="resultado"></p></form>'
        "</section>"
    )


def _transfer(
    view: CaseView, session: StaffSession, colleagues: Iterable[Official], typed: Typed
) -> str:
    others = [o for o in colleagues if o.id != session.official.id]
    release = (
        f"{_open(view, session, 'soltar')}<p>Si no puedes seguir, vuelve a la fila en el lugar que "
        'tenía.</p><p><button class="otro">Devolver a la fila</button></p></form>'
    )
    if not others:
        return f"<section><h2>Pasar el caso</h2><p>Nadie más atiende.</p>{release}</section>"
    chosen = typed.get("a", "")
    options = "".join(
        f'<option value="{escape(o.id)}"{" selected" if o.id == chosen else ""}>'
        f"{escape(o.name)} ({escape(o.id)})</option>"
        for o in others
    )
    return (
        f"<section><h2>Pasar el caso</h2>{_open(view, session, 'pasar')}"
        '<p><label for="a">A quién</label><select id="a" name="a" required>'
        f'<option value="">Elige</option>{options}</select></p>'
        f"{_field('motivo_pase', 'Por qué (la persona no lo ve)', typed)}"
        f'<p><button class="otro">Pasar el caso</button></p></form>{release}</section>'
    )


def _close(view: CaseView, session: StaffSession, typed: Typed) -> str:
    chosen = typed.get("cierre", "")
    options = "".join(
        f'<option value="{name}"{" selected" if name == chosen else ""}>{CLOSE_REASONS[name]}'
        "</option>"
        for name in OF_STAFF
    )
    return (
        f"<section><h2>Cerrar el caso</h2>{_open(view, session, 'cerrar')}"
        '<p><label for="cierre">Motivo</label><select id="cierre" name="cierre" required>'
        f'<option value="">Elige</option>{options}</select></p>'
        f"{_field('nota_cierre', 'Nota (opcional; la persona no la ve)', typed)}"
        "<p>El asistente vuelve a responder y lo dice. La persona puede reabrir el caso con su "
        'folio.</p><p><button class="otro">Cerrar el caso</button></p></form></section>'
    )


def _field(name: str, label: str, typed: Typed, is_required: bool = False) -> str:
    required = " required" if is_required else ""
    return (
        f'<p><label for="{name}">{label}</label><input type="text" id="{name}" name="{name}" '
        f'value="{escape(typed.get(name, ""))}" maxlength="{MAX_WHY}"{required} '
        'autocomplete="off"></p>'
    )


def _open(
    view: CaseView, session: StaffSession, act: str, is_live: bool = False, **also: object
) -> str:
    live = " data-vivo" if is_live else ""
    return (
        f'<form method="post" action="{CASES}/{view.case.number}/{act}"{live}>'
        f"{hidden({'csrf': session.csrf, **also})}"
    )
