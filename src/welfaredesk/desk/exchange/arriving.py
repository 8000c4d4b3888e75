# SPDX-License-Identifier: EUPL-1.2
"""What arrives: each batch verified whole, then applied with the cursor in one transaction, or not at all."""

from welfaredesk.base.cycles import uncollected
from welfaredesk.base.exchange_errors import OtherServer
from welfaredesk.desk.exchange.stepping import Names, Step, Taken
from welfaredesk.desk.exchange.talk import Batch
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster
from welfaredesk.store.exchange.cursor import TwoHistories
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.interning import Incoming
from welfaredesk.sync.line import LineBroken
from welfaredesk.sync.wire import Filled, GrantAt, ParcelAt


class Arriving:
    """Takes the batches of one reply, in their order."""

    def __init__(self, session: Session, roster: Roster, *, desk: str, fresh: bool, filling: frozenset[str]) -> None:
        """Begin with the roster of the placed statements; `desk` signed in, `filling` are the folders asked for."""
        self._session = session
        self.roster = roster
        self._desk = desk
        self._fresh = fresh
        self._filling = filling
        self._names = Incoming()

    def take(self, batch: Batch) -> Taken:
        """Apply a batch; nothing of it stays when this raises.

        Raises:
            OtherServer: when it holds what no honest server hands down.
            LineBroken: when its parcels cannot be told apart.
        """
        try:
            named = self._named(batch)
        except WireBroken as error:
            raise LineBroken() from error
        step = Step(
            self._session, self.roster.copy(), desk=self._desk, named=named, fresh=self._fresh, filling=self._filling
        )
        try:
            with uncollected():
                taken = self._session.vault.write(lambda database: step.run(database, batch))
        except TwoHistories as error:
            raise OtherServer() from error
        self.roster = step.roster
        if step.roster_moved:
            self._session.read_roster()
        if taken.touched:
            self._session.tell(*taken.touched)
        return taken

    def _named(self, batch: Batch) -> Names:
        """Resolve what a batch names by numbers, which go on through the whole reply.

        Raises:
            WireBroken: when a number was given to nothing.
        """
        named = Names({}, {})
        for _, one in batch.events:
            if isinstance(one, GrantAt):
                self._names.learn(folder for folder, _ in one.grant.folders)
            elif isinstance(one, ParcelAt):
                named.parcels[id(one)] = self._names.name(one.parcel)
            elif isinstance(one, Filled):
                named.filled[id(one)] = self._names.folder(one.folder)
        return named
