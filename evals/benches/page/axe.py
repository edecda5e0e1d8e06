"""What axe-core finds in a page: violations, and what a person must look at."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from playwright.sync_api import Frame

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
"""WCAG 2.0, 2.1 and 2.2, levels A and AA."""
_OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, which axe leaves out by itself
    "resultTypes": ["violations", "incomplete"],
    "iframes": False,  # each frame is looked at on its own: another site's cannot be reached inside
}


@dataclass(frozen=True)
class Finding:
    """A rule that some nodes break, or that axe could not decide."""

    rule: str
    help: str
    nodes: tuple[str, ...]
    is_violation: bool


def run_axe(frame: Frame) -> tuple[Finding, ...]:
    """Return what axe-core, as axe_playwright_python bundles it, finds in a frame."""
    frame.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    return read_findings(frame.evaluate(f"axe.run({json.dumps(_OPTIONS)})"))


def read_findings(result: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the findings of an answer of `axe.run`, violations first.

    >>> node = {"target": ["#a", ["#host", "b"]]}
    >>> read_findings({"violations": [{"id": "x", "help": "X", "nodes": [node]}]})
    (Finding(rule='x', help='X', nodes=('#a #host b',), is_violation=True),)
    """
    kinds = (("violations", True), ("incomplete", False))
    return tuple(
        Finding(
            rule=str(rule["id"]),
            help=str(rule["help"]),
            nodes=tuple(_place(node["target"]) for node in rule["nodes"]),
            is_violation=is_violation,
        )
        for kind, is_violation in kinds
        for rule in result.get(kind, ())
    )


def _place(target: Sequence[str | Sequence[str]]) -> str:
    return " ".join(step if isinstance(step, str) else " ".join(step) for step in target)
