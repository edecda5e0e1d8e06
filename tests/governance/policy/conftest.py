from pathlib import Path

import pytest

from governance.policy.load import VERSIONS, load_policy
from governance.policy.model import Policy


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The first version of the policy, as it is in the repository."""
    return load_policy(VERSIONS / "2025-10-06")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the first version, to be spoiled."""
    copy = tmp_path / "2025-10-06"
    copy.mkdir()
    for path in (VERSIONS / "2025-10-06").iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    return copy
