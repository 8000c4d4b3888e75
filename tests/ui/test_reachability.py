# SPDX-License-Identifier: EUPL-1.2
"""What the system says of the network: a return is passed on, and that it is another."""

from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from welfaredesk.ui.reachability import Reachability


def test_only_a_network_that_is_back_is_told(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    reach, told = Reachability(parent), list[bool]()
    changed = list[bool]()
    reach.returned.connect(lambda: told.append(True))
    reach.changed.connect(lambda: changed.append(True))
    kinds = QNetworkInformation.Reachability
    reach.changed_to(kinds.Disconnected)
    reach.changed_to(kinds.Unknown)
    assert not told
    reach.changed_to(kinds.Local)
    reach.changed_to(kinds.Online)
    assert len(told) == 2
    assert len(changed) == 4
