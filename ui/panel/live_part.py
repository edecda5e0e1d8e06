"""The parts of a page that change while it is open, and what its script is told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.desk.alerts import WhoWaits
from ui.assets import version_of
from ui.panel.case_words import waiting_words

_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_MOST_DIGITS = 18
LONGEST_S = 25


@dataclass(frozen=True)
class Part:
    """A piece of a page; the script puts the new one in its place when its version is another."""

    id: str
    html: str

    @property
    def version(self) -> str:
        """What changes when the part does."""
        return sha256(self.html.encode()).hexdigest()[:12]

    @property
    def placed(self) -> str:
        """The part as the page has it at first."""
        return f'<div id="{self.id}" data-version="{self.version}">{self.html}</div>'


@dataclass(frozen=True)
class Asked:
    """What the script of a page says that it has."""

    sequence: int
    last: int
    waiting: int
    seconds: int


def read_asked(request: Request) -> Asked:
    """Return what a request for news says; what is no number counts as nothing."""

    def number(name: str) -> int:
        given = request.query_params.get(name, "")
        is_number = given.isascii() and given.isdecimal() and len(given) <= _MOST_DIGITS
        return int(given) if is_number else 0

    return Asked(
        number("secuencia"), number("ultimo"), number("esperan"), min(number("espera"), LONGEST_S)
    )


def live_marks(address: str, sequence: int, title: str, who: WhoWaits, last: int = 0) -> str:
    """Return what the script needs to begin, and the one place where it announces."""
    return (
        f'<div id="vivo" data-novedades="{address}" data-secuencia="{sequence}" '
        f'data-ultimo="{last}" data-esperan="{len(who.numbers)}" data-titulo="{title}"></div>'
        '<p id="anuncio" class="solo-lector" role="status" aria-live="polite"></p>'
        '<p id="conexion" class="aviso" hidden></p>'
        f'<script src="/live.js?v={version_of("live.js")}" defer></script>'
    )


def with_script(response: Response) -> Response:
    """Return a page of the panel that may run our own scripts, and ask our own server."""
    response.headers["Content-Security-Policy"] = _CSP
    return response


def news_response(
    sequence: int,
    who: WhoWaits,
    parts: Iterable[Part],
    messages: Sequence[Mapping[str, object]] = (),
    ended: str = "",
) -> Response:
    """Return what changed, for the script; `ended` says why there will be no more."""
    return answer(
        {
            "sequence": sequence,
            "waiting": len(who.numbers),
            "notice": waiting_words(who),
            "parts": [{"id": p.id, "version": p.version, "html": p.html} for p in parts],
            "messages": list(messages),
            "ended": ended,
        }
    )


def answer(said: Mapping[str, object], status: int = 200) -> Response:
    """Return something for the script, which no cache keeps."""
    return JSONResponse(dict(said), status, {"Cache-Control": "no-store"})


def is_for_script(request: Request) -> bool:
    """Whether the script of a page asks, and not a person's browser by itself."""
    return request.headers.get("accept", "") == "application/json"
