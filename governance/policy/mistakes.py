"""What pydantic found wrong in a policy, in Spanish and with the ids that the author wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

_REMEDIES = {
    "missing": "falta. Escríbelo.",
    "extra_forbidden": "no existe en una política. Bórralo o corrige su nombre.",
    "string_too_short": "está vacío. Escribe un texto.",
    "too_short": "está vacío o incompleto. Agrega lo que falta.",
    "string_type": "no es un texto. Escríbelo entre comillas.",
    "int_type": "no es un número entero. Escríbelo sin comillas ni decimales.",
    "bool_type": "no es true ni false. Escribe uno de los dos.",
    "date_type": "no es una fecha. Escríbela como 2025-10-06, sin comillas.",
    "tuple_type": "no es una lista. Escríbelo como [a, b].",
    "dict_type": "no es un mapa. Escríbelo como {clave: valor}.",
    "model_type": "no es un bloque de campos. Escríbelo como campo: valor.",
}


def in_spanish(error: ValidationError, pieces: Mapping[str, object]) -> tuple[str, ...]:
    """Return each mistake as a line: file, id and field, what is wrong, what to do."""
    lines = []
    for found in error.errors(include_url=False):
        file, *path = found["loc"]
        place = ".".join(_named(pieces.get(str(file)), path))
        lines.append(f"{file}.yaml: {place + ': ' if place else ''}{_remedy(dict(found))}")
    return tuple(lines)


def _remedy(found: dict[str, Any]) -> str:
    kind = found["type"]
    if kind == "literal_error":
        expected = found["ctx"]["expected"].replace(" or ", ", ")
        return f"«{found['input']}» no es un valor admitido. Usa {expected}."
    return _REMEDIES.get(kind, f"no es válido ({found['msg']}). Corrígelo.")


def _named(value: object, path: list[int | str]) -> list[str]:
    names = []
    for step in path:
        if step == "[key]":  # what is wrong is the key itself, already named
            continue
        if isinstance(step, int) and isinstance(value, tuple) and step < len(value):
            value = value[step]
            names.append(_name(value, step))
        else:
            value = value.get(str(step)) if isinstance(value, dict) else None
            names.append(str(step))
    return names


def _name(item: object, position: int) -> str:
    if isinstance(item, dict):
        for key in ("id", "number", "letter", "value"):
            if key in item:
                return str(item[key])
    return str(position + 1)
