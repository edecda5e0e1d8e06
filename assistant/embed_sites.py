"""Which sites may show the chat inside their own pages, as an installation writes them.

They are origins of the web (RFC 6454), in the form that `frame-ancestors` takes (Content Security
Policy Level 3, section 6.4.2): whatever is let through here goes into a header as it is, so only
letters, digits, hyphens and dots remain.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})*")
_HERE = ("localhost", "127.0.0.1")
_USUAL_PORT = {"https": 443, "http": 80}
EXAMPLE = "https://www.tu-municipio.cl, https://*.gob.cl"


def embed_sites(text: str) -> tuple[str, ...]:
    """Return the sites, each once, as a browser names them.

    Raises:
        ValueError: one or more are not sites; the message says which and why, in Spanish.

    >>> embed_sites("https://WWW.Municipio.cl/, https://*.gob.cl:8443 http://localhost:8000")
    ('https://www.municipio.cl', 'https://*.gob.cl:8443', 'http://localhost:8000')
    >>> embed_sites("https://www.ñuble.cl:443")
    ('https://www.xn--uble-fqa.cl',)
    """
    found: dict[str, None] = {}
    mistakes = []
    for written in re.split(r"[\s,]+", text.strip()):
        if not written:
            continue
        try:
            found[_origin(written)] = None
        except ValueError as error:
            shown = written.rpartition("@")[2][:80]  # never a password
            mistakes.append(f"{shown!r}: {error}")
    if mistakes:
        raise ValueError("; ".join(mistakes) + f". Ejemplo: {EXAMPLE}")
    return tuple(found)


def _origin(written: str) -> str:
    try:
        parts = urlsplit(written)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        raise ValueError("no es la dirección de un sitio") from None
    if parts.scheme not in _USUAL_PORT or not host:
        raise ValueError("debe empezar con https:// y el nombre del sitio")
    if parts.scheme == "http" and host not in _HERE:
        raise ValueError("http:// solo vale en esta misma máquina; usa https://")
    if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("escribe solo el sitio, sin ruta, parámetros ni usuario")
    if not _HOST.fullmatch(host):
        raise ValueError(
            "un sitio lleva letras, números, guiones y puntos, y un asterisco solo al principio"
        )
    if host.startswith("*.") and host.count(".") < 2:
        raise ValueError("abarca demasiado: nombra al menos el dominio, como en https://*.gob.cl")
    is_usual = port in (None, _USUAL_PORT[parts.scheme])
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{port}")
