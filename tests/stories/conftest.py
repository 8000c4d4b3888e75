# SPDX-License-Identifier: EUPL-1.2
"""What stories may ask for: the program on a new ente."""

from pathlib import Path

import pytest

from tests.stories.inside import Inside
from tests.stories.program import Program, founded


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return the program on an ente of its own."""
    return founded(tmp_path)


@pytest.fixture
def inside(program: Program) -> Program:
    """Return the program on an ente of its own, its commands run in this process."""
    return Inside(program.folder)
