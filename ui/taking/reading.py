"""How the pages of this folder that are only read are built: in a thread, and not without end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response

from knowledge_base.institution import Institution
from ui.pages import words_page
from ui.rate_limit import Gate, wait_in_words
from ui.workers import TooBusy, Workers

_AGAIN_S = 5


@dataclass(frozen=True)
class Reading:
    """Builds pages as often as `gate` lets an address read."""

    gate: Gate
    workers: Workers
    institution: Institution

    async def run(self, request: Request, build: Callable[[], Response]) -> Response:
        """Return what `build` makes, or a page that says to come back."""
        address = self.gate.visitor(request)
        if seconds := self.gate.seconds_to_wait(address, "read"):
            words = f"Espera {wait_in_words(seconds)} y vuelve a cargar esta página."
            return self._refused(429, "Espera un momento", words, seconds)
        try:
            return await self.workers.run(build)
        except TooBusy:
            words = "Espera unos segundos y vuelve a cargar esta página."
            return self._refused(503, "Hay demasiadas personas consultando", words, _AGAIN_S)

    def _refused(self, status: int, title: str, words: str, seconds: int) -> Response:
        page = words_page(status, title, words, self.institution.institution.nombre)
        page.headers["Retry-After"] = str(seconds)
        page.headers["Cache-Control"] = "no-store"
        return page
