"""Fit the abstention: `python -m evals.fitting.confidence`.

Two kinds of evidence, each with its passage present and withdrawn: paragraphs of general knowledge
written for this (`calibracion_parrafos.jsonl`), which look like official documents, and our own
cases on our own knowledge base, where an example is positive when what would be shown holds every
vital fact. Writes `assistant/confidence.json` with weights, threshold and the digest of the cases.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import typer
from rich import print as say
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.bootstrap import KnowledgeBase, build_knowledge_base
from assistant.confidence import (
    CONFIDENCE_FILE,
    OFFICIAL,
    OURS,
    Calibration,
    Fit,
    evidence_features,
)
from assistant.draft import ExtractiveComposer
from assistant.settings import Settings, load_settings
from evals.suites.case import CASES, Case, load_cases, read_lines
from knowledge_base.model import Evidence
from knowledge_base.query_help import load_glossary, spanish_words
from knowledge_base.retrieval import Retriever

TODAY = date(2026, 11, 21)
REFUSED, NEAREST = 0.02, 0.2
"""Shares of our own answerable cases that are refused, and shown as the nearest instead of the
answer. Refusing is dear (goal: at most 5 %, the router's share included); a hedge is cheap."""

FILES = (
    "calibracion_parrafos",
    "calibracion_parrafos_2",
    "calibracion_preguntas",
    "ciudadania",
    "funcionarios",
    "ejemplos",
    "sin_respuesta",
    "encaminar",
)
FOREIGN = {"out_of_scope"}

Row = tuple[dict[str, float], int, str, str]
"""Features, whether it is answered, the cluster that must not be split, and the kind."""


def open_retriever(base: KnowledgeBase) -> Retriever:
    """Return the retriever of a knowledge base."""
    return Retriever(base.builder.open(), base.embedder, load_glossary(), spanish_words())


def paragraph_rows() -> Iterable[Row]:
    """Yield the paragraphs' questions with the paragraph present and withdrawn."""
    records = [*_rows("calibracion_parrafos"), *_rows("calibracion_parrafos_2")]
    # The first questions of each paragraph lean on it («estos insectos»); these stand alone.
    alone = {item["id"]: item["questions"] for item in _rows("calibracion_preguntas")}
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        for record in records:
            (documents / f"{record['id']}.txt").write_text(record["text"], encoding="utf-8")
        settings = Settings(data_dir=Path(folder) / "data", documents=(documents,))
        base = build_knowledge_base(settings)
        base.ingest([documents], settings, lambda done, total: print(f"\r{done}/{total}", end=""))
        retriever = open_retriever(base)
        for record in records:
            for item in alone.get(record["id"], record["questions"]):
                found = retriever.search(retriever.read(item["q"]), "ciudadania", TODAY, k=9)
                gone = [e for e in found if e.passage.document_id != record["id"]]
                yield dict(evidence_features(found[:8])), 1, record["title"], "paragraph"
                yield dict(evidence_features(gone[:8])), 0, record["title"], "paragraph"


def _rows(name: str) -> list[dict[str, Any]]:
    return [row for _, row in read_lines(CASES / f"{name}.jsonl")]


def own_rows(settings: Settings) -> Iterable[Row]:
    """Yield our own cases, with what answers them present and withdrawn."""
    retriever = open_retriever(build_knowledge_base(settings))
    composer = ExtractiveComposer()

    def holds(case: Case, evidence: Sequence[Evidence]) -> int:
        draft = composer.compose(case.question, evidence)
        said = " ".join(s.text + " " + s.passage.caveat for s in draft.sentences) if draft else ""
        return int(not (case.vital_missing(said) or case.wrong_in(said)))

    for name in ("ciudadania", "funcionarios", "ejemplos"):
        for case in load_cases(name):
            if not case.expected_action.startswith("answer"):
                continue
            found = retriever.search(retriever.read(case.question), case.audience, TODAY, k=40)
            yield dict(evidence_features(found[:8])), holds(case, found[:8]), case.cluster_id, "own"
            gone = [e for e in found if case.vital_missing(f"{e.passage.text} {e.passage.caveat}")]
            if len(gone) > 8 and case.key_facts:
                yield (
                    dict(evidence_features(gone[:8])),
                    holds(case, gone[:8]),
                    case.cluster_id,
                    "own",
                )
    for case in [*load_cases("sin_respuesta"), *load_cases("encaminar")]:
        outside = case.suite == "router" and case.label in FOREIGN
        missing = case.suite == "abstention" and not {"answer", "answer_correcting"} & {
            case.expected_action,
            *case.also_ok,
        }
        if outside or missing:
            found = retriever.search(retriever.read(case.question), case.audience, TODAY)
            yield dict(evidence_features(found)), 0, case.cluster_id or case.id, "foreign"


def fit(rows: Sequence[Row], names: Sequence[str], strength: float) -> tuple[Fit, np.ndarray]:
    """Return the fit and, for each row, the chance that a fit without its cluster gives it."""
    features = np.array([[row[0][n] for n in names] for row in rows])
    answered = np.array([row[1] for row in rows])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=5000))
    chance = cross_val_predict(
        model,
        features,
        answered,
        groups=[row[2] for row in rows],
        cv=GroupKFold(5),
        method="predict_proba",
    )[:, 1]
    scaler, regression = model.fit(features, answered)
    fitted = Fit(
        features=tuple(names),
        means=tuple(map(float, scaler.mean_)),
        scales=tuple(map(float, scaler.scale_)),
        weights=tuple(map(float, regression.coef_[0])),
        bias=float(regression.intercept_[0]),
    )
    return fitted, chance


def main(strength: float = 1.0) -> None:
    """Fit, report, and write the calibration."""
    paragraphs, own = list(paragraph_rows()), list(own_rows(load_settings()))
    official, chance = fit(paragraphs, OFFICIAL, strength)
    say(
        f"oficial: n={len(paragraphs)} "
        f"AUROC={roc_auc_score([r[1] for r in paragraphs], chance):.4f}"
    )
    ours, chance = fit(own, OURS, strength)
    answered = np.array([row[1] for row in own])
    say(f"propia: n={len(own)} AUROC={roc_auc_score(answered, chance):.4f}")
    threshold, sure = (float(np.quantile(chance[answered == 1], q)) for q in (REFUSED, NEAREST))
    foreign = np.array([row[3] == "foreign" for row in own])
    for name, cut in (("umbral", threshold), ("seguro", sure)):
        say(
            f"{name} {cut:.3f}: pasa {(chance[answered == 1] >= cut).mean():.1%} de lo que se "
            "responde, "
            f"{(chance[foreign] >= cut).mean():.1%} de lo ajeno, "
            f"{(chance[(answered == 0) & ~foreign] >= cut).mean():.1%} de lo retirado"
        )
    calibration = Calibration(
        official=official,
        ours=ours,
        threshold=round(threshold, 3),
        sure=round(sure, 3),
        fitted_on=hashlib.sha256(
            b"".join((CASES / f"{name}.jsonl").read_bytes() for name in FILES)
        ).hexdigest()[:16],
    )
    CONFIDENCE_FILE.write_text(
        json.dumps(calibration.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    typer.run(main)
