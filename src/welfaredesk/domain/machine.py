# SPDX-License-Identifier: EUPL-1.2
"""A state machine as a table: every state and every action have an answer, where it leads or why not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from welfaredesk.base.text import N_
from welfaredesk.domain.access import Deed
from welfaredesk.domain.kinds import Values

STRANGE_STATE = N_("Lo stato di questa scheda non è tra quelli che il programma conosce")


@dataclass(frozen=True, slots=True)
class Ask:
    """A field that an act asks for.

    `fills` is what it starts with: `today`, `now`, `kept` (what stands), `first` (what stands, else today), `rule`
    (what the desk works out for this act), or nothing.
    """

    field: str
    required: bool = False
    fills: str = ""


@dataclass(frozen=True, slots=True)
class Go:
    """The answer of a table that lets an action be done: the state it leads to."""

    to: str


@dataclass(frozen=True, slots=True)
class No:
    """The answer of a table that refuses an action, with the reason in Italian."""

    why: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What else stands in a record that an act may not be done on, whatever the state of its machine.

    `why` gives the reason, nothing where nothing bars it. The fold asks it too, of whatever another program wrote.
    `when` says it in the data dictionary.
    """

    when: str
    why: Callable[[Values], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that may be done to a record, from which states, by whom, and what it asks and writes.

    `moves` goes from state to state and `refusals` from state to reason: together they name every state once. `sets`
    goes from field to what is written there: `=code`, `@field` (what stands in a field, or whoever acts when nothing
    does), `@` alone (whoever acts), `+` (one more than the number that stands), or nothing to empty it. `only` names
    the field of the one operator who may, when it says one. `freezes` keeps in the act a copy of what was on the
    screen. `makes` is the link to a record that it opens besides. `may_set` goes from a field that it may write to the
    one in which that very operator stands, where until now whoever stands in `instead` did. `bar` is what else in the
    record must not stand.
    """

    name: str
    label: str
    deed: Deed
    moves: Mapping[str, str]
    refusals: Mapping[str, str]
    asks: tuple[Ask, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)
    only: str = ""
    freezes: bool = False
    makes: str = ""
    may_set: Mapping[str, str] = field(default_factory=dict)
    instead: str = ""
    bar: Bar | None = None
    icon: str = "check"
    key: str = ""

    def barred(self, values: Values) -> str:
        """Return what else stands in a record that it may not be done on, nothing where it may."""
        return "" if self.bar is None else self.bar.why(values)


def says_none(_values: Values) -> str:
    """Return no state: what a record that says none is in, when its machine does not know better."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The states of one field of a record type, and what may be done in each.

    `start` gives the state of a record that says none, and `opening` the one that a new record is written with whose
    field fills itself so, from what it says at its beginning. In the states of `ends` the record is closed: other
    machines of the type stand still, for the reason `ended`, and a save that had not seen the closing waits whole.
    `since` and `until` are the `rules` of the entries that it judges, and `table` the table of access by which it does.
    Acts alone write the state, the fields by which an action says who may (`only`), and `guards`; and `kept`, once they
    say something. In the states of `seals`, ends all of them, nothing in the record changes any more.

    One that is `beyond` has no end and goes on when the record is closed and sealed: what is its own is changed by its
    acts alone, which write nothing else.
    """

    field: str
    states: tuple[str, ...]
    actions: tuple[Action, ...]
    start: Callable[[Values], str] = says_none
    opening: Callable[[Values], str] = says_none
    ends: frozenset[str] = frozenset()
    ended: str = ""
    since: int = 2
    until: int | None = None
    table: int = 1
    guards: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    seals: frozenset[str] = frozenset()
    beyond: bool = False

    def __post_init__(self) -> None:
        """Stop a declaration that leaves a pair of state and action without an answer."""
        states = set(self.states)
        for action in self.actions:
            both = sorted([*action.moves, *action.refusals])
            if both != sorted(states) or not states.issuperset(action.moves.values()):
                raise TypeError(f"{self.field}: {action.name} does not answer every state once")
        if not self.seals <= self.ends <= states or (self.ends and not self.ended):
            raise TypeError(f"{self.field}: an end is no state, or has no reason")
        if self.beyond and self.ends:
            raise TypeError(f"{self.field}: what goes on beyond the end has no end")

    @property
    def guarded(self) -> frozenset[str]:
        """Return the fields that acts alone write, whatever they say."""
        return self.guards | {self.field} | {action.only for action in self.actions if action.only}

    @property
    def own(self) -> frozenset[str]:
        """Return the fields of which the machine or one of its actions speaks."""
        asked = {ask.field for action in self.actions for ask in action.asks}
        return self.guarded.union(asked, *(action.sets.keys() | action.may_set.keys() for action in self.actions))

    def state_of(self, values: Values) -> str:
        """Return the state that a record is in."""
        return str(values.get(self.field) or self.start(values))

    def answer(self, action: Action, state: str) -> Go | No:
        """Return where an action leads from a state, or why it may not be done there."""
        if state in action.moves:
            return Go(action.moves[state])
        return No(action.refusals.get(state, STRANGE_STATE))

    def judges(self, rules: int) -> bool:
        """Tell whether entries written by these rules are judged by this machine."""
        return self.since <= rules and (self.until is None or rules < self.until)


def by_older_rules(
    machine: Machine, *, since: int, until: int, bars: Mapping[str, Bar] = MappingProxyType({})
) -> Machine:
    """Return a machine as it judges entries of older rules, by which these acts alone were barred, and by these."""
    actions = tuple(replace(action, bar=bars.get(action.name)) for action in machine.actions)
    return replace(machine, since=since, until=until, actions=actions)


def pairs(machine: Machine) -> Iterator[tuple[str, Action]]:
    """Give every state with every action of a machine."""
    for state in machine.states:
        for action in machine.actions:
            yield state, action
