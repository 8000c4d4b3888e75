# SPDX-License-Identifier: EUPL-1.2
"""What stories may ask for: the program on a new ente."""

from pathlib import Path

import pytest

from tests.stories.program import Program, founded


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return the program on an ente of its own."""
    return founded(tmp_path)
