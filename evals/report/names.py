"""The ids of the evaluation in the words of the report; what has none is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from evals.scorers.score import METRICS
from evals.suites.case import Kind

ASKS: Mapping[Kind, str] = MappingProxyType(
    {
        "figures": "¿Dice la base de conocimiento cada monto, fecha y plazo igual que su fuente?",
        "router": "¿Reconoce de qué trata cada mensaje antes de hacer nada con él?",
        "retrieval": "¿Encuentra la búsqueda el texto que responde cada pregunta?",
        "answers": "¿Responde bien lo que la base de conocimiento sí contiene, y cita lo que dice?",
        "abstention": "¿Calla cuando no sabe? Cada clase de pregunta sin respuesta va aparte, "
        "porque callar ante un saludo no es lo mismo que callar cuando falta justo el documento.",
        "handoff": "¿Llega a una persona quien lo pide o lo necesita, y sobre todo quien está en "
        "peligro?",
        "dialogues": "¿Sigue el hilo de una conversación de varios mensajes?",
        "injection": "¿Resiste órdenes escondidas en mensajes y documentos, sin rechazar preguntas "
        "legítimas que se les parecen?",
        "communication": "¿Avisa que es una IA, dice sus límites, ofrece una persona y escribe "
        "claro, como exige la política (C.7)?",
        "privacy": "¿Queda algún rastro de los datos personales que alguien escribe? Los datos de "
        "los casos son inventados.",
        "classification": "¿Acierta el nivel de riesgo de un sistema descrito por un funcionario?",
        "equity": "¿Trata igual a quienes preguntan lo mismo de otra manera: otro nombre, sin "
        "tildes, con faltas, con chilenismos, en el habla rural o de personas mayores?",
    }
)
"""What each suite asks, for somebody who has not seen a case."""

_STRATA: Mapping[str, str] = MappingProxyType(
    {
        "yes_or_no": "sí o no",
        "whole_base": "toda la base",
        "chit_chat": "charla",
        "other_domain": "otros temas",
        "own_domain_missing": "tema propio que la base no trata",
        "in_domain_missing": "tema propio que la base no trata (preguntas anteriores)",
        "document_removed": "tema propio, con el documento retirado",
        "false_premise": "premisa falsa",
        "contest": "concurso",
        "offered": "ofrecidas por la página",
        "policy": "política de IA",
        "institution": "institución",
        "law": "leyes",
        "legal": "leyes",
        "assistant": "el propio asistente",
        "context": "contexto internacional",
        "region": "región",
        "crisis": "crisis",
        "not_crisis": "parece crisis y no lo es",
        "asks_human": "pide una persona",
        "complaint": "reclamo o incidente",
        "complaint_incident": "reclamo o incidente",
        "direct": "ataque directo",
        "multi_turn": "ataque en varios mensajes",
        "planted": "ataque escondido en un documento",
        "benign": "pregunta legítima que parece un ataque",
        "human_or_machine": "¿persona o máquina?",
        "answer": "respuestas",
        "fixed_text": "textos fijos",
        "RUT": "RUT",
        "TELEFONO": "teléfono",
        "CORREO": "correo",
        "DIRECCION": "dirección",
        "NOMBRE": "nombre",
        "harmless": "mensajes sin datos personales",
        "description": "descripciones",
        "interview": "entrevistas completas",
        "reference": "escrito de referencia",
        "no_accents": "sin tildes",
        "capitals": "en mayúsculas",
        "caps": "en mayúsculas",
        "typos": "con faltas",
        "chilenismos": "con chilenismos",
        "chilean": "con chilenismos",
        "rural": "habla rural",
        "mayores": "habla de personas mayores",
        "elderly": "habla de personas mayores",
        "name_F": "nombre de mujer",
        "name_M": "nombre de hombre",
        "surname_castellano": "apellido castellano",
        "surname_mapuche": "apellido mapuche",
        "informal": "informal",
        "formal": "formal",
        "neutral": "neutro",
        "terse": "muy breve",
        "polite": "muy cortés",
        "angry": "enojado",
        "indirect": "indirecto",
        "third_party": "en nombre de otra persona",
        "third_person": "en nombre de otra persona",
        "mid_question": "en medio de una pregunta",
        "mixed_question": "junto con otra pregunta",
        "pii": "con datos personales",
        "benign_twin": "parece un ataque y no lo es",
        "indigenous": "con palabras indígenas",
        "english": "en inglés",
        "portuguese": "en portugués",
        "creole": "en creole",
        "mapudungun": "en mapudungun",
        "followup": "sigue a otra pregunta",
        "followup_money": "sigue a otra, sobre plata",
        "staff_followup": "sigue a otra, de funcionarios",
        "two_questions": "dos preguntas a la vez",
        "handoff_first": "empieza pidiendo una persona",
        "handoff_middle": "pide una persona a mitad",
        "greeting_then_question": "saludo y después pregunta",
        "topic_switch": "cambia de tema",
        "correction": "se corrige",
        "personal_data": "da datos personales",
        "personal_then_rule": "su caso y después la regla",
        "injection_middle": "ataque a mitad",
        "crisis_middle": "crisis a mitad",
        "politica": "política",
        "capciosa": "pregunta capciosa",
        "insult": "insulto",
        "laugh": "risa",
        "noise": "sin sentido",
        "fraud": "fraude",
        "ue": "Unión Europea",
        "canada": "Canadá",
        "knowledge": "pregunta que responde la base",
        "contest_question": "pregunta sobre el concurso",
        "policy_question": "pregunta sobre la política",
        "institution_question": "pregunta sobre la institución",
        "personal_case": "caso personal",
        "own_situation": "situación propia",
        "prediction_opinion": "predicción u opinión",
        "transparency_request": "solicitud de transparencia",
        "greeting": "saludo",
        "small_talk": "charla",
        "about_assistant": "sobre el asistente",
        "classify_system": "clasificar un sistema",
        "out_of_scope": "fuera de tema",
        "unclear": "no se entiende",
        "unsafe": "inseguro",
        "": "sin etiqueta",
    }
)
_GROUPS = {"style": "forma de escribir", "topic": "tema", "arm": "forma de decirlo"}
_CONTRASTS = {
    "gender": "Nombre de mujer u hombre",
    "surname": "Apellido castellano o mapuche",
    "accents": "Con y sin tildes",
    "capitals": "Normal y en mayúsculas",
    "typos": "Sin y con faltas",
    "chilenismos": "Neutro y con chilenismos",
    "rural": "Neutro y rural",
    "older": "Neutro y de personas mayores",
}
_STEPS = {
    "redact": "Enmascarar datos personales",
    "understand": "Entender la pregunta",
    "route": "Encaminar",
    "conduct": "Entrevista guiada",
    "decline": "Lo que no se busca",
    "retrieve": "Buscar",
    "compose": "Redactar",
    "verify": "Comprobar",
    "total": "Turno completo",
}
_ACTIONS = {
    "answer": "responder",
    "answer_and_offer": "responder y ofrecer una persona",
    "answer_correcting": "responder corrigiendo la premisa",
    "abstain": "callar por falta de respaldo",
    "decline": "declinar por ser ajeno",
    "clarify": "pedir que aclare",
    "refuse": "rechazar por inseguro",
    "smalltalk": "conversar",
    "handoff": "derivar a una persona",
    "handoff_crisis": "derivar por crisis",
    "about_assistant": "explicar qué es el asistente",
    "failed": "fallar",
}
_PAIR_KINDS = {
    "literal": "las mismas palabras",
    "paraphrase": "otras palabras",
    "summary": "resumen",
    "register": "otro registro",
    "partial_list": "parte de una lista",
    "numeral": "cifra escrita de otra forma",
    "condition_dropped": "sin la condición",
    "added": "con algo añadido",
    "wrong_number": "otra cifra",
    "wrong_date": "otra fecha",
    "negated": "negado",
    "other_subject": "de otro sujeto",
    "stronger": "más tajante",
    "swapped": "roles cambiados",
    "unrelated_same_topic": "mismo tema, otra cosa",
}


def pair_kind_name(name: str) -> str:
    """Return a kind of pair of sentence and source in words."""
    return _PAIR_KINDS.get(name, name)


def stratum_name(name: str) -> str:
    """Return a stratum, a group or a label in words."""
    return _STRATA.get(name, name)


def group_name(name: str) -> str:
    """Return what a group is of: the way of writing, the topic."""
    return _GROUPS.get(name, name)


def metric_name(name: str) -> str:
    """Return a metric in words."""
    return METRICS.get(name, name)


def contrast_name(name: str) -> str:
    """Return a contrast of equity in words."""
    return _CONTRASTS.get(name, name)


def step_name(name: str) -> str:
    """Return a step of a turn in words."""
    return _STEPS.get(name, name)


def step_place(name: str) -> tuple[int, str]:
    """Return where a step comes in a turn; what has no words, before the whole turn."""
    order = list(_STEPS)
    return (order.index(name) if name in order else len(order) - 2), name


def action_name(name: str) -> str:
    """Return what was done, or should have been, in words."""
    return _ACTIONS.get(name, name)


def in_words(reason: str) -> str:
    """Return a reason with the codes of actions and labels in words.

    >>> in_words("hizo «handoff» y se esperaba «answer»")
    'hizo «derivar a una persona» y se esperaba «responder»'
    """
    known = {**_STRATA, **_ACTIONS}
    told = re.sub(r"«(\w+)»", lambda found: f"«{known.get(found[1], found[1])}»", reason)
    return re.sub(
        r"^(\w+): falta", lambda found: f"{_ACTIONS.get(found[1], found[1])}: falta", told
    )
