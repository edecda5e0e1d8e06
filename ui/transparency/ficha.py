"""The ficha that the program declares of itself, with the template of the policy (C.2).

It is not the Ficha SDA: the Subcomité approves that one, and this program keeps none. Each field
says where its answer comes from, or that nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from governance.policy.model import Kind
from ui.transparency.facts import Facts

FICHA_FILE = Path(__file__).with_name("ficha.yaml")
UNKNOWN = "No consta en los registros de este programa."
_DEMANDS: Mapping[Kind, str] = {
    "obligatoria": "es obligatoria",
    "recomendada": "se recomienda",
    "segun_dpo": "la decide el DPO",
    "segun_diseno": "depende del diseño",
    "no_exigida": "no se exige",
    "no_aplica": "no aplica",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Field(_Strict):
    """A field of the template; `text` may name facts between braces."""

    id: str
    name: str
    text: str
    source: str


class Section(_Strict):
    """A section of the template."""

    section: int
    title: str
    article: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Declared:
    """An answer; its fields are those of the files, in their order. Empty where none is known."""

    campo: str
    nombre: str
    respuesta: str
    fuente: str

    @property
    def shown(self) -> str:
        """The answer, or that there is none."""
        return self.respuesta or UNKNOWN


@dataclass(frozen=True)
class Part:
    """A section with its answers, and the place of the policy that asks for it."""

    title: str
    article: str
    answers: tuple[Declared, ...]


@cache
def load_template() -> tuple[Section, ...]:
    """Return the sections of the template."""
    read = yaml.safe_load(FICHA_FILE.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Section, ...]).validate_python(read)


def build_ficha(facts: Facts) -> tuple[Part, ...]:
    """Return the ficha, section by section."""
    told = _told(facts)
    return tuple(
        Part(
            f"{one.section}. {one.title}",
            facts.article(one.article),
            tuple(_declared(field, told) for field in one.fields),
        )
        for one in load_template()
    )


def answers(parts: tuple[Part, ...]) -> tuple[Declared, ...]:
    """Return every answer, in the order of the template."""
    return tuple(answer for part in parts for answer in part.answers)


def standing_words(facts: Facts) -> str:
    """Return what is known of the Ficha SDA itself."""
    own = facts.own
    entry = facts.entry(own.system.id) if own else None
    words = (
        "Esto no es la Ficha SDA aprobada: esa la aprueba el Subcomité y la publica la institución "
        "en Transparencia Activa. En este registro no hay una. Lo que sigue es lo que el programa "
        "declara de sí mismo, con los mismos campos."
    )
    if entry is None:
        return words
    return f"{words} El catálogo de la política dice que la ficha está: {entry.ficha_status}."


def _declared(field: Field, told: Mapping[str, str]) -> Declared:
    names = set(_names(field.text))
    is_known = bool(field.text) and all(told[name] for name in names)
    text = field.text.format_map(told) if is_known else ""
    return Declared(field.id, field.name, text, field.source if is_known else "")


def _names(text: str) -> Iterator[str]:
    """Yield the facts that a text names."""
    for piece in text.split("{")[1:]:
        yield piece.partition("}")[0]


def _told(facts: Facts) -> dict[str, str]:
    names, own, settings = facts.institution.institution, facts.own, facts.settings
    system = own.system if own else None
    return {
        "asistente": names.asistente,
        "auditoria": _audit_demand(facts),
        "base": facts.knowledge,
        "dias_contacto": str(settings.contact_days),
        "dias_registro": str(facts.log.kept_days) if facts.log else "",
        "estado": facts.state,
        "etapa": system.operational_status if system else "",
        "fragmentos": str(facts.passages),
        "institucion": names.nombre,
        "modelo": settings.chat_model or "ninguno, muestra frases de los documentos",
        "proposito": system.purpose if system else "",
        "responsable": system.responsible_title if system else "",
        "sistema_codigo": system.id if system else "",
        "sistema_nombre": system.name if system else "",
        "unidad": system.unit if system else "",
        "vectores": settings.embeddings,
        "version": facts.program,
    }


def _audit_demand(facts: Facts) -> str:
    """Return what article 4 demands of the external audit at the level of the assistant."""
    level = facts.own_level
    duty = next((one for one in facts.policy.obligations if one.id == "auditoria"), None)
    return _DEMANDS[duty.by_level[level].kind] if duty and level else ""
