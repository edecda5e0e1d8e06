"""What measures this installation, wired from its settings."""

from __future__ import annotations

from assistant.alarm.build import build_alarm_mailer
from assistant.database import build_engine
from assistant.log_key import build_log
from assistant.redaction import build_redactor
from assistant.settings import Settings
from assistant.texts import load_texts
from evals.live.bands import load_bands
from evals.live.measuring import Measuring
from evals.live.nightly import Nightly
from evals.live.notices import Notices
from evals.live.record import NightBook
from evals.scorers.context import build_context, build_support
from governance.moments import Clock, utc_now
from knowledge_base.institution import Institution, load_institution

FOLDER = "quality"
"""Where the files of the nights are, inside the data folder."""


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
    texts, supports = load_texts(institution), build_support()
    return Measuring(
        engine=book.engine,
        log=book.log,
        redactor=build_redactor(institution.published()),
        context=lambda shelf, day: build_context(texts, supports, shelf, day),
        fitted=supports.fitted,
        bands=load_bands(),
        clock=book.clock,
    )
