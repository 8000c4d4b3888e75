# SPDX-License-Identifier: EUPL-1.2
"""Who and what the tests of the passaggio di consegne begin with."""

import pytest

from tests.unit.desk.handover.made import Case, case_of, colleague
from welfaredesk.desk.session import Session


@pytest.fixture
def neri(session: Session) -> str:
    """Return a colleague who has no desk."""
    return colleague(session)


@pytest.fixture
def case(session: Session, neri: str) -> Case:
    """Return a cartella with what she holds in it."""
    return case_of(session, neri)


@pytest.fixture
def me(session: Session) -> str:
    """Return who works at this desk."""
    return session.identity.operator
