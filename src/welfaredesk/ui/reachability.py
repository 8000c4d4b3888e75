# SPDX-License-Identifier: EUPL-1.2
"""What the system says of the network: that it is another one, or came back, so that the exchange need not wait."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class Reachability(QObject):
    """`returned` is emitted when the system finds a network again, `changed` also when it is lost or another."""

    returned = Signal()
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            network = QNetworkInformation.instance()
            network.reachabilityChanged.connect(self.changed_to)
            network.transportMediumChanged.connect(self.changed)

    def changed_to(self, reach: QNetworkInformation.Reachability) -> None:
        """Hear how far the network reaches now."""
        self.changed.emit()
        if reach not in (
            QNetworkInformation.Reachability.Disconnected,
            QNetworkInformation.Reachability.Unknown,
        ):
            self.returned.emit()
