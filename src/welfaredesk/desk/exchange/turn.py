# SPDX-License-Identifier: EUPL-1.2
"""The requests of a round, one after the other: what each asks and pushes follows from how the last one ended."""

from collections import Counter

from welfaredesk.base.exchange_errors import OtherServer, ServerRefuses
from welfaredesk.base.ids import spelled
from welfaredesk.base.log import note
from welfaredesk.base.release import version
from welfaredesk.desk import cutting, organico, riscontro
from welfaredesk.desk.exchange import lawful, notes, renewal, reopening, repair, settling, unbundling
from welfaredesk.desk.exchange.arriving import Arriving
from welfaredesk.desk.exchange.leaving import Leaving, Push
from welfaredesk.desk.exchange.place import ServerPlace
from welfaredesk.desk.exchange.repair import Wanted
from welfaredesk.desk.exchange.talk import CHALLENGE_NOTE, Reply, Signer, Talk, joined, signer_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster
from welfaredesk.store import desk_notes, standing
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cursor, file_queue, scope
from welfaredesk.sync.line import Line
from welfaredesk.sync.wire import FORMAT, Ask, Code, Fresh

MOST_REQUESTS = 2_000
MOST_FRUITLESS = 6
"""Requests in a row that change nothing, after which a round ends: the next one goes on."""
FILLS_OF_FOLDER = 2


class Turns:
    """One round: `run` it once."""

    def __init__(self, session: Session, line: Line, *, place: ServerPlace) -> None:
        """Prepare a round over a line."""
        self.talk = Talk(session, line, place=place)
        self.sent = 0
        self.received = 0
        self.apart = b""
        """What names the work of others that the server keeps apart, as the last reply said."""
        self._session = session
        self._wanted = Wanted()
        self._filled: Counter[str] = Counter()
        self._left_out: set[bytes] = set()
        self._settling = settling.Settling(session)
        self._going = True
        self._was_silent = False
        self._said = False
        self._roster: Roster | None = None

    def run(self) -> None:
        """Ask until nothing is left to ask.

        Raises:
            LineBroken: when the line breaks; DeskRevoked, ServerRefuses, OtherServer as the server answers.
        """
        fruitless = 0
        lawful.clean(self._session)
        reopening.open_again(self._session, self._session.read_roster())
        for _ in range(MOST_REQUESTS):
            before = self._state()
            self._one()
            if not self._going:
                break
            fruitless = fruitless + 1 if self._state() == before else 0
            if fruitless >= MOST_FRUITLESS:
                note("round-fruitless", requests=fruitless)
                break
        lawful.clean(self._session)

    def _state(self) -> tuple[object, ...]:
        database = self._session.vault.read()
        here = cursor.cursor(database)
        return (here, standing.count_unsent(database), tuple(scope.not_whole(database)), notes.first_filling(database))

    def _one(self) -> None:
        """Do one request with all that follows from it."""
        signer = renewal.signer(self._session) or signer_of(self._session)
        renewing = signer.desk != self._session.identity.desk
        self._unbundle()
        push, ask = self._prepared(renewing=renewing)
        try:
            reply = self.talk.ask(ask, push.frames, signer=signer)
        except ServerRefuses:
            if self.talk.refused != Code.UNKNOWN or not renewal.is_unknown(self._session):
                raise
            self._going = True
            return
        if reply.head.mismatch or reply.head.match is not None:
            self._back(reply)
            return
        self.apart = reply.head.apart
        self._said = False
        left = self._take(reply, ask, signer=signer)
        self._session.vault.write(lambda database: self._ended(database, ask, left=left))
        again = self._settling.settle(push, reply.refused, renewing=renewing, head=reply.head.position)
        self._left_out |= again.left_out
        if renewal.is_due(self._session):
            # What the other copy sent is looked at first: what both had must not be numbered anew.
            if all(one in ask.fetch for one in notes.to_fetch(self._session.vault.read())):
                renewal.renew(self._session)
            self._going = True
            return
        made = 0 if renewing else self._session.vault.write(self._made)
        repaired = repair.after(
            self._session, reply, ask, wanted=self._wanted, asked=self._filled, most=FILLS_OF_FOLDER
        )
        more = reply.end is not None and reply.end.more
        self._going = bool(more or push.more or again.push or made or repaired or renewing or self._was_silent)
        self._going |= self._said
        if not self._going:
            self._session.vault.write(lambda database: self._complete(database, reply))

    def _made(self, database: Database) -> int:
        """Make what follows from what came: next epochs of groups, answers to the questions of colleagues."""
        turned = organico.turn_epochs(self._session, database)
        return turned + riscontro.answer_due(self._session, database) + cutting.say_due(self._session, database)

    def _prepared(self, *, renewing: bool) -> tuple[Push, Ask]:
        """Return what to push and what to ask; what is made for it is kept before it leaves."""

        def work(database: Database) -> tuple[Push, Ask]:
            first = notes.first_filling(database)
            uncertain = notes.is_uncertain(database)
            cloned = notes.is_cloned(database)
            silent = bool(self._wanted.checkpoints) or cloned or (uncertain and not renewing) or first is not None
            self._was_silent = silent
            push = Push()
            if renewing:
                push = renewal.push(database)
            elif not silent:
                push = Leaving(
                    self._session, database, roster=self._session.read_roster(database), kept=self._left_out
                ).gather()
            if push.items:
                notes.put_uncertain(database, uncertain=True)
            return push, self._ask(database, first)

        return self._session.vault.write(work)

    def _unbundle(self) -> None:
        """Take the bundles that were chosen for a fresh desk, before it asks for what they do not hold."""
        if notes.first_filling(self._session.vault.read()) is not None:
            self.received += unbundling.take(self._session, self.talk, self._placed())

    def _placed(self) -> Roster:
        """Return the roster of the statements that have a position, read once in a round."""
        if self._roster is None:
            self._roster = self._session.read_placed()
        return self._roster

    def _ask(self, database: Database, first: notes.FirstFilling | None) -> Ask:
        here = cursor.cursor(database)
        fills = []
        # A fresh desk is first told which bundles wait: the reply is to end behind the statements.
        brief = first is not None and unbundling.chosen(database) is None
        if first is None:
            fills = repair.fills(database, self._filled, wanted=self._wanted, most=FILLS_OF_FOLDER)
        return Ask(
            FORMAT,
            here.position,
            here.h,
            version(),
            standing.count_unsent(database),
            checkpoints=self._wanted.checkpoints,
            fresh=None if first is None else Fresh(first.upto, first.before, unbundling.covered(database)),
            fills=fills,
            fetch=notes.to_fetch(database),
            want_sum=True,
            want_scope=self._wanted.scope,
            limit=1 if brief else 0,
        )

    def _back(self, reply: Reply) -> None:
        """Go back to where desk and server agree, after the server has said where that is."""
        for _ in reply.batches():
            raise OtherServer()
        match = reply.head.match

        def work(database: Database) -> None:
            if match is None:
                points = [*cursor.checkpoints(database), (0, cursor.START.h)]
                self._wanted.checkpoints = [(position, h) for position, h in dict(points).items()]
                return
            if not any(match == position for position, _ in self._wanted.checkpoints):
                raise OtherServer()
            self._wanted.checkpoints = []
            cursor.forget_above(database, match)
            # What had no copy has no receipt either: every file is asked about again.
            file_queue.forget_receipts(database)
            notes.put_uncertain(database, uncertain=True)
            note("went-back", position=match)

        if match is None and self._wanted.checkpoints:
            raise OtherServer()
        self._session.vault.write(work)
        self._roster = None
        self._going = True

    def _take(self, reply: Reply, ask: Ask, *, signer: Signer) -> set[bytes]:
        """Apply the batches of a reply; return the parcels to be fetched again under another identity."""
        filling = frozenset(spelled(fill.folder) for fill in ask.fills)
        if ask.fresh is not None:
            upto = ask.fresh.upto or reply.head.position
            self._session.vault.write(lambda database: notes.fresh_upto(database, upto))
        arriving = Arriving(
            self._session, self._placed(), desk=signer.desk, fresh=ask.fresh is not None, filling=filling
        )
        left: set[bytes] = set()
        for batch in joined(reply.batches(), self._session.clock):
            taken = arriving.take(batch)
            self.sent += taken.sent
            self.received += taken.received
            left |= taken.left
            self._said |= taken.said
            self._roster = arriving.roster
        if ask.fresh is not None and unbundling.chosen(self._session.vault.read()) is None:
            offered = reply.head.bundles if not ask.fresh.before else []
            self._session.vault.write(lambda database: unbundling.choose(database, offered))
        if ask.fresh is not None and reply.end is not None and not reply.end.more:
            self._session.vault.write(notes.begin)
            self._was_silent = True
        return left

    def _ended(self, database: Database, ask: Ask, *, left: set[bytes]) -> None:
        """Keep what a reply that came whole leaves behind."""
        notes.fetched(database, [one for one in ask.fetch if not any(id_.startswith(one) for id_ in left)])
        notes.put_uncertain(database, uncertain=False)
        desk_notes.put(database, CHALLENGE_NOTE, self.talk.challenge)
        lawful.name_withheld(database, self._placed())
        settling.forget_gone(self._session, database)

    def _complete(self, database: Database, reply: Reply) -> None:
        end = reply.end
        notes.ended(database, self._session.clock.now(), sum_=b"" if end is None else end.sum)
