"""What is told to the operator, and that it is told: a letter that did not leave is kept and tried.

It lives in a file and not in the memory of a process, because nights are measured by a process that
ends, and not in the database, which may be what is broken. Letters hold figures only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.desk.notices.mail import Mailer
from evals.live.night import Night, Subject
from evals.live.record import write_file
from evals.live.words import SUBJECTS, VERDICTS, outside, sample_line
from governance.registers.days import written

_AUTOMATIC = "Es un aviso automático; no lo respondas. No lleva datos de ninguna persona."
_REMEDY = (
    "Qué hacer: mira los turnos que nombra el registro de esa noche (carpeta quality de la carpeta "
    "de datos) y sigue docs/calidad-en-vivo.md."
)
_LEAKED = (
    "Un dato personal quedó escrito sin enmascarar: es un incidente. Avisa hoy al Responsable del "
    "Sistema y al DPO."
)


class Notice(BaseModel):
    """The last letter that was due, and whether it left."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    kind: Literal["outside", "unmeasured", "recovered"]
    subject: str
    body: str
    sent: bool = False


@dataclass(frozen=True)
class Notices:
    """Writes the letters in the name of an institution, and sends them."""

    file: Path
    institution: str
    mailer: Mailer | None

    def outside(self, night: Night) -> Notice:
        """Return the letter that says that a night left its band."""
        lines = "\n".join(f"- {line}." for line in outside(night))
        parts = ["La calidad de las respuestas reales salió de lo esperado.", lines]
        parts += [sample_line(night), *([_LEAKED] if night.redaction.failed else []), _REMEDY]
        subject = "ALARMA: la calidad del asistente salió de lo esperado"
        return self._notice(night.day, "outside", subject, parts)

    def recovered(self, night: Night, ended: Iterable[Subject]) -> Notice:
        """Return the letter that says that what left its band came back."""
        back = ", ".join(sorted(SUBJECTS[subject] for subject in ended))
        parts = [
            "La calidad de las respuestas reales está otra vez dentro de lo esperado.",
            f"Volvió a su banda: {back}.",
            sample_line(night),
        ]
        subject = "Recuperado: la calidad del asistente está dentro de lo esperado"
        return self._notice(night.day, "recovered", subject, parts)

    def measured_again(self, night: Night) -> Notice:
        """Return the letter that says that a day can be measured again, and is not out."""
        parts = [
            "La calidad de las respuestas reales se pudo medir otra vez.",
            f"Resultado: {VERDICTS[night.verdict]}.",
            sample_line(night),
        ]
        subject = "Recuperado: la calidad del asistente se mide otra vez"
        return self._notice(night.day, "recovered", subject, parts)

    def unmeasured(self, day: date) -> Notice:
        """Return the letter that says that a day could not be measured."""
        parts = [
            f"No se pudo medir la calidad de las respuestas reales del {written(day)}. Mientras no "
            "se mida, nadie sabe si están bien.",
            "Qué hacer: ejecuta «asistente doctor» y después «asistente eval live» en la máquina. "
            "El servicio lo intenta de nuevo cada hora. Más en docs/calidad-en-vivo.md.",
        ]
        subject = "ALARMA: no se pudo medir la calidad del asistente"
        return self._notice(day, "unmeasured", subject, parts)

    def last(self) -> Notice | None:
        """Return the last letter that was due; one that cannot be read is as none."""
        try:
            return Notice.model_validate_json(self.file.read_text(encoding="utf-8"))
        except (OSError, ValidationError):
            return None

    def keep(self, notice: Notice) -> None:
        """Keep a letter to be sent, instead of the one before.

        Raises:
            OSError: the folder does not take it.
        """
        write_file(self.file, notice.model_dump(mode="json"))

    def drop(self, notice: Notice, before: Notice | None) -> None:
        """Take back a letter that somebody else sends, and keep the one `before` it.

        Raises:
            OSError: the folder does not take it.
        """
        self.keep(before or notice.model_copy(update={"sent": True}))

    def send(self, notice: Notice) -> None:
        """Send a letter now; nobody is told where no mail is configured.

        Raises:
            MailError: nobody was told.
        """
        if self.mailer is not None:
            self.mailer.send(notice.subject, notice.body)

    def send_kept(self) -> None:
        """Send the letter that is kept, if it did not leave yet.

        Raises:
            MailError: nobody was told; it stays for the next time.
            OSError: it was sent, and the folder does not take that it was.
        """
        notice = self.last()
        if notice is not None and not notice.sent:
            self.send(notice)
            self.keep(notice.model_copy(update={"sent": True}))

    def _notice(
        self,
        day: date,
        kind: Literal["outside", "unmeasured", "recovered"],
        subject: str,
        parts: Iterable[str],
    ) -> Notice:
        body = "\n\n".join([*parts, _AUTOMATIC]) + "\n"
        return Notice(day=day, kind=kind, subject=f"{subject} ({self.institution})", body=body)
