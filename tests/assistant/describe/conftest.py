"""The policy in force and a describer that needs no model."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.describe import Describer
from governance.policy.load import policy_on
from governance.policy.model import Policy
from tests.fakes import HashEmbedder


@pytest.fixture(scope="session")
def policy() -> Policy:
    return policy_on(date(2026, 11, 21))


@pytest.fixture(scope="session")
def near_describer(policy: Policy) -> Describer:
    """One that also compares with the labelled sentences, with an embedder that needs no model."""
    return Describer(policy, HashEmbedder(dimensions=64))


@pytest.fixture(scope="session")
def describer(policy: Policy) -> Describer:
    return Describer(policy)
