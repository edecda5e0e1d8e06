"""Asking for what is new and waiting until there is, without holding a thread meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Annotated, TypeVar

from fastapi import Query, Request

from ui.api.desk import ApiDesk
from ui.live import Live, while_there
from ui.problems import ProblemError

T = TypeVar("T")

LARGEST = 2**53 - 1
"""Largest number that every JSON reader keeps whole, and both databases understand."""

After = Annotated[
    int,
    Query(description="Trae lo que sigue a este número; 0, desde el principio.", ge=0, le=LARGEST),
]
Wait = Annotated[
    int, Query(description="Segundos que espera si aún no hay nada nuevo.", ge=0, le=25)
]


async def answer_when_new(
    request: Request,
    desk: ApiDesk,
    conversation_id: str | None,
    seconds: float,
    look: Callable[[], Awaitable[T]],
    is_new: Callable[[T], bool],
) -> T:
    """Return what `look` finds as soon as it is new, or the last that it found after `seconds`.

    Raises:
        ProblemError: too many wait already.
    """
    if seconds <= 0:
        return await look()
    with desk.waiting(request):
        waiting = _until_new(desk.live, conversation_id, seconds, look, is_new)
        found = await while_there(request, waiting)
    if found is None:
        raise ProblemError("solicitud-invalida")  # who asked went away: nobody reads it
    return found


async def _until_new(
    live: Live,
    conversation_id: str | None,
    seconds: float,
    look: Callable[[], Awaitable[T]],
    is_new: Callable[[T], bool],
) -> T:
    deadline = monotonic() + seconds
    sequence = await live.now()  # before looking: what is written meanwhile is news
    while not is_new(found := await look()):
        news = await live.wait(conversation_id, sequence, max(0.0, deadline - monotonic()))
        if monotonic() >= deadline and not news.conversations:
            break
        sequence = news.sequence
    return found
