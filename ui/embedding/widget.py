"""/widget.js, which any site may load, and /ejemplo-incrustado, a page that does."""

from __future__ import annotations

import gzip
from functools import cache
from html import escape

from fastapi import FastAPI, Request, Response

from knowledge_base.institution import Institution
from ui.assets import read, version_of
from ui.pages import page

_NAME = "widget.js"
_HEADERS = {
    # Its address never changes, so that a site writes it once: it is asked for again every hour.
    "Cache-Control": "public, max-age=3600, stale-while-revalidate=86400",
    # The only file of ours that pages of others are meant to load (Fetch Standard, section 3.6).
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",  # so do tags with `type="module"` or `crossorigin`
    "Vary": "Accept-Encoding",
}
_CSP = (
    "default-src 'none'; script-src 'self'; frame-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_EXAMPLE = """<h1>El asistente en tu sitio</h1>
<p>Esta página es un ejemplo para quienes administran un sitio web. El botón de la esquina abre
el asistente sin salir de la página.</p>
<h2>Qué se pega</h2>
<p>Una sola línea, antes de <code>&lt;/body&gt;</code>:</p>
<pre><code>{shown}</code></pre>
<h2>Qué hace falta</h2>
<ul>
<li>Que quien administra el asistente agregue tu sitio a la lista de permitidos.</li>
<li>Que la política de contenido de tu sitio, si tiene una, permita <code>script-src</code> y
<code>frame-src</code> para <code>{origin}</code>.</li>
</ul>
<p>Antes de que alguien pulse el botón no se carga nada más, y no se guarda nada en el navegador
antes del primer mensaje.</p>
{tag}"""


def add_widget(app: FastAPI, institution: Institution, public_url: str) -> None:
    """Serve both addresses."""
    names = institution.institution

    @app.api_route(f"/{_NAME}", methods=["GET", "HEAD"], include_in_schema=False)
    def widget(request: Request) -> Response:
        etag = f'"{version_of(_NAME)}"'
        headers = _HEADERS | {"ETag": etag}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        content = read(_NAME)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            content = _packed()
        return Response(content, headers=headers, media_type="text/javascript")

    @app.api_route("/ejemplo-incrustado", methods=["GET", "HEAD"], include_in_schema=False)
    def example(request: Request) -> Response:
        origin = (public_url or str(request.base_url)).rstrip("/")
        about = f'data-titulo="{escape(names.asistente)}" async></script>'
        shown = f'<script src="{origin}/{_NAME}" {about}'
        body = _EXAMPLE.format(
            shown=escape(shown),
            origin=escape(origin),
            tag=f'<script src="/{_NAME}" {about}',
        )
        response = page("Ejemplo del asistente en un sitio", body, names.nombre)
        response.headers["Content-Security-Policy"] = _CSP
        response.headers["X-Robots-Tag"] = "noindex"
        return response


@cache
def _packed() -> bytes:
    return gzip.compress(read(_NAME), 9)
