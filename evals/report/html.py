"""The report as one HTML file: no network, no script but its own filter, nothing of a case runs.

Every text of a case is escaped, and a content policy inside the file forbids whatever is not this
report's own script (by its hash): a case with a tag in it is text, twice over.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.report import gate_words, names, numbers, plots_paired
from evals.report.compare_page import ComparePage
from evals.report.page import Page
from evals.suites.catalogue import TITLES

HERE = Path(__file__).parent


def render(page: Page) -> str:
    """Return the report of a run."""
    return _kept_together(_environment().get_template("template.html").render(page=page, **_own()))


def render_comparison(page: ComparePage) -> str:
    """Return the comparison of two runs as a page of its own."""
    return _kept_together(_environment().get_template("compare.html").render(page=page, **_own()))


def _kept_together(page: str) -> str:
    """Return the page with no line between a figure and its «%»."""
    return re.sub(r"(?<=\d) %", "&nbsp;%", page)


def _own() -> dict[str, str]:
    script = (HERE / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    # Both are files of this package, never text of a case.
    return {
        "script": Markup(script),
        "style": Markup((HERE / "report.css").read_text(encoding="utf-8")),
        "policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
        f"form-action 'none'; script-src 'sha256-{digest}'",
    }


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([HERE, HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": numbers.percent,
        "points": numbers.points,
        "decimal": numbers.decimal,
        "count": numbers.whole,
        "day": numbers.day_of,
        "ms": numbers.milliseconds,
        "metric": names.metric_name,
        "stratum": names.stratum_name,
        "pair_kind": names.pair_kind_name,
        "group": names.group_name,
        "contrast": names.contrast_name,
        "step": names.step_name,
        "in_words": names.in_words,
        "rule": gate_words.rule_words,
        "anchor": anchor,
    }
    environment.globals |= {
        "value_of": numbers.value_of,
        "interval_of": numbers.interval_of,
        "between": numbers.between,
        "count_of": numbers.count_of,
        "change_name": plots_paired.change_name,
        "suite_titles": TITLES,
        "drawn": Markup,
    }
    return environment


def anchor(suite: str, case: str) -> str:
    """Return the id of a case in the page: letters, figures and dashes.

    >>> anchor("equity", "ci-001~no_accents")
    'caso-equity-ci-001-no_accents'
    """
    return re.sub(r"[^\w-]", "-", f"caso-{suite}-{case}")
