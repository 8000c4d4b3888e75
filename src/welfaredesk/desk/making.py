# SPDX-License-Identifier: EUPL-1.2
"""A paper being made away from the screen: how far it is, and whether whoever asked for it gave it up."""

from dataclasses import dataclass

from welfaredesk.base.access_errors import PaperStopped


@dataclass(slots=True)
class Making:
    """How many of its parts are ready; the screen reads it, and stops it, from its own thread."""

    ready: int = 0
    parts: int = 0
    stopped: bool = False

    def begin(self, parts: int) -> None:
        """Begin with that many parts."""
        self.ready, self.parts = 0, parts

    def step(self, parts: int = 1) -> None:
        """Go on, some parts further.

        Raises:
            PaperStopped: when it was given up.
        """
        if self.stopped:
            raise PaperStopped()
        self.ready += parts
