"""How the API answers what it refuses, and how it documents it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ui.api.models import Problem
from ui.problems import KINDS, MEDIA_TYPE, ProblemError, problem


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how the problems of some statuses are documented."""
    titles: dict[int, str] = {}
    for kind in KINDS.values():
        titles.setdefault(kind.status, kind.title)
    return {
        status: {
            "description": titles[status],
            "model": Problem,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def with_problems_only(api: FastAPI) -> dict[str, Any]:
    """Return the description of the API for machines."""
    # FastAPI documents every model as application/json too; errors never travel as that.
    schema = FastAPI.openapi(api)
    for path in schema["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                content = response.get("content", {})
                if MEDIA_TYPE in content:
                    content.pop("application/json", None)
            # It also adds a 422 of its own to whatever has parameters.
            if MEDIA_TYPE not in operation["responses"].get("422", {}).get("content", {}):
                operation["responses"].pop("422", None)
    return schema


_OF_STATUS = {404: "ruta-desconocida", 405: "metodo-no-permitido", 413: "cuerpo-grande"}
_MESSAGES = {
    "missing": "Falta este dato.",
    "string_type": "Debe ser un texto entre comillas.",
    "string_too_long": "Es demasiado largo.",
    "model_attributes_type": "Debe ser un objeto JSON.",
    "dict_type": "Debe ser un objeto JSON.",
    "extra_forbidden": "Sobra un dato que aquí no existe.",
    "bool_type": "Debe ser true o false.",
    "int_parsing": "Debe ser un número entero.",
    "greater_than_equal": "Es un número demasiado pequeño.",
    "less_than_equal": "Es un número demasiado grande.",
}


def _named(error: Mapping[str, Any], known: Callable[[], Collection[str]]) -> str:
    """Return which datum is wrong, by the names of ours that lead to it."""
    parts = error["loc"][1:]
    ours = [str(part) for part in parts if isinstance(part, int) or part in known()]
    return ".".join(ours) or "cuerpo"


def _names(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the name of every datum that the description of the API has."""
    operations = (each for path in schema["paths"].values() for each in path.values())
    parameters = (p["name"] for each in operations for p in each.get("parameters", ()))
    models = schema["components"]["schemas"].values()
    return frozenset(parameters).union(*(model.get("properties", ()) for model in models))


def _message(error: Mapping[str, Any]) -> str:
    if error["type"] == "literal_error":
        expected = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        return f"No es uno de los valores posibles: {', '.join(f'«{x}»' for x in expected)}."
    return _MESSAGES.get(error["type"], "No es válido.")


def add_problem_handlers(api: FastAPI) -> None:
    """Answer every refusal and every mistake as a problem, which repeats nothing that was sent."""

    @cache
    def known() -> frozenset[str]:
        return _names(api.openapi())

    @api.exception_handler(ProblemError)
    async def _refused(_: Request, error: ProblemError) -> Response:
        return problem(error.kind, error.detail, error.headers, error.errors)

    @api.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> Response:
        kind = _OF_STATUS.get(error.status_code, "solicitud-invalida")
        return problem(kind, headers=error.headers)

    @api.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        found = error.errors()
        if any(item["type"] == "json_invalid" for item in found):
            return problem("json-invalido")
        if any(isinstance(item.get("input"), bytes) for item in found):
            return problem("tipo-no-admitido")
        return problem(
            "datos-invalidos",
            errors=[
                {
                    "campo": _named(item, known),
                    "mensaje": _message(item),
                }
                for item in found
            ],
        )

    @api.exception_handler(Exception)
    async def _broken(_request: Request, _error: Exception) -> Response:
        return problem("error-interno")  # the guard around the application logs where it broke
