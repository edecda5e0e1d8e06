"""Where a request comes from: a page of ours or another site's, and over which connection."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request


def is_ours(request: Request) -> bool:
    """Whether one of our own pages made the request, or nobody's (a program, an address typed).

    Browsers say it themselves (W3C Fetch Metadata). Older ones only say which site sends a form,
    and not even that from pages with our `Referrer-Policy`: then nothing tells them apart.
    """
    told = request.headers.get("sec-fetch-site")
    if told is not None:
        return told in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    ours = {request.headers.get("host"), request.headers.get("x-forwarded-host")}
    return origin == "null" or urlsplit(origin).netloc in ours - {None}


def is_https(request: Request, trusts_proxy: bool) -> bool:
    """Return whether the visitor's side of the connection is encrypted."""
    if trusts_proxy and (told := ",".join(request.headers.getlist("x-forwarded-proto"))):
        return told.rpartition(",")[2].strip().lower() == "https"
    return request.url.scheme == "https"
