"""The documents of the registers, as files that a browser shows or keeps."""

from __future__ import annotations

from starlette.responses import Response

from assistant.registry import Document

_DOCUMENT_CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def document_response(document: Document) -> Response:
    """Return a document as a file; a page is shown, and can run and fetch nothing."""
    is_page = document.media_type.startswith("text/html")
    kind = "inline" if is_page else "attachment"
    headers = {
        "Content-Disposition": f'{kind}; filename="{document.filename}"',
        "Cache-Control": "no-store",
        "Content-Security-Policy": _DOCUMENT_CSP,
    }
    return Response(document.content, 200, headers, document.media_type)
