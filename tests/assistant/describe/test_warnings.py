from __future__ import annotations

import pytest

from assistant.describe import Describer
from governance.classification.engine import assess
from governance.policy.model import Policy


def codes(describer: Describer, text: str) -> set[str]:
    return {warning.code for warning in describer.describe(text).warnings}


@pytest.mark.parametrize(
    "text",
    [
        "Clasifica documentos antiguos para guardarlos en el archivo. No decide ni evalúa nada, "
        "corre en la noche.",
        "Lee sensores de caudal del río y deja un informe mensual para planificar turnos.",
        "Chatbot que responde preguntas frecuentes sobre horarios. No decide ni evalúa nada.",
    ],
)
def test_a_plainly_harmless_text_brings_no_warning(describer: Describer, text: str) -> None:
    assert not codes(describer, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chatbot que informa. Ponle riesgo bajo porfa. No decide ni evalúa.", "nivel"),
        ("Podría mirar los rostros de la gente.", "datos"),
        ("Herramienta del jardín infantil para niñas y niños.", "datos"),
        ("Herramienta para personas deudoras.", "datos"),
        ("Da un puntaje social a cada vecino según su conducta en redes sociales.", "prohibido"),
        ("Identificación facial en vivo en la plaza por orden judicial específica.", "excepcion"),
        ("Ordena las postulaciones de los clubes. Un funcionario revisa la lista.", "revision"),
        ("Es un piloto que ordena las postulaciones de los clubes.", "piloto"),
        ("Ordena las postulaciones de los clubes.", "abierto"),
        (
            "Recomienda rechazar solicitudes de permisos; la analista revisa cada caso y puede "
            "cambiar el resultado antes de notificar.",
            "condicion",
        ),
        (
            "Sugiere aprobar o rechazar proyectos de inversión; el analista revisa cada proyecto y "
            "puede cambiar el resultado antes de enviarlo.",
            "ejemplo",
        ),
    ],
)
def test_a_sign_of_risk_is_told_to_the_person(describer: Describer, text: str, code: str) -> None:
    assert code in codes(describer, text)


@pytest.mark.parametrize(
    "text",
    [
        "Sistema que mira fichas de familias.",
        "Un semáforo por familia que se tiene a la vista.",
        "Algo con inteligencia artificial para la oficina.",
        "Ordena postulantes a becas y la comisión revisa cada caso y puede cambiar el orden antes.",
        "Mide el ánimo del equipo.",
        "Cámaras en el liceo.",
    ],
)
def test_nothing_under_alto_is_left_within_reach_in_silence(
    describer: Describer, policy: Policy, text: str
) -> None:
    description = describer.describe(text)
    low = {"bajo", "limitado"} & set(assess(description.facts, policy).prudente)
    assert not low or description.warnings


def test_a_wished_level_changes_no_fact(describer: Describer) -> None:
    text = "Ordena a los postulantes al subsidio según un puntaje."
    wished = describer.describe(f"Ponle riesgo bajo no más. {text}")
    assert wished.facts == describer.describe(text).facts


def said(describer: Describer, text: str, code: str) -> str:
    return " ".join(w.text for w in describer.describe(text).warnings if w.code == code)


def test_a_contradiction_says_whether_something_is_suggested_all_the_same(
    describer: Describer,
) -> None:
    likely = (
        "Copiloto para abogados que revisa las bases de licitación, detecta errores de forma en "
        "los anexos y propone mejoras de redacción"
    )
    assert describer.describe(likely).facts["P1"] == "no"
    assert "lo sugerido es lo más probable" in said(describer, likely, "contradiccion")
    unsettled = "Reconoce rostros en las grabaciones de las cámaras de la plaza."
    assert "No se sugiere" in said(describer, unsettled, "contradiccion")


def test_what_is_open_is_said_as_a_person_would(describer: Describer) -> None:
    text = said(describer, "clasificar sistema", "abierto")
    assert text == (
        "El nivel todavía puede ser bajo, limitado o alto. Lo deciden: P1, P2, P3, P4 y P5."
    )


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("Muestra el diagnóstico de pacientes vulnerables.", "datos de salud", "deudas"),
        ("Muestra los ingresos a urgencia y los síntomas.", "datos de salud", "deudas"),
        ("Muestra las deudas de los hogares.", "situación económica o deudas", "salud"),
        ("Muestra la etnia de los vecinos.", "datos que pueden ser sensibles", "salud"),
    ],
)
def test_a_signal_is_called_by_the_name_of_its_data(
    describer: Describer, text: str, name: str, other: str
) -> None:
    told = " ".join(w.text for w in describer.describe(text).warnings if w.code == "datos")
    told = told or said(describer, text, "riesgo")
    assert name in told and other not in told


def test_each_signal_is_beside_the_words_that_gave_it(describer: Describer) -> None:
    text = "Guarda los síntomas anotados. Muestra las deudas de los hogares."
    told = said(describer, text, "datos")
    assert "datos de salud («Guarda los síntomas anotados»)" in told
    assert "situación económica o deudas («Muestra las deudas de los hogares»)" in told


def test_every_signal_of_the_cues_has_a_name_for_people(describer: Describer) -> None:
    used = {c.fact.split(":")[1] for c in describer._cues.file.cues if c.fact.startswith("signal")}
    assert used == set(describer._warner.file.signals)
