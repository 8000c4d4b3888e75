# SPDX-License-Identifier: EUPL-1.2
"""Which records have a page of their own: from a search or a draft one goes there, and not to the plain form."""

from welfaredesk.ui.context import Ways
from welfaredesk.ui.screens.letter_card import new_letter

BY_ID = {
    "letter": "letter",
    "project": "project",
    "contract": "contract",
    "handover": "handover",
    "access_request": "access",
}
"""By type of record: the page that shows it."""
BY_ROOT = {"project_review": "project"}
"""By type of record: the page of the record whose folder it lives in."""


def own_page(ways: Ways, type_name: str, *, record: str, root: str = "") -> bool:
    """Go to the page of a record, and tell whether it has one."""
    if type_name == "urgency":
        ways.urgency.emit(record or root)
    elif type_name == "minutes" and record:
        ways.minutes.emit(record)
    elif type_name in BY_ID and record:
        ways.page.emit(BY_ID[type_name], record)
    elif type_name == "letter" and root:
        ways.page.emit("letter", new_letter(root))
    elif type_name in BY_ROOT and root:
        ways.page.emit(BY_ROOT[type_name], root)
    else:
        return False
    return True
