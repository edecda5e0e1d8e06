from __future__ import annotations

import pytest

from assistant.describe import Describer


def examples(describer: Describer, text: str) -> set[str]:
    return {match.example_id for match in describer.describe(text).examples}


@pytest.mark.parametrize(
    ("example", "text"),
    [
        (
            "n2-inversion",
            "la jefatura quiere usar el porcentaje de atraso para priorizar a qué proyectos de los "
            "municipios se les da financiamiento primero",
        ),
        (
            "n2-inversion",
            "Ordena los proyectos de inversión y define a cuáles se les da plata primero en la "
            "cartera",
        ),
        ("n2-inversion", "Rankea las iniciativas para repartir los recursos del año."),
        ("n2-inversion", "Recomienda qué proyectos financiar."),
        ("n2-inversion", "De la cartera, selecciona lo que recibirá financiamiento."),
        ("n2-priorizacion", "Filtra a las familias que piden la ayuda social."),
        ("n2-priorizacion", "Puntúa a los postulantes de la beca deportiva."),
        ("n2-priorizacion", "Con las fichas de los beneficiarios ordena quién recibe el subsidio."),
        ("n2-fraude", "Detecta boletas falsas en las rendiciones de los clubes."),
        ("n2-fraude", "Mira las facturas y marca las adulteradas."),
        ("n2-video", "Busca personas en las grabaciones del edificio."),
        ("n2-video", "Busca en las cámaras a las personas con orden de detención."),
    ],
)
def test_an_example_of_level_alto_is_heard_in_other_words(
    describer: Describer, example: str, text: str
) -> None:
    assert example in examples(describer, text)


def test_recordings_are_like_the_example_of_video_and_not_of_live_faces(
    describer: Describer,
) -> None:
    recorded = "Reconoce rostros en las grabaciones de las cámaras de la plaza."
    assert examples(describer, recorded) == {"n2-video"}
    both = "Reconoce rostros en vivo en la plaza y también en grabaciones."
    assert "n1-biometria" in examples(describer, both)


@pytest.mark.parametrize(
    "text",
    [
        "Predice atrasos de proyectos para planificar las visitas.",
        "Archiva fichas de proyectos de inversión.",
        "Ordena las fichas de proyectos de inversión en carpetas por fecha.",
        "Recomienda cursos de capacitación a los equipos de proyectos.",
        "Informa a las familias cómo pedir la ayuda social.",
        "Clasifica los correos de las familias que preguntan por becas.",
        "Guarda las boletas y facturas en el repositorio.",
        "Transcribe las grabaciones de las sesiones del Consejo.",
        "La cámara se enciende cuando hay alguien y no reconoce rostros.",
    ],
)
def test_a_harmless_neighbour_is_no_example_of_level_alto(describer: Describer, text: str) -> None:
    assert not {e for e in examples(describer, text) if e.startswith("n2")}
