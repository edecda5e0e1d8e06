"""What every request to the API goes through: counting, permission, thinking in a thread."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from fastapi import Request

from assistant.database import DatabaseError
from assistant.desk.permissions import Action, NotAllowed, check
from assistant.registry import Registry
from assistant.turn import Audience
from governance.registers.officials import Official
from ui.api.refusals import REFUSALS, refusal
from ui.facade import AssistantFacade, ShownConversation
from ui.guard import log_failure
from ui.live import Live
from ui.problems import ProblemError
from ui.rate_limit import Allowance, Gate, wait_in_words
from ui.staff import Staff, StaffKeys, bearer
from ui.workers import Workers

MOST_WAITING = 2000
"""Connections of this process that may wait at once."""
P = ParamSpec("P")
T = TypeVar("T")
_CONVERSATION_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")


class ApiDesk:
    """What every request goes through: counting, permission, thinking in a thread."""

    def __init__(
        self,
        assistant: AssistantFacade,
        gate: Gate,
        workers: Workers,
        keys: StaffKeys,
        live: Live,
    ) -> None:
        """Serve what `assistant` knows, to whom `keys` say; `live` tells what is new."""
        self.assistant = assistant
        self.live = live
        self._keys = keys
        self._gate = gate
        self._workers = workers

    @property
    def registry(self) -> Registry:
        """The registers."""
        return self.assistant.registry

    def counting(self, what: Allowance) -> Callable[[Request], Awaitable[None]]:
        """Return the dependency that counts a request as `what`."""

        async def count(request: Request) -> None:
            self.count(request, what)

        return count

    def count(self, request: Request, what: Allowance) -> None:
        """Let the request through.

        Raises:
            ProblemError: its address asked for too much.
        """
        if seconds := self._gate.seconds_to_wait(self._address(request), what):
            raise ProblemError(
                "demasiadas-solicitudes",
                f"Espera {wait_in_words(seconds)} y vuelve a intentar. "
                "Para llegar a una persona basta con enviar «derivar».",
                {"Retry-After": str(seconds)},
            )

    @contextmanager
    def waiting(self, request: Request) -> Iterator[None]:
        """Let one more wait for news, for as long as it does.

        Raises:
            ProblemError: too many wait, here or from its address.
        """
        with self._gate.waiting(self._address(request)) as may:
            if not may or self.live.waiting >= MOST_WAITING:
                raise ProblemError("ocupado", headers={"Retry-After": "5"})
            yield

    def _address(self, request: Request) -> str:
        return self._gate.visitor(request)

    async def staff(self, request: Request) -> Staff:
        """Return whose key the request carries.

        Raises:
            ProblemError: it carries none, or nobody's, or nobody has one here.
        """
        key = bearer(request.headers.get("authorization", ""))
        found = await self.think(self._keys.find, key) if key else None
        if found is not None:
            return found
        if not await self.think(self._keys.is_enabled):
            raise ProblemError("audiencia-no-habilitada")
        if key:
            self.count(request, "wrong_key")
        raise ProblemError("sin-autorizacion", headers={"WWW-Authenticate": "Bearer"})

    async def only_staff(self, request: Request) -> None:
        """Let staff through, and leave who it is in the request's state.

        Raises:
            ProblemError: what `staff` raises.
        """
        request.state.staff = await self.staff(request)

    def allowing(self, action: Action) -> Callable[[Request], Awaitable[None]]:
        """Return the dependency that lets through only officials whose roles allow `action`."""

        async def allow(request: Request) -> None:
            who = await self.staff(request)
            if who.official is None:
                raise ProblemError("falta-clave-personal")
            try:
                request.state.official = check(who.official, action)
            except NotAllowed as error:
                raise refusal(error) from None

        return allow

    async def author(self, request: Request, audience: Audience) -> str:
        """Return the post that signs what is said in a conversation for `audience`, or nothing.

        Raises:
            ProblemError: it is for staff and the request carries no key of theirs.
        """
        return "" if audience == "ciudadania" else (await self.staff(request)).author

    async def open(self, request: Request, conversation_id: str) -> tuple[ShownConversation, str]:
        """Return a conversation that this request may see, and who signs what it says there.

        Raises:
            ProblemError: there is none with that id, or it is for staff and they are not.
        """
        if not _CONVERSATION_ID.fullmatch(conversation_id):
            # Not even asked for: a NUL breaks PostgreSQL.
            raise ProblemError("conversacion-desconocida")
        found = await self.think(self.assistant.conversation, conversation_id)
        return found, await self.author(request, found.audience)

    async def try_open(self, request: Request, conversation_id: str) -> str | None:
        """Return who signs in a conversation that this may see; None when nothing can be read.

        Without records the assistant still says how to reach help, and nothing else: whoever goes
        on must show only a reply that was not recorded.
        """
        try:
            return (await self.open(request, conversation_id))[1]
        except DatabaseError as error:
            log_failure("leer conversación", error)
            return None

    async def think(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the assistant does, from a thread, with its refusals as problems."""
        try:
            return await self._workers.run(do, *args, **kwargs)
        except REFUSALS as error:
            raise refusal(error) from None

    async def think_first(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `think` does, for what must not wait for others: «derivar»."""
        try:
            return await self._workers.run_first(do, *args, **kwargs)
        except REFUSALS as error:
            raise refusal(error) from None


def official_of(request: Request) -> Official:
    """Return the official whom `ApiDesk.allowing` let through."""
    official: Official = request.state.official
    return official
