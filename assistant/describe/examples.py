"""Nearness to labelled sentences: what a text is like, for what the cues have no words for.

A ridge regression for each answer over the embeddings of `examples.yaml`: closed form, no
randomness, milliseconds. The weights for the bundled embedder are kept in `examples.npz`; with any
other embedder, or after an edit of the sentences, they are fitted again on first use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.embeddings import Embedder

EXAMPLES_FILE = Path(__file__).with_name("examples.yaml")
WEIGHTS_FILE = Path(__file__).with_name("examples.npz")

GAIN = 4.0
"""Points of evidence for each unit of score above the start."""

MOST = 2.0
"""Points that nearness gives at most: enough alone only when it is as near as can be."""

_PENALTY = 0.5
_BIAS = 0.3


class ExamplesError(Exception):
    """The examples cannot be used; raised when the file is wrong, saying where."""


class Group(BaseModel):
    """Sentences that settle the same facts and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    facts: dict[str, str]
    texts: tuple[str, ...]


class ExampleFile(BaseModel):
    """The labelled sentences and from which score each answer counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    starts: dict[str, float]
    groups: tuple[Group, ...]

    @property
    def texts(self) -> list[str]:
        """Every sentence, in order."""
        return [text for group in self.groups for text in group.texts]


@dataclass(frozen=True)
class Ridge:
    """The fitted weights: one row for each answer, one column for each dimension and the bias."""

    weights: NDArray[np.float32]
    mean: NDArray[np.float32]

    def scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the score of each text (row) for each answer (column)."""
        return np.asarray(_with_bias(vectors - self.mean) @ self.weights.T, np.float32)


@dataclass(frozen=True)
class Examples:
    """The labelled sentences, ready to compare a text with."""

    file: ExampleFile
    embedder: Embedder
    digest: str
    weights_file: Path = WEIGHTS_FILE

    def points(self, texts: list[str]) -> list[Mapping[str, float]]:
        """Return, for each text, the points that nearness gives each «question:answer»."""
        answers = list(self.file.starts)
        scores = self._ridge.scores(self.embedder.passages(texts))
        starts = np.array([self.file.starts[answer] for answer in answers], np.float32)
        points = np.clip((scores - starts) * GAIN, 0.0, MOST)
        return [dict(zip(answers, map(float, row), strict=True)) for row in points]

    @cached_property
    def _ridge(self) -> Ridge:
        return self._kept() or self.fit()

    def _kept(self) -> Ridge | None:
        """Return the kept weights when they are of these sentences and this embedder."""
        try:
            with np.load(self.weights_file, allow_pickle=False) as data:
                if [str(data["digest"]), str(data["embedder"])] == [
                    self.digest,
                    self.embedder.name,
                ]:
                    return Ridge(data["weights"], data["mean"])
        except (OSError, EOFError, BadZipFile, ValueError, KeyError):
            pass  # a missing or damaged file costs seconds, not answers
        return None

    def fit(self) -> Ridge:
        """Return the ridge fitted on the sentences; each side of an answer weighs the same."""
        vectors = self.embedder.passages(self.file.texts)
        mean = vectors.mean(axis=0)
        rows = _with_bias(vectors - mean).astype(np.float64)
        fitted = []
        for answer in self.file.starts:
            question, value = answer.split(":")
            is_so = np.array(
                [g.facts.get(question) == value for g in self.file.groups for _ in g.texts]
            )
            share = max(is_so.mean(), 1 / len(is_so))
            weight = np.where(is_so, 0.5 / share, 0.5 / max(1 - share, 1e-9))
            left = rows.T @ (rows * weight[:, None]) + _PENALTY * np.eye(rows.shape[1])
            fitted.append(np.linalg.solve(left, rows.T @ (weight * np.where(is_so, 1.0, -1.0))))
        return Ridge(np.array(fitted, np.float32), np.asarray(mean, np.float32))

    def keep(self) -> Path:
        """Fit and write the weights file; return it. Run after editing the sentences."""
        ridge = self.fit()
        np.savez_compressed(
            self.weights_file,
            weights=ridge.weights,
            mean=ridge.mean,
            digest=np.array(self.digest),
            embedder=np.array(self.embedder.name),
        )
        return self.weights_file


def _with_bias(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.hstack([vectors, np.full((len(vectors), 1), _BIAS, np.float32)])


def load_examples(embedder: Embedder, path: Path = EXAMPLES_FILE) -> Examples:
    """Return the labelled sentences in `path`, to be compared with `embedder`.

    Raises:
        ExamplesError: the file is wrong.
    """
    try:
        raw = path.read_bytes()
        file = ExampleFile.model_validate(yaml.safe_load(raw))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ExamplesError(f"{path.name}: {error}. Corrige la entrada indicada.") from error
    return Examples(file, embedder, hashlib.sha256(raw).hexdigest()[:16])
