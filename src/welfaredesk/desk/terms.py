# SPDX-License-Identifier: EUPL-1.2
"""The terms of law and service as they hold at this ente."""

from collections.abc import Sequence

from welfaredesk.base.ids import derived_id
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.parameters import Term
from welfaredesk.domain.terms_of_ente import in_force
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row


def terms_here(session: Session, shipped: Sequence[Term], *, database: Database | None = None) -> tuple[Term, ...]:
    """Return these terms: those that the ente wrote in its settings first, then those shipped."""
    identity = derived_id(session.identity.ente, "ente_settings")
    settings = read_row(database or session.vault.read(), type_named("ente_settings"), identity) or {}
    return in_force(shipped, settings.get("terms"))
