"""What the alarm says to whoever operates the program: what happens, what it costs, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.desk.notices.letters import Letter, in_words
from assistant.settings import CHILE

if TYPE_CHECKING:
    from assistant.alarm.alarm import Standing, Trouble

_AUTOMATIC = "Es un aviso automático; no lo respondas. No lleva datos de ninguna persona."

_SUBJECTS = {
    "unrecorded": "ALARMA: el asistente no puede registrar",
    "unredacted": "ALARMA: el asistente no puede enmascarar datos personales",
}
_HAPPENS = {
    "unrecorded": (
        "El asistente no puede escribir en su registro de decisiones. Lo que no se registra no se "
        "muestra: a quien escribe se le da el contacto de la institución, y nada más."
    ),
    "unredacted": (
        "El asistente no pudo enmascarar los datos personales de un mensaje. De ese mensaje no se "
        "guardó nada, y a quien lo escribió se le dio el contacto de la institución."
    ),
}
_REMEDY = {
    "unrecorded": (
        "Qué hacer: ejecuta «asistente doctor» en la máquina. Lo más frecuente es un disco lleno, "
        "una base de datos detenida o un permiso que cambió. No hace falta reiniciar: cuando se "
        "arregle, el asistente sigue solo y llega otro aviso. Más en docs/operacion.md."
    ),
    "unredacted": (
        "Qué hacer: si es uno suelto, nada. Si siguen, prueba «asistente redact» en la máquina. "
        "Más en docs/operacion.md."
    ),
}
_OVER = {
    "unrecorded": "Las respuestas se registran y se muestran otra vez.",
    "unredacted": "Los mensajes se enmascaran otra vez.",
}
_OVER_SUBJECTS = {
    "unrecorded": "Recuperado: el asistente registra otra vez",
    "unredacted": "Recuperado: el asistente enmascara otra vez",
}


@dataclass(frozen=True)
class AlarmLetters:
    """Writes them in the name of an institution."""

    institution: str

    def sounds(self, trouble: Trouble, standing: Standing) -> Letter:
        """Return the letter that says that something is wrong."""
        cost = f"Desde: {_when(standing.since)}. Turnos perdidos hasta ahora: {standing.turns}."
        body = "\n\n".join((_HAPPENS[trouble], cost, _REMEDY[trouble], _AUTOMATIC))
        return Letter(f"{_SUBJECTS[trouble]} ({self.institution})", body + "\n")

    def over(self, trouble: Trouble, standing: Standing, now: datetime) -> Letter:
        """Return the letter that says that it works again."""
        lasted = in_words(max(now - standing.since, now - now))
        cost = (
            f"Empezó: {_when(standing.since)}. Duró: {lasted}. Turnos perdidos: {standing.turns}."
        )
        body = "\n\n".join((_OVER[trouble], cost, _AUTOMATIC))
        return Letter(f"{_OVER_SUBJECTS[trouble]} ({self.institution})", body + "\n")

    def line(self, trouble: Trouble, standing: Standing) -> str:
        """Return the line of the technical log."""
        return f"turns {trouble.value}: {standing.turns} since {standing.since.isoformat()}"

    def line_over(self, trouble: Trouble, standing: Standing) -> str:
        """Return the line that ends it."""
        lost = f"{standing.turns} turns lost since {standing.since.isoformat()}"
        return f"no longer {trouble.value}: {lost}"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(CHILE):%d-%m-%Y %H:%M} (hora de Chile)"
