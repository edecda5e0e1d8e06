"""What the decision log holds of a turn and what redaction looks for, in words.

Tests hold these words to the fields of `Decision` and to the kinds of the redactor: something new
that is recorded or masked cannot go unsaid.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.redaction.model import Kind

RECORDED: Mapping[str, str] = MappingProxyType(
    {
        "at": "Fecha y hora",
        "conversation_id": "Número al azar de la conversación",
        "case": "Número del caso, si pediste una persona",
        "channel": "Por dónde escribiste: página, programa u otro",
        "audience": "Si era para ciudadanía o para funcionarios",
        "language": "Idioma",
        "question": "Tu pregunta, con los datos personales tapados",
        "answer": "La respuesta que viste",
        "outcome": "Cómo terminó: respondió, no supo, pasó a una persona",
        "citations": "Los documentos citados",
        "passages": "Los textos que encontró y qué tan cerca estaban",
        "label": "De qué tema creyó que era",
        "route_scores": "Qué tan seguro estaba del tema",
        "rule_id": "La regla que decidió, si hubo una",
        "confidence": "Qué tan seguro estaba de la respuesta",
        "composer": "Cómo se armó la respuesta",
        "model": "El modelo que redactó, si hubo uno",
        "hashes": "Huellas de los textos, reglas y documentos que se usaron",
        "timings_ms": "Cuánto demoró cada paso",
        "redactions": "Cuántos datos se taparon de cada tipo, sin los datos",
        "failed_step": "Qué paso falló, si falló alguno",
        "retention": "Cuánto tiempo se guarda",
    }
)
"""Every field of a recorded decision."""

MASKED: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.RUT: "RUT",
        Kind.NAME: "nombres de personas",
        Kind.PHONE: "teléfonos",
        Kind.EMAIL: "correos electrónicos",
        Kind.ADDRESS: "direcciones",
        Kind.LOCATION: "ubicaciones exactas",
        Kind.BIRTH_DATE: "fechas de nacimiento",
        Kind.DOCUMENT: "números de documentos",
        Kind.ACCOUNT: "cuentas bancarias",
        Kind.CARD: "tarjetas",
        Kind.SECRET: "claves",
        Kind.PLATE: "patentes",
        Kind.PROFILE: "redes sociales",
        Kind.URL: "direcciones web con datos",
        Kind.IP: "direcciones de internet",
        Kind.DEVICE: "códigos de equipos",
        Kind.HEALTH: "datos de salud",
        Kind.SOCIAL: "situación personal o social",
    }
)
"""Every kind of personal data that redaction looks for."""
