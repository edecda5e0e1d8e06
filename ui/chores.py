"""The chores of the desk, done beside the server for as long as it serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

from assistant.desk.chores import Chores
from ui.guard import log_failure

TELL_EVERY_S = 5.0
FREE_EVERY_S = 30.0
ERASE_EVERY_S = 600.0
KEEP_EVERY_S = 3600.0
"""What is done once a day is asked for each hour: a service that starts late does it at once."""


@asynccontextmanager
async def doing(chores: Chores) -> AsyncIterator[None]:
    """Do them meanwhile; what fails is logged, and tried again at the next turn."""
    # A thread of their own: a mail server that does not answer makes nobody else wait.
    with ThreadPoolExecutor(3, "tareas") as threads:
        tasks = [
            asyncio.create_task(_repeat(threads, chores.tell_staff, "avisos", TELL_EVERY_S)),
            asyncio.create_task(_repeat(threads, chores.free_cases, "casos", FREE_EVERY_S)),
            asyncio.create_task(
                _repeat(threads, chores.erase_contacts, "contactos", ERASE_EVERY_S)
            ),
            asyncio.create_task(_repeat(threads, chores.keep_log, "registro", KEEP_EVERY_S)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task


async def _repeat(
    threads: ThreadPoolExecutor, do: Callable[[], object], what: str, every: float
) -> None:
    while True:
        try:
            await asyncio.get_running_loop().run_in_executor(threads, do)
        except Exception as error:  # the edge of the process: the next turn may do better
            log_failure(what, error)
        await asyncio.sleep(every)
