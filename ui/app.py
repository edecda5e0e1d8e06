"""Everything that the server serves, put together around one assistant.

Gradio is mounted last, under /panel and at the root: whatever is not ours is its, and it is let
answer only what the chat pages need.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from assistant.accounts.accounts import Accounts, build_accounts
from assistant.accounts.administration import Administration
from assistant.settings import Settings
from ui.api.app import create_api
from ui.assets import add_assets
from ui.browser_safety import GradioDoors, SafeHeaders
from ui.case.page import CasePage
from ui.chat.live import LiveChat
from ui.chat.messages import ChatMessages
from ui.chat.parts import citizen_parts, staff_parts
from ui.chat.served import ServedChat
from ui.chores import doing
from ui.embedding.widget import add_widget
from ui.facade import AssistantFacade
from ui.feedback.endpoint import OpinionEndpoint
from ui.guard import BodyLimit, CrashGuard, explain
from ui.live import Live
from ui.measures.plots import Plots
from ui.packing import PackedPages
from ui.panel.activity import ActivityPages
from ui.panel.attention import add_attention
from ui.panel.feedback import FeedbackPages
from ui.panel.gaps import GapsPages
from ui.panel.guard import PanelGuard
from ui.panel.measures import MeasuresPages
from ui.panel.sessions import Sessions
from ui.panel.systems import SystemsPages
from ui.panel.ways_in import SlowThreads, add_ways_in
from ui.problems import problem
from ui.rate_limit import Gate
from ui.simple.page import SimplePage
from ui.sources import add_sources
from ui.staff import StaffKeys
from ui.taking.pages import add_taking
from ui.transparency.routes import Transparency
from ui.workers import Workers

if TYPE_CHECKING:
    from gradio import Blocks


def create_app(assistant: AssistantFacade, settings: Settings) -> FastAPI:
    """Return the web application; it holds no state of its own but counters and Gradio's queue."""
    gate = Gate(settings.rate_limit, settings.trust_forwarded_for)
    workers = Workers()
    keys = StaffKeys(assistant.registry, settings.staff_token.get_secret_value())
    log = assistant.chores.reception.cases.log
    registry = assistant.registry
    accounts = build_accounts(registry.engine, registry.officials, settings, log)
    sessions = Sessions(accounts)
    slow = SlowThreads()

    live = Live(assistant.pulse)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with doing(assistant.chores):
            yield
        live.close()
        workers.close()
        slow.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    administration = Administration(accounts, assistant.registry.redact)
    api = create_api(assistant, gate, workers, keys, live, administration)
    app.mount("/api/v1", api)
    add_sources(app, assistant, workers, keys, sessions)
    add_assets(app)
    add_widget(app, assistant.institution, settings.public_url)
    _add_small_routes(app, assistant)
    CasePage(assistant, gate, workers).add_to(app)
    SimplePage(assistant, gate, workers).add_to(app)
    add_taking(app, assistant, gate, workers, settings)
    Transparency(assistant, settings, workers).add_to(app)
    _mount_chats(app, assistant, settings, gate, workers, accounts, sessions, slow, live)
    # An address that no route matches, such as one with a line break, is told of in words too.
    app.add_exception_handler(404, lambda request, _: explain(request.scope, "ruta-desconocida"))
    app.add_middleware(BodyLimit)
    app.add_middleware(CrashGuard)
    app.add_middleware(PackedPages)
    app.add_middleware(SafeHeaders, sites=settings.sites, hsts_seconds=settings.hsts_seconds)
    return app


def _add_small_routes(app: FastAPI, assistant: AssistantFacade) -> None:
    names = assistant.institution.institution

    @app.api_route("/manifest.json", methods=["GET", "HEAD"], include_in_schema=False)
    def manifest() -> JSONResponse:
        return JSONResponse(
            {
                "name": names.asistente,
                "short_name": "Asistente",
                "lang": "es-CL",
                "start_url": "/",
                "display": "standalone",
                "background_color": "#ffffff",
                "theme_color": "#0b4f6c",
                "icons": [{"src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
            },
            media_type="application/manifest+json",
        )

    @app.get("/health", include_in_schema=False)
    def health() -> Response:
        return RedirectResponse("/api/v1/health")

    @app.api_route("/panel", methods=["GET", "HEAD"], include_in_schema=False)
    def panel() -> Response:
        return RedirectResponse("/panel/")

    @app.api_route(
        "/api/{rest:path}",
        methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        include_in_schema=False,
    )
    def unknown(request: Request, rest: str) -> Response:
        return problem("ruta-desconocida")


def _mount_chats(
    app: FastAPI,
    assistant: AssistantFacade,
    settings: Settings,
    gate: Gate,
    workers: Workers,
    accounts: Accounts,
    sessions: Sessions,
    slow: SlowThreads,
    live: Live,
) -> None:
    """Mount the chat of citizens at the root and the panel of staff under /panel."""
    _quiet_gradio(settings.data_dir)
    from ui.chat.page import build_chat, version_of_page
    from ui.panel.chat_side import StaffSide

    panel = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    registry = assistant.registry
    add_ways_in(panel, accounts, registry, sessions, gate, workers, slow, settings)
    SystemsPages(registry, workers).add_to(panel)
    add_attention(panel, assistant, live, workers)
    MeasuresPages(assistant.board, Plots(settings.data_dir), workers).add_to(panel)
    ActivityPages(assistant.board, workers).add_to(panel)
    GapsPages(assistant.gaps, workers).add_to(panel)
    FeedbackPages(assistant.feedback, workers).add_to(panel)
    side = StaffSide(assistant, sessions, workers)
    staff_chat = _in_gradio(build_chat(assistant, gate, workers, side))
    panel.mount("/", ServedChat(GradioDoors(staff_chat), staff_parts(assistant.institution)))
    app.mount("/panel", PanelGuard(panel, sessions, workers, assistant.feedback.unread))
    OpinionEndpoint(assistant, gate, workers).add_to(app)
    citizens = build_chat(assistant, gate, workers)
    LiveChat(assistant, live, gate, workers, version_of_page(citizens)).add_to(app)
    ChatMessages(assistant, gate, workers).add_to(app)
    citizen_chat = _in_gradio(citizens)
    parts = citizen_parts(assistant, settings.sites)
    app.mount("/", ServedChat(GradioDoors(citizen_chat), parts))
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def all_of_them(mounted: FastAPI) -> AsyncIterator[None]:
        async with (
            staff_chat.router.lifespan_context(staff_chat),
            citizen_chat.router.lifespan_context(citizen_chat),
            outer(mounted),
        ):
            yield

    app.router.lifespan_context = all_of_them


def _in_gradio(page: Blocks) -> FastAPI:
    """Return the application that serves a page of Gradio, and nothing that we do not need."""
    import gradio

    from ui.chat.page import chat_theme

    inner = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gradio.mount_gradio_app(
        inner,
        page,
        path="/",
        theme=chat_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        max_file_size=0,
    )
    return inner


def _quiet_gradio(data_dir: Path) -> None:
    # Gradio reads these when it is imported, which is why that happens in `_mount_chats`: no
    # telemetry, no look-up of newer versions, and whatever it writes lies under our folder.
    temporary = (data_dir / "gradio").resolve()
    temporary.mkdir(parents=True, exist_ok=True)
    os.environ["GRADIO_TEMP_DIR"] = str(temporary)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    os.environ["GRADIO_SSR_MODE"] = "False"
    # Gradio sums up all its events with pandas after each one, for a page that is closed here.
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "100"
    # It brings matplotlib, which writes down the fonts that it finds.
    os.environ.setdefault("MPLCONFIGDIR", str((data_dir / "matplotlib").resolve()))
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
