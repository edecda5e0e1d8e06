"""Does everything that the policy commands have something that applies it?"""

from __future__ import annotations

from governance.policy.ids import citations
from governance.policy.model import Policy


def uncovered(policy: Policy) -> tuple[str, ...]:
    """Return the articles that state a rule and that no piece applies; none when all is covered.

    Showing an article (a question, a role, an example, a doubt) is not applying it: only what
    decides, demands, forbids, bounds or counts time does.
    """
    pieces = (
        policy.scope,
        policy.prohibitions,
        policy.rules,
        policy.conditions,
        policy.obligations,
        policy.checklist,
        policy.deadlines,
    )
    applied = {article for piece in pieces for _, article in citations(piece)}
    return tuple(item.id for item in policy.articles if item.states_rule and item.id not in applied)
