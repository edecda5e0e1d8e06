"""The JSON Schema of every line of an exported log: each kind of entry, in each of its versions.

It is written for auditors, so that what fields mean is said in Spanish, and the reading guide
takes it from here. A test holds it against real entries and against the classes that write them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from governance.log.event import EVENT_KINDS
from governance.log.holds import MATTERS

Schema = dict[str, Any]
"""A piece of JSON Schema: plain JSON, which leaves here only as text."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HASH = "^[0-9a-f]{64}$"


def _text(meaning: str, **more: Any) -> Schema:
    return {"type": "string", "description": meaning, **more}


def _maybe(kind: str, meaning: str, **more: Any) -> Schema:
    return {"type": [kind, "null"], "description": meaning, **more}


def _numbers(meaning: str) -> Schema:
    number = {"type": "number"}
    return {"type": "object", "additionalProperties": number, "description": meaning}


def _object(meaning: str, members: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": meaning,
        "properties": dict(members),
        "required": sorted(members),
        "additionalProperties": False,
    }


def _list(meaning: str, of: Schema) -> Schema:
    return {"type": "array", "items": of, "description": meaning}


_SALT = _text("Secreto del asiento: se borra con él, para que nadie pueda adivinar qué decía.")
_RANGES = _list(
    "Primer y último asiento de cada tramo borrado.",
    {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
)
_MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"

ENTRY: Mapping[str, Schema] = MappingProxyType(
    {
        "sequence": {
            "type": "integer",
            "minimum": 1,
            "description": "Número del asiento, sin saltos desde el 1.",
        },
        "decision_id": _text("Identificador del asiento.", pattern="^[0-9a-f]{32}$"),
        "kind": _text("Qué clase de asiento es."),
        "at": _text("Momento, en UTC y con microsegundos.", pattern=_MOMENT),
        "retention": _text("Clase de conservación: fija cuándo se borra el contenido."),
        "schema": {"type": "integer", "description": "Versión del contenido, según la clase."},
        "previous_hash": _text("Huella del asiento anterior; ceros en el primero.", pattern=HASH),
        "content_hash": _text("SHA-256 del contenido, que queda aunque se borre.", pattern=HASH),
        "hash": _text("SHA-256 de todo lo anterior menos el contenido.", pattern=HASH),
        "content": {
            "type": ["object", "null"],
            "description": "Lo que se registró; null si venció su plazo y se purgó.",
        },
    }
)
"""Every line but the last, whatever its kind."""

_DECISION: dict[str, Schema] = {
    "conversation_id": _text("Conversación."),
    "channel": _text("Por dónde se preguntó: web, api o consola."),
    "audience": _text("ciudadania o funcionarios."),
    "question": _text("Lo que se preguntó, sin datos personales."),
    "outcome": _text("Cómo terminó el turno."),
    "answer": _text("Lo que se mostró a la persona."),
    "label": _maybe("string", "Tema que se reconoció."),
    "route_scores": _numbers("Puntaje de cada tema."),
    "rule_id": _maybe("string", "Regla que decidió el camino."),
    "language": _text("Idioma de la pregunta."),
    "passages": _list(
        "Fragmentos que encontró la búsqueda, del mejor al peor.",
        _object(
            "Un fragmento, en la versión que se usó.",
            {
                "id": _text("Documento y sección."),
                "version": _text("Versión del documento."),
                "score": {"type": "number", "description": "Puntaje."},
                "scores": _numbers("Puntaje de cada buscador."),
            },
        ),
    ),
    "citations": _list(
        "Citas, como las vio la persona.",
        _object(
            "Una cita.",
            {
                "passage_id": _text("Documento y sección."),
                "version": _text("Versión del documento."),
                "title": _text("Título."),
                "section": _text("Sección."),
                "source": _text("De dónde sale."),
                "url": _text("Dónde se lee."),
                "quote": _text("Texto citado."),
            },
        ),
    ),
    "confidence": _maybe("number", "Probabilidad calculada de que la respuesta sirva."),
    "composer": _maybe("string", "Quién redactó: extractivo o generativo."),
    "model": _maybe("string", "Modelo de lenguaje, si se usó uno."),
    "hashes": _object(
        "Versiones de lo que dio forma a la respuesta.",
        {
            "prompt": _text("Textos fijos."),
            "policy": _text("Reglas y clasificador."),
            "knowledge_base": _text("Base de conocimiento."),
            "configuration": _text("Configuración, sin sus secretos."),
        },
    ),
    "timings_ms": _numbers("Milisegundos de cada paso."),
    "redactions": _numbers("Cuántos datos personales se ocultaron, por tipo."),
    "failed_step": _maybe("string", "Paso que falló."),
    "salt": _SALT,
}
_CASE = _maybe("integer", "Número del caso, si se derivó a una persona.")
_FOLIO = _maybe("string", "Folio del caso. Es un secreto de la persona: no lo copies ni lo uses.")

_PURGE: dict[str, Schema] = {
    "entries": {"type": "integer", "description": "Cuántos asientos borró."},
    "classes": {
        "type": "object",
        "description": "Qué borró de cada clase de conservación.",
        "additionalProperties": _object(
            "Lo borrado de una clase.",
            {
                "days": {"type": "integer", "description": "Plazo, en días."},
                "before": _text("Borró lo anterior a este momento.", pattern=_MOMENT),
                "ranges": _RANGES,
            },
        ),
    },
}

CONTENTS: Mapping[tuple[str, int], Schema] = MappingProxyType(
    {
        ("decision", 1): _object("Una respuesta.", {**_DECISION, "folio": _FOLIO}),
        ("decision", 2): _object("Una respuesta.", {**_DECISION, "case": _CASE}),
        ("event", 1): _object(
            "Un acto de quien atiende, de la persona o del sistema.",
            {
                "kind": _text("Qué se hizo.", enum=list(EVENT_KINDS)),
                "by": _text("Cargo (F-002), person, assistant o console."),
                "case": _maybe("integer", "Número del caso."),
                "conversation_id": _maybe("string", "Conversación."),
                "reason": _text("Motivo del caso, de su cierre o del cambio."),
                "to": _text("Cargo al que se pasó el caso, o que se cambió."),
                "text": _text("Lo que se escribió, sin datos personales."),
                "salt": _SALT,
            },
        ),
        ("level_set", 1): _object(
            "Cambio del nivel de riesgo con que se registra.",
            {
                "level": _text("Nivel nuevo."),
                "from_level": _text("Nivel anterior; vacío en el primero."),
                "retention": _text("Clase de conservación desde aquí."),
                "days": {"type": "integer", "description": "Días de esa clase."},
                "until": _text("Lo registrado hasta este momento también se alarga."),
                "by": _text("Quién lo fijó."),
                "reason": _text("Por qué."),
            },
        ),
        ("hold_placed", 1): _object(
            "Retención legal: lo que cubre no se purga mientras esté abierta.",
            {
                "hold": _text("Identificador (R-001)."),
                "matter": _text("Materia.", enum=list(MATTERS)),
                "reference": _text("Expediente."),
                "justification": _text("Por qué."),
                "by": _text("Quién la pidió."),
                "scope": {
                    "type": "object",
                    "description": "Qué cubre: todo, una conversación o un período.",
                    "properties": {
                        "of": {"enum": ["everything", "conversation", "period"]},
                        "conversation_id": _text("La conversación."),
                        "since": _text("Desde, incluido.", pattern=_MOMENT),
                        "until": _text("Hasta, incluido.", pattern=_MOMENT),
                    },
                    "required": ["of"],
                    "additionalProperties": False,
                },
                "sequences": {**_RANGES, "description": "Asientos de esa conversación."},
            },
        ),
        ("hold_released", 1): _object(
            "Fin de una retención legal.",
            {
                "hold": _text("Cuál."),
                "by": _text("Quién la levantó."),
                "reason": _text("Por qué."),
            },
        ),
        ("key_set", 1): _object(
            "Una persona decidió seguir con otra clave, o desde una cabeza que la clave no firmó.",
            {
                "by": _text("Quién."),
                "reason": _text("Por qué."),
                "key_id": _text("Nombre de la clave que firma desde aquí.", pattern=HASH),
                "public_key": _text("Esa clave, en hexadecimal.", pattern=HASH),
                "previous_key_id": _maybe("string", "Nombre de la que firmaba antes."),
                "was_sound": {
                    "type": "boolean",
                    "description": "Si la cabeza anterior tenía una firma válida.",
                },
            },
        ),
        ("purge_proof", 2): _object(
            "Prueba de que una purga borró contenidos cuyo plazo venció.",
            {
                **_PURGE,
                "extended": _list(
                    "Asientos que subieron el nivel y alargaron plazos.", {"type": "integer"}
                ),
                "held": _list("Retenciones legales que estaban abiertas.", {"type": "string"}),
            },
        ),
        ("purge_proof", 1): _object(
            "Prueba de que una purga borró contenidos (versión anterior).", _PURGE
        ),
    }
)
"""What the content of each kind of entry holds, by kind and version."""


_END: dict[str, Schema] = {
    "sequence": {"type": "integer", "description": "Número del último asiento."},
    "hash": _text("Su huella.", pattern=HASH),
}
_SIGNATURE: dict[str, Schema] = {
    "key_id": _text("Nombre de la clave: SHA-256 de la clave pública.", pattern=HASH),
    "signature": _text("Firma Ed25519, en hexadecimal.", pattern="^[0-9a-f]{128}$"),
}
_HEAD: dict[str, Schema] = {
    "signed_day": _text("Último día firmado."),
    "retention": _text("Clase con que se registra ahora; vacía si nunca se fijó un nivel."),
}
_DAY: dict[str, Schema] = {
    **_END,
    "number": {"type": "integer", "description": "Número de la cabeza diaria, desde el 1."},
    "day": _text("Día, en UTC."),
    "previous": _text("Día firmado antes."),
    "at": _text("Momento en que se firmó.", pattern=_MOMENT),
    "institution": _text("De quién es el registro."),
    "schema": {"type": "integer", "description": "Versión de lo firmado."},
}


def schema_text() -> str:
    """Return the JSON Schema of a line of the log, as a file."""
    names = {key: f"{key[0]}_{key[1]}" for key in CONTENTS}
    entry = _object("Un asiento del registro.", ENTRY)
    entry["properties"]["kind"]["enum"] = sorted({kind for kind, _ in CONTENTS})
    entry["oneOf"] = [
        {
            "properties": {
                "kind": {"const": kind},
                "schema": {"const": version},
                "content": {"anyOf": [{"type": "null"}, {"$ref": f"#/$defs/{name}"}]},
            }
        }
        for (kind, version), name in names.items()
    ]
    whole = {
        "$schema": DIALECT,
        "title": "Una línea de registro.jsonl",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in ("asiento", "dia_firmado", "cabeza")],
        "$defs": {
            "asiento": entry,
            "dia_firmado": _object(
                "Cabeza de un día, firmada para publicarse. Van al principio.",
                {"signed_day": _object("Lo firmado y su firma.", {**_DAY, **_SIGNATURE})},
            ),
            "cabeza": {
                "anyOf": [
                    _object("La última línea.", {"head": _object("La cabeza.", _END)}),
                    _object(
                        "La última línea, con su firma.",
                        {
                            "head": _object("La cabeza.", {**_END, **_HEAD, **_SIGNATURE}),
                            "keys": _list("Claves públicas, en hexadecimal.", {"type": "string"}),
                        },
                    ),
                ]
            },
            **{name: CONTENTS[key] for key, name in names.items()},
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
