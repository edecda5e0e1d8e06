"""Who may show our pages inside theirs: the sites that the installation names, and nobody else.

Only the chat and what a person reaches from it in the same frame: never the panel of staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.assets import version_of

_PAGES = frozenset(
    {"/", "/simple", "/caso", "/calendario", "/lista-de-documentos", "/accesibilidad"}
)
_FOLDERS = ("/fuentes/", "/transparencia", "/conversacion/")
_OURS = "frame-ancestors 'self'"


def framed_by(policy: str, path: str, sites: Sequence[str]) -> str:
    """Return a Content-Security-Policy that lets `sites` frame the page at `path`, if they may.

    >>> framed_by("img-src 'self'; frame-ancestors 'self'", "/", ["https://a.cl"])
    "img-src 'self'; frame-ancestors 'self' https://a.cl"
    >>> framed_by("frame-ancestors 'self'", "/panel/", ["https://a.cl"])
    "frame-ancestors 'self'"
    """
    may = path in _PAGES or path.startswith(_FOLDERS)
    return policy.replace(_OURS, " ".join([_OURS, *sites])) if may else policy


def framed_head(sites: Sequence[str]) -> str:
    """Return what the chat loads besides when it is in a frame; `{nonce}` is still to be filled.

    The script does what a page that holds it asks, so it knows from which sites that may come.
    """
    return (
        f'<meta name="asistente-sitios" content="{escape(" ".join(sites))}">\n'
        f'<link rel="stylesheet" href="/embedded.css?v={version_of("embedded.css")}">\n'
        f'<script nonce="{{nonce}}" src="/embedded.js?v={version_of("embedded.js")}" defer>'
        "</script>\n"
    )
