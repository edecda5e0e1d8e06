"""Where the gold text is among what the search found. Definitions: Manning et al., IIR, ch. 8."""

from __future__ import annotations

import math
from collections.abc import Iterator

from evals.running.observation import Observation
from evals.scorers.score import Context, Score, share
from evals.suites.case import Case


def ranking(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield hit@1, hit@5, recall@5, MRR@10 and nDCG@10; relevance is binary, by gold span."""
    shelf = context.shelf
    relevant = [
        any(shelf.covers(found.passage_id, span) for span in case.gold_spans)
        for found in seen.found
    ]
    first = relevant.index(True) + 1 if any(relevant) else 0
    where = f"salió en el lugar {first}" if first else "no salió entre los primeros"
    yield share("hit_1", first == 1, where)
    yield share("hit_5", 0 < first <= 5, where)
    covered = sum(
        any(shelf.covers(found.passage_id, span) for found in seen.found[:5])
        for span in case.gold_spans
    )
    yield Score(metric="recall_5", value=covered / len(case.gold_spans), reason=where)
    yield Score(metric="mrr_10", value=1 / first if 0 < first <= 10 else 0.0, reason=where)
    gain = sum(1 / math.log2(n + 2) for n, is_relevant in enumerate(relevant[:10]) if is_relevant)
    total = sum(
        any(shelf.covers(passage, span) for span in case.gold_spans) for passage in shelf.passages
    )
    ideal = sum(1 / math.log2(n + 2) for n in range(min(total, 10)))
    yield (
        Score(metric="ndcg_10", value=gain / ideal, reason=where)
        if ideal
        else Score(metric="ndcg_10", value=None, reason="ninguna sección contiene la referencia")
    )
