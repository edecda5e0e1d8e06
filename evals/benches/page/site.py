"""The server that is looked at: one of its own over a copy of the data, or one that runs."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import load_settings
from evals.benches.load.aside import copy_data
from evals.benches.load.clients import conversation
from evals.benches.load.measuring import environment_of
from evals.benches.load.server import running
from evals.benches.page.foreign import foreign_site


@dataclass(frozen=True)
class Site:
    """Where our server answers, and the origin of another site that may embed it."""

    base: str
    foreign: str

    @property
    def own(self) -> tuple[str, ...]:
        """The origins that a page may ask something of."""
        return (self.base, self.foreign)


@contextmanager
def site(url: str, foreign_port: int) -> Iterator[Site]:
    """Give the server at `url`, or a new one when that is empty; gone at the end with its data.

    Raises:
        SettingsError: the configuration cannot be used.
        SystemExit: the new one did not start.
    """
    with foreign_site(foreign_port) as foreign:
        if url:
            yield Site(url.rstrip("/"), foreign)
            return
        with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
            settings = copy_data(load_settings(), Path(folder))
            environment = {**environment_of(settings), "ASISTENTE_EMBED_SITES": foreign}
            starting = running(["-m", "ui.cli", "serve"], environment, conversation)
            server = runner.run(starting.__aenter__())
            try:
                yield Site(server.base, foreign)
            finally:
                runner.run(starting.__aexit__(None, None, None))
