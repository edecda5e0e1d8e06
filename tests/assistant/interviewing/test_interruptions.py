from __future__ import annotations

import pytest

from assistant.interviewing.interruptions import interrupts
from assistant.route import Routes, load_routes


@pytest.fixture(scope="module")
def routes() -> Routes:
    return load_routes()


def stops(routes: Routes, text: str) -> bool:
    return interrupts(routes.deciding(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "derivar",
        "Derivar por favor",
        "quiero derivar",
        "derívame a una persona",
        "quiero hablar con una persona",
        "prefiero que me atienda alguien",
        "necesito hablar con alguien del subcomité",
        "pásame con un funcionario",
        "me quiero morir",
    ],
)
def test_who_asks_for_a_person_in_an_interview_gets_one(routes: Routes, text: str) -> None:
    assert stops(routes, text)


@pytest.mark.parametrize(
    "text",
    [
        "siempre hay una persona que revisa",
        "hay un funcionario que lo ve caso a caso",
        "está la jefa, que firma",
        "necesita que una persona lo apruebe",
        "atiende a personas por teléfono y deriva los reclamos a la OIRS",
        "el chat deriva a un funcionario cuando no sabe",
        "deriva las solicitudes a la unidad que corresponde",
        "detecta llamadas donde dicen que hay un incendio",
        "clasifica denuncias de violencia intrafamiliar para el equipo",
        "predice riesgo de suicidio en estudiantes",
        "quiero que una persona revise cada caso",
        "sí, hay alguien encargado de eso",
    ],
)
def test_an_answer_about_people_is_an_answer(routes: Routes, text: str) -> None:
    assert not stops(routes, text)
