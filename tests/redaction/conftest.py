"""One redactor for all tests of redaction: building it takes a second and a half."""

from __future__ import annotations

import pytest

from assistant.redaction import Redactor, build_redactor


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return build_redactor()
