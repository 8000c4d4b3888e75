# SPDX-License-Identifier: EUPL-1.2
"""What the technician fixed for this PC, on a form: the value stands there and cannot be changed."""

from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.policy import Policy

FIXED = N_("Fissato dal tecnico per questo PC.")


def fix_server(policy: Policy, *, address: QLineEdit, fingerprint: QLineEdit) -> None:
    """Fill in what is fixed of a server, and leave the rest to whoever types."""
    for line, value in ((address, policy.server), (fingerprint, policy.fingerprint)):
        if value:
            line.setText(value)
            line.setCursorPosition(0)
            line.setEnabled(False)


def help_of(value: str, otherwise: str) -> str:
    """Return the help of a field: that its value is fixed, or what to type."""
    return tr(FIXED) if value else tr(otherwise)
