import json
from typing import Any

import pytest

from governance.policy.load import VERSIONS, load_policy
from governance.policy.model import Policy

FREE_TEXT = {"text", "title", "name", "reason", "statement", "definition", "means", "source"}


def spoil(value: Any) -> bool:
    """Add one letter to the first free text under `value`; say whether there was one."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in FREE_TEXT and isinstance(item, str):
                value[key] = item + "x"
                return True
        return any(spoil(item) for item in value.values())
    return isinstance(value, list) and any(spoil(item) for item in value)


@pytest.mark.parametrize("field", list(Policy.model_fields))
def test_one_letter_more_in_any_file_changes_the_digest(policy: Policy, field: str) -> None:
    data = policy.model_dump(mode="json")
    assert spoil(data[field])
    assert Policy.model_validate_json(json.dumps(data)).digest != policy.digest


def test_the_same_data_have_the_same_digest(policy: Policy) -> None:
    again = load_policy(VERSIONS / "2025-10-06")
    assert again.digest == policy.digest
    assert len(policy.digest) == 64
    data = policy.model_dump(mode="json")
    backwards = json.dumps(dict(reversed(data.items())))
    assert Policy.model_validate_json(backwards).digest == policy.digest


def test_a_changed_copy_does_not_keep_the_digest_of_the_original(policy: Policy) -> None:
    assert policy.digest
    assert policy.model_copy(update={"rules": policy.rules[:-1]}).digest != policy.digest
