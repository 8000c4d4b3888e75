# SPDX-License-Identifier: EUPL-1.2
"""What the system says of the network: only that it came back, so that the exchange need not wait for its timer."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class Reachability(QObject):
    """`returned` is emitted when the system finds a network again; where it cannot tell, never."""

    returned = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            QNetworkInformation.instance().reachabilityChanged.connect(self.changed_to)

    def changed_to(self, reach: QNetworkInformation.Reachability) -> None:
        """Hear how far the network reaches now."""
        if reach not in (
            QNetworkInformation.Reachability.Disconnected,
            QNetworkInformation.Reachability.Unknown,
        ):
            self.returned.emit()
