"""What each act of staff on a case asks of the desk, and what is told of it afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from assistant.desk.cases import OF_STAFF, CaseMoved
from assistant.desk.desk import Desk
from assistant.limits import InputError
from governance.registers.officials import Official

Form = Mapping[str, str]
PLACEHOLDER = re.compile(r"\[[A-Z]+(?:_[A-Z]+)*_[0-9]+\]")
_MOST_HIDDEN = 20
STAYS = MappingProxyType(
    {
        "tomar": "El caso es tuyo. La persona ya sabe que llegó alguien.",
        "responder": "Se envió tu mensaje.",
        "nota": "Se guardó la nota. La persona no la ve.",
        "pasar": "Ahora atiendes este caso.",
    }
)
"""Acts after which one goes on in the page of the case, and their words."""
LEAVES = ("soltar", "pasar", "cerrar", "reabrir")
"""Acts after which one goes back to the queue."""


def in_words(error: InputError) -> str:
    """Return what is wrong with what an official wrote."""
    return "Falta escribir el texto." if error.kind == "empty" else error.detail


def with_hidden(words: str, hidden: Sequence[str]) -> str:
    """Return the words for something done, with what was hidden of what was typed."""
    if not words or not hidden:
        return words
    which = ", ".join(dict.fromkeys(hidden[:_MOST_HIDDEN]))
    return f"{words} Se ocultaron datos personales: {which}. La persona lo ve así."


def _take(desk: Desk, official: Official, number: int, form: Form) -> tuple[str, ...]:
    desk.take(official, number)
    return ()


def _reply(desk: Desk, official: Official, number: int, form: Form) -> tuple[str, ...]:
    typed = form.get("respuesta", "")
    kept = desk.reply(official, number, typed).text
    found = (found for found in PLACEHOLDER.findall(kept) if found not in typed)
    return tuple(dict.fromkeys(found))[:_MOST_HIDDEN]


def _note(desk: Desk, official: Official, number: int, form: Form) -> tuple[str, ...]:
    desk.note(official, number, form.get("nota", ""))
    return ()


def _transfer(desk: Desk, official: Official, number: int, form: Form) -> tuple[str, ...]:
    desk.transfer(official, number, form.get("a", ""), form.get("motivo_pase", ""))
    return ()


def _release(desk: Desk, official: Official, number: int, form: Form) -> tuple[str, ...]:
    desk.release(official, number)
    return ()


def _close(desk: Desk, official: Official, number: int, form: Form) -> tuple[str, ...]:
    chosen = form.get("cierre", "")
    reason = next((r for r in OF_STAFF if r == chosen), None)
    if reason is None:
        raise CaseMoved("Elige el motivo del cierre. El caso sigue abierto.")
    desk.close(official, number, reason, form.get("nota_cierre", ""))
    return ()


def _reopen(desk: Desk, official: Official, number: int, form: Form) -> tuple[str, ...]:
    desk.reopen(official, number, form.get("motivo_reabrir", ""))
    return ()


Act = Callable[[Desk, Official, int, Form], tuple[str, ...]]
ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "tomar": _take,
        "responder": _reply,
        "nota": _note,
        "pasar": _transfer,
        "soltar": _release,
        "cerrar": _close,
        "reabrir": _reopen,
    }
)
"""The acts by their name in the address; each returns the placeholders of what was hidden."""
