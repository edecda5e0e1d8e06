"""Whether the signatures of a log are there, are those of the institution, and miss no day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from governance.canonical import CanonicalError
from governance.log.chain import ProblemKind, Signatures
from governance.log.head import LogHead, SignedDay
from governance.log.signing import PublicKeys

Report = Callable[[ProblemKind, int, str], None]


@dataclass(frozen=True)
class Signed:
    """What a log says that it signed, and the keys to check it with.

    `keys` are those of whoever verifies and `brought` those that an export holds, None where the
    log is a database; `heads` counts the rows of its head.
    """

    days: tuple[SignedDay, ...] = ()
    head: LogHead | None = None
    keys: PublicKeys | None = None
    brought: PublicKeys | None = None
    heads: int = 1

    @property
    def is_any(self) -> bool:
        """Whether something was ever signed."""
        return bool(self.days) or (self.head is not None and self.head.signature is not None)

    @property
    def state(self) -> Signatures:
        """With what the signatures are checked."""
        if not self.is_any:
            return "absent"
        if self.keys is not None:
            return "key"
        return "own" if self.brought is not None and self.brought.keys else "unchecked"

    def check(self, report: Report) -> None:
        """Report everything that is wrong with the signatures."""
        end = self.head.sequence if self.head is not None else 0
        if self.heads > 1:
            report("head", end, "el registro tiene más de una cabeza: alguien agregó otra")
        if not self.is_any:
            if self.keys is not None:
                report("signature", end, "el registro no está firmado, y su institución lo firma")
            return
        self._check_order(report)
        if self.brought is not None and self.brought.keys:
            self._check_brought(report, self.brought, end)
        keys = self.keys or self.brought
        if keys is not None and self.state != "unchecked":
            self._check_signatures(report, keys, end)

    @property
    def _used(self) -> set[str]:
        return {day.key_id for day in self.days} | {(self.head.key_id or "") if self.head else ""}

    def _check_order(self, report: Report) -> None:
        before = ""
        for number, day in enumerate(self.days, start=1):
            if day.number != number or day.previous != before:
                report(
                    "signature",
                    day.sequence,
                    f"las cabezas firmadas saltan del {before or 'principio'} al {day.day}: "
                    "alguien quitó, agregó o cambió alguna",
                )
            before = day.day
        if self.head is not None and self.head.signed_day != before:
            report(
                "signature",
                self.head.sequence,
                f"la última cabeza firmada es del {before or 'principio'} y debía ser del "
                f"{self.head.signed_day or 'principio'}",
            )

    def _check_brought(self, report: Report, brought: PublicKeys, end: int) -> None:
        if brought.ids != self._used - {""}:
            report("signature", end, "las claves que trae no son las que firmaron")

    def _check_signatures(self, report: Report, keys: PublicKeys, end: int) -> None:
        unknown: dict[str, int] = {}
        for day in self.days:
            if day.key_id not in keys.ids:
                unknown.setdefault(str(day.key_id), day.sequence)
            elif not _is_signed(keys, day):
                report(
                    "signature", day.sequence, f"la cabeza firmada del {day.day} no es la original"
                )
        if self.head is not None:
            if self.head.signature is None:
                report("signature", end, "la cabeza del registro no está firmada")
            elif self.head.key_id not in keys.ids:
                unknown.setdefault(str(self.head.key_id), end)
            elif not _is_signed(keys, self.head):
                report(
                    "signature", end, "la firma de la cabeza no es válida: alguien la reescribió"
                )
        for key_id, sequence in unknown.items():
            report(
                "signature",
                sequence,
                f"está firmado con una clave que no se entregó ({key_id[:16]}…)",
            )


def _is_signed(keys: PublicKeys, what: SignedDay | LogHead) -> bool:
    try:
        return keys.signed(what.key_id or "", what.message(), what.signature or "")
    except CanonicalError:
        return False
