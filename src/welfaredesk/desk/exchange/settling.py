# SPDX-License-Identifier: EUPL-1.2
"""What the server refused: made anew where that helps, else kept with its reason; other folders' queues go on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from welfaredesk.base.log import note
from welfaredesk.desk import organico
from welfaredesk.desk.exchange import notes, renewal
from welfaredesk.desk.exchange.leaving import Push, Pushed
from welfaredesk.desk.session import Session
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import displacing, items, outgoing, rounds, scope
from welfaredesk.store.exchange.kept import own_names
from welfaredesk.store.exchange.saying_again import Speaker
from welfaredesk.sync.wire import Code, FrameKind, Refused

LATER = frozenset({Code.BUSY, Code.RATE})
"""The server takes it another time: it waits."""
AFTER_OTHERS = frozenset({Code.GAP, Code.PREVIOUS, Code.SIGNATURE, Code.N_TAKEN})
"""What follows a refused parcel of its folder is refused for that alone."""
ANEW = frozenset({Code.KEY, Code.LAST})
"""A parcel made anew may be taken: its folder's key has turned, or the server went back."""
TRIES = 2


@dataclass(slots=True)
class Again:
    """What a round does next: push once more, under another identity, without some items."""

    push: bool = False
    identity: bool = False
    left_out: set[bytes] = field(default_factory=set)


class Settling:
    """Settles the refusals of one round."""

    def __init__(self, session: Session) -> None:
        """Begin a round."""
        self._session = session
        self._tries: Counter[str] = Counter()

    def settle(self, push: Push, refused: Sequence[Refused], *, renewing: bool, head: int) -> Again:
        """Take the refusals of a request whose reply came whole, up to `head`."""
        codes = {push.items[one.index].id: one.code for one in refused if 0 <= one.index < len(push.items)}
        again = Again()
        stale = self._statements(push, codes, again, renewing=renewing)

        def work(database: Database) -> frozenset[str]:
            self._rest(database, push, codes, again=again, stale=stale, head=head)
            renamed = {line.former for line in self._session.read_roster(database).desks.values() if line.former}
            own = Speaker(self._session.identity.desk, self._session.author, self._session.ids)
            return displacing.come_again(database, own=own, renamed=renamed)

        if touched := self._session.vault.write(work):
            self._session.tell(*touched)
            again.push = True
        return again

    def _statements(self, push: Push, codes: dict[bytes, str], again: Again, *, renewing: bool) -> bool:
        """Say what stood on an old head again; forget what the roster does not take. Tell whether any was refused."""
        said = [one for one in push.items if one.kind is FrameKind.STATEMENT and one.id in codes]
        if not said:
            return False
        if renewing:
            renewal.say_again(self._session)
        elif any(codes[one.id] == Code.STALE_HEAD for one in said) and self._may("statements", most=6):
            organico.remake(self._session)
        else:
            self._session.vault.write(lambda database: self._drop_statements(database, said, codes))
            self._session.read_roster()
        again.push = True
        return True

    def _drop_statements(self, database: Database, said: Sequence[Pushed], codes: dict[bytes, str]) -> None:
        for one in said:
            items.drop_statement(database, one.id)
            notes.keep_refused_item(database, str(one.kind.name).lower(), code=codes[one.id])

    def _may(self, what: str, *, most: int = TRIES) -> bool:
        self._tries[what] += 1
        return self._tries[what] <= most

    def _rest(
        self, database: Database, push: Push, codes: dict[bytes, str], *, again: Again, stale: bool, head: int
    ) -> None:
        held: set[tuple[str, str]] = set()
        for one in push.items:
            code = codes.get(one.id)
            if one.kind is FrameKind.PARCEL:
                self._parcel(database, one, code, again=again, stale=stale, held=held)
            elif one.kind is FrameKind.STATEMENT:
                continue
            elif code is None:
                # The receipt of a letter comes only to whoever reads the group it went to.
                rounds.item_left(database, one.id, head)
            else:
                self._item(database, one, code, again=again, stale=stale)

    def _item(self, database: Database, one: Pushed, code: str, *, again: Again, stale: bool) -> None:
        if code in LATER:
            again.left_out.add(one.id)
        elif stale:
            again.push = True
        elif one.kind is FrameKind.GRANT and self._may("grant"):
            items.drop_item(database, one.id)
            again.push = True
        else:
            items.refuse_item(database, one.id, code)
            notes.keep_refused_item(database, str(one.kind.name).lower(), code=code)

    def _parcel(
        self,
        database: Database,
        one: Pushed,
        code: str | None,
        *,
        again: Again,
        stale: bool,
        held: set[tuple[str, str]],
    ) -> None:
        if code is None:
            if rounds.is_forwarded(database, one.id):
                rounds.drop_forwarded(database, one.id)
            return
        if rounds.is_placed(database, one.id):
            return
        own, former = one.desk == self._session.identity.desk, one.desk in own_names(database)[1:]
        place = (one.folder, one.desk)
        if rounds.is_forwarded(database, one.id):
            note("forwarded-refused", k=0)
            rounds.drop_forwarded(database, one.id)
            notes.keep_refused_item(database, "rescue", code=code)
        elif code in LATER:
            again.left_out.add(one.id)
        elif place in held and code in AFTER_OTHERS and (own or former):
            outgoing.retry(database, one.id)
        elif code == Code.N_TAKEN and own:
            notes.put_cloned(database, cloned=True)
            again.identity = True
        elif self._is_made_anew(code, own=own, former=former, stale=stale) and self._may(one.folder):
            held.add(place)
            outgoing.retry(database, one.id)
            again.push = True
        else:
            held.add(place)
            outgoing.refuse(database, one.id, code)

    def _is_made_anew(self, code: str, *, own: bool, former: bool, stale: bool) -> bool:
        """Tell whether this desk seals again what was refused: under a name that it had, nobody else does.

        There the number may be one that another life of it has used since the server was put back.
        """
        return ((own or former) and (code in ANEW or stale)) or (former and code == Code.N_TAKEN)


def forget_gone(session: Session, database: Database) -> frozenset[str]:
    """Let go the folders that were taken back, now that nothing of this desk waits in them any more."""
    waiting = notes.gone(database)
    left: list[str] = []
    touched: set[str] = set()
    groups = session.read_roster(database).groups_of(session.identity.operator)
    for folder in waiting:
        if not rounds.groups_holding(database, folder).isdisjoint(groups):
            continue
        try:
            touched |= scope.drop_folder(database, folder)
        except scope.WorkLeft:
            left.append(folder)
    if left != waiting:
        notes.put_gone(database, left)
    return frozenset(touched)
