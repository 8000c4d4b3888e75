# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the exchange may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.desk.exchange.cutters import rounds
from tests.unit.desk.exchange.office import Office, office_in, staged
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk.session import Session


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """Return an office with a server and no desk."""
    with office_in(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
def pair(office: Office) -> tuple[Session, Session]:
    """Return a responsabile and an operator who have everything of each other."""
    staged(office, _two)
    first, second = office.desks
    return first, second


def _two(office: Office) -> str:
    first = office.found()
    office.attach(first)
    rounds(office, office.enrol(first), first)
    return ""
