"""What every request to the API goes through: counting, permission, thinking in a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from fastapi import Request

from assistant.conversations import ConversationClosed, ConversationNotFound
from assistant.database import DatabaseError
from assistant.limits import InputError
from assistant.record_sheet import DocumentUnavailable
from assistant.registry import Registry
from assistant.turn import Audience
from governance.registers.acts import ActRefused
from governance.registers.classifications import ClassificationNotFound
from governance.registers.systems import SystemNotFound, SystemRefused
from ui.facade import AssistantFacade, ShownConversation
from ui.guard import log_failure
from ui.problems import ProblemError
from ui.rate_limit import Allowance, Gate
from ui.staff import Staff, StaffKeys, bearer
from ui.workers import TooBusy, Workers

P = ParamSpec("P")
T = TypeVar("T")


class ApiDesk:
    """What every request goes through: counting, permission, thinking in a thread."""

    def __init__(
        self, assistant: AssistantFacade, gate: Gate, workers: Workers, keys: StaffKeys
    ) -> None:
        """Serve what `assistant` knows, to whom `keys` say."""
        self._assistant = assistant
        self._keys = keys
        self._gate = gate
        self._workers = workers

    @property
    def registry(self) -> Registry:
        """The registers."""
        return self._assistant.registry

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
        peer = request.client.host if request.client else None
        address = self._gate.address(peer, request.headers.get("x-forwarded-for"))
        if seconds := self._gate.seconds_to_wait(address, what):
            raise ProblemError(
                "demasiadas-solicitudes",
                f"Espera {seconds} segundos y vuelve a intentar. "
                "Para llegar a una persona basta con enviar «derivar».",
                {"Retry-After": str(seconds)},
            )

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

    async def author(self, request: Request, audience: Audience) -> str:
        """Return the post that signs what is said in a conversation for `audience`, or nothing.

        Raises:
            ProblemError: it is for staff and the request carries no key of theirs.
        """
        return "" if audience == "ciudadania" else (await self.staff(request)).author

    async def open(self, request: Request, conversation_id: str) -> tuple[ShownConversation, str]:
        """Return a conversation that this request may see, and who signs what it says there."""
        found = await self.think(self._assistant.conversation, conversation_id)
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
        except InputError as error:
            kind = {"empty": "texto-vacio", "too_long": "texto-largo"}[error.kind]
            raise ProblemError(kind, error.detail) from None
        except ConversationNotFound:
            raise ProblemError("conversacion-desconocida") from None
        except ConversationClosed:
            raise ProblemError("conversacion-cerrada") from None
        except SystemNotFound:
            raise ProblemError("sistema-desconocido") from None
        except ClassificationNotFound:
            raise ProblemError("clasificacion-desconocida") from None
        except DocumentUnavailable as error:
            raise ProblemError("documento-no-disponible", str(error)) from None
        except (ActRefused, SystemRefused) as error:
            raise ProblemError("acto-rechazado", str(error)) from None
        except TooBusy:
            raise ProblemError("ocupado", headers={"Retry-After": "5"}) from None
