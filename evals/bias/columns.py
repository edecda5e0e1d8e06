"""Which column says what, and the words of the report that only the office knows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from evals.bias.problems import DataProblem
from governance.policy.strict_yaml import StrictYamlError, load_strict

FEWEST = 10
"""The smallest minimum that can be asked for: with fewer cases no interval says anything."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | int | float) else value


def _as_texts(value: object) -> object:
    listed = _as_list(value)
    return [str(item) for item in listed] if isinstance(listed, list) else listed


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_texts), Field(strict=False)]


class Strict(BaseModel):
    """What every part of the map shares: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class OwnReference(Strict):
    """Shares of the population that the office brings for a group, with their source."""

    fuente: str = Field(min_length=3)
    porcentajes: dict[str, float]

    @model_validator(mode="after")
    def _adds_up(self) -> OwnReference:
        shares = self.porcentajes.values()
        if not shares or any(not 0 <= share <= 100 for share in shares) or sum(shares) > 100.5:
            raise ValueError("los porcentajes van de 0 a 100 y no pueden sumar más de 100")
        return self


class GroupColumn(Strict):
    """A column that says to which group each case belongs."""

    columna: str = Field(min_length=1)
    cortes: tuple[float, ...] = ()
    """Where a column of numbers is cut: `[15, 65]` makes three groups."""
    categorias: dict[str, str] = {}
    """How each value of the file is called in the report: `{F: Mujeres}`."""
    poblacion: OwnReference | None = None


class Measure(Strict):
    """A mitigation that the office has already put in place, or has decided."""

    medida: str = Field(min_length=3)
    responsable: str = ""
    fecha: str = ""
    evidencia: str = ""


class ColumnMap(Strict):
    """The whole map: columns, how to judge, and what the report says of the system."""

    decision: str = Field(min_length=1)
    favorable: Texts = ()
    desfavorable: Texts = ()
    real: str | None = None
    real_favorable: Texts = ()
    real_desfavorable: Texts = ()
    puntaje: str | None = None
    grupos: dict[str, GroupColumn] = Field(min_length=1, max_length=8)

    minimo: int = Field(30, ge=FEWEST)
    margen: float = Field(10, gt=0, le=50)
    remuestras: int = Field(2000, ge=200, le=100_000)
    semilla: int = 2026

    sistema: str = ""
    id: str = ""
    nivel: str = ""
    datos: str = ""
    responsable: str = ""
    experto: str = ""
    medidas: tuple[Measure, ...] = ()

    @property
    def used(self) -> dict[str, str]:
        """Every column in use, by what it is used for."""
        named = {"la decisión": self.decision, "el resultado real": self.real}
        named |= {"el puntaje": self.puntaje}
        named |= {f"el grupo «{name}»": group.columna for name, group in self.grupos.items()}
        return {use: column for use, column in named.items() if column}


def load_map(file: Path | None, options: Mapping[str, object]) -> ColumnMap:
    """Return the map of `file` with what `options` say above it.

    Raises:
        DataProblem: the file cannot be read, or the map is wrong, with every mistake.
    """
    written = _read(file) if file else {}
    groups = written.get("grupos")
    given = {name: value for name, value in options.items() if value not in (None, (), [], "", {})}
    if isinstance(groups, dict) and isinstance(given.get("grupos"), dict):
        given["grupos"] = groups | dict(given["grupos"])  # type: ignore[call-overload]
    merged = written | given
    if isinstance(merged.get("grupos"), dict):
        merged["grupos"] = {
            name: {"columna": group} if isinstance(group, str) else group
            for name, group in merged["grupos"].items()
        }
    try:
        return ColumnMap.model_validate(merged)
    except ValidationError as error:
        raise DataProblem(*(_in_spanish(dict(found)) for found in error.errors())) from None


def _read(file: Path) -> dict[str, Any]:
    try:
        if file.suffix.lower() == ".toml":
            return tomllib.loads(file.read_text(encoding="utf-8-sig"))
        value = load_strict(file)
    except OSError:
        raise DataProblem(f"{file.name}: no puedo leer el mapa. Revisa su carpeta.") from None
    except tomllib.TOMLDecodeError as error:
        place = f"no es TOML válido ({error})"
        raise DataProblem(f"{file.name}: {place}. Revisa comillas y corchetes.") from None
    except UnicodeDecodeError:
        raise DataProblem(f"{file.name}: no es texto UTF-8. Guárdalo como UTF-8.") from None
    except StrictYamlError as error:
        raise DataProblem(*error.mistakes) from None
    if not isinstance(value, dict):
        raise DataProblem(f"{file.name}: no es un mapa. Escríbelo como «decision: columna».")
    return value


_MISSING = {
    "decision": "Falta decir qué columna tiene la decisión del sistema. Usa --decision COLUMNA.",
    "grupos": "Falta decir qué grupos comparar. Usa --grupo sexo=COLUMNA, una vez por grupo.",
}
_WRONG = {
    "extra_forbidden": "no existe en el mapa. Bórralo o corrige su nombre",
    "missing": "falta. Escríbelo",
    "too_short": "está vacío. Agrega lo que falta",
    "too_long": "tiene demasiados elementos. Evalúa hasta ocho grupos por informe",
    "string_too_short": "está vacío. Escribe un texto",
    "string_type": "no es un texto. Escríbelo entre comillas",
    "dict_type": "no es un bloque. Escríbelo como clave: valor",
    "model_type": "no es un bloque. Escríbelo como clave: valor",
    "greater_than_equal": "es demasiado pequeño: lo menos es {ge}",
    "greater_than": "tiene que ser mayor que {gt}",
    "less_than_equal": "es demasiado grande: lo más es {le}",
}


def _in_spanish(found: dict[str, Any]) -> str:
    place = ".".join(str(step) for step in found["loc"])
    if found["type"] in ("missing", "too_short") and place in _MISSING:
        return _MISSING[place]
    context = found.get("ctx", {})
    if found["type"] == "value_error":
        words = str(context.get("error", ""))
    else:
        words = _WRONG.get(found["type"], "no es un valor válido. Corrígelo").format(**context)
    return f"Mapa de columnas: «{place}» {words}."
