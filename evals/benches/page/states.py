"""The states of the page that are looked at, and how a visitor reaches each one.

A state that cannot be reached counts as a failure of whatever was to be looked at in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from evals.benches.page import places
from evals.benches.page.acts import (
    Act,
    asks,
    gets_an_answer,
    lets_it_be_heard,
    loses_connection,
    opens_widget,
    presses,
    sees,
    sends_without_script,
    writes_again,
)

QUESTION = "¿Hasta cuándo puedo postular?"
TOO_LONG = "¿Quién puede postular al concurso? " * 120
ALWAYS = (places.BOX, places.HAND_OFF)
"""What is in sight at all times on the page of the chat: where to write, and a person."""


@dataclass(frozen=True)
class State:
    """A state of a page."""

    id: str
    words: str
    path: str
    acts: tuple[Act, ...]
    in_sight: tuple[str, ...] = ()
    """What must be inside the window and not covered."""
    is_embedded: bool = False
    """Whether it is opened from the page of another site."""


OPENED = sees(places.ANSWER)
ANSWERED = (OPENED, asks(QUESTION), gets_an_answer, lets_it_be_heard)
PLAIN = (sees(places.TITLE),)

STATES = (
    State("primera", "primera pantalla", "/", (OPENED,), ALWAYS),
    State("respuesta", "con una respuesta", "/", ANSWERED, ALWAYS),
    State(
        "fuente",
        "con una fuente abierta",
        "/",
        (*ANSWERED, presses(places.SOURCE), sees(places.PASSAGE)),
        (*ALWAYS, places.PASSAGE_TITLE),
    ),
    State(
        "opinion",
        "con el formulario de «¿te sirvió?» abierto",
        "/",
        (*ANSWERED, presses(places.NOT_USEFUL), sees(places.REASON)),
        (*ALWAYS, places.REASON),
    ),
    State(
        "opciones",
        "con las opciones abiertas",
        "/",
        (*ANSWERED, presses(places.OPTIONS), sees(places.OPTIONS_OPEN)),
    ),
    State(
        "espera",
        "esperando a una persona",
        "/",
        (OPENED, presses(places.HAND_OFF), sees(places.WAITING)),
        (places.BOX, places.WAITING),
    ),
    State(
        "aviso",
        "con un error",
        "/",
        (OPENED, asks(TOO_LONG), sees(places.NOTICE)),
        (*ALWAYS, places.NOTICE),
    ),
    State(
        "sin-conexion",
        "sin conexión",
        "/",
        (*ANSWERED, loses_connection, writes_again, sees(places.OFFLINE)),
        (*ALWAYS, places.OFFLINE),
    ),
    State("simple", "versión simple", "/simple", (sees(places.NO_SCRIPT_BOX),)),
    State(
        "simple-respuesta",
        "versión simple, con una respuesta",
        "/simple",
        (sends_without_script(QUESTION), sees(places.NO_SCRIPT_ANSWER)),
    ),
    State("caso", "seguir un caso", "/caso", PLAIN),
    State("fuentes", "un documento", "/fuentes/concurso-fechas", PLAIN),
    State("calendario", "calendario", "/calendario", PLAIN),
    State("documentos", "lista de documentos", "/lista-de-documentos", PLAIN),
    State("transparencia", "transparencia", "/transparencia", PLAIN),
    State("ficha", "transparencia: la ficha", "/transparencia/ficha", PLAIN),
    State("catalogo", "transparencia: el catálogo", "/transparencia/catalogo", PLAIN),
    State("registro", "transparencia: lo que se guarda", "/transparencia/registro", PLAIN),
    State("cifras", "transparencia: las cifras", "/transparencia/cifras", PLAIN),
    State("reclamos", "transparencia: los reclamos", "/transparencia/reclamos", PLAIN),
    State("accesibilidad", "declaración de accesibilidad", "/accesibilidad", PLAIN),
    State(
        "incrustado",
        "dentro de otro sitio",
        "/",
        (opens_widget, OPENED),
        ALWAYS,
        is_embedded=True,
    ),
)


def find_states(ids: str) -> tuple[State, ...]:
    """Return the states of a list of ids with commas; all of them for an empty one.

    Raises:
        ValueError: an id is of none; with those that exist, in Spanish.

    >>> [state.words for state in find_states("caso")]
    ['seguir un caso']
    """
    wanted = [name.strip() for name in ids.split(",") if name.strip()]
    known = {state.id: state for state in STATES}
    if unknown := [name for name in wanted if name not in known]:
        raise ValueError(
            f"--states {', '.join(unknown)}: no existe. Los que hay: {', '.join(known)}."
        )
    return tuple(known[name] for name in wanted) or STATES
