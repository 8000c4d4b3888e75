# SPDX-License-Identifier: EUPL-1.2
"""The words of «Da decidere»: the sentence of a clash, its three sides, the marks, and what each key does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.clock import Moment, today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.clash_words import SOMEBODY, may_keep, plain_name, sentence
from welfaredesk.desk.clashes import ClashLine
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.periods import moment_words
from welfaredesk.domain.settling import Keep
from welfaredesk.domain.text_merge import words_changed
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.clash_card import EMPTY, ClashShown, ClashSide
from welfaredesk.ui.parts.marked_text import Mark, Stretch
from welfaredesk.ui.said import value_words

BEFORE, HIS, MINE = N_("Prima"), N_("Suo"), N_("Tuo")
STANDS, WAITS, IS_HIDDEN = N_("Vale adesso"), N_("In attesa"), N_("Nascosta")
KEEP_HIS, KEEP_MINE, KEEP_BOTH = N_("Tieni il suo"), N_("Tieni il tuo"), N_("Tieni entrambi")
KEEP_OF = N_("Tieni quello di {who}")
LEAVE, TAKE, NOTE = N_("Lascia com'è"), N_("Mettilo nella scheda"), N_("Nota di rettifica")
KEPT = {
    Keep.THEIRS: N_("Resta quello che vale adesso: «{field}», {about}."),
    Keep.MINE: N_("Vale quello che era in attesa: «{field}», {about}."),
    Keep.BOTH: N_("Tenuti entrambi: «{field}», {about}."),
}
NOTED = N_("Diventa una nota di rettifica: {about}.")
ASKED = N_("si chiede a {who}")
LEFT_OUT = " […] "
_LONGEST_SAME, _SHOWN_SAME = 260, 90


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided at once: one field, or all the fields of an entry that waits whole."""

    lines: tuple[ClashLine, ...]

    @property
    def line(self) -> ClashLine:
        """Return the line that stands for all."""
        return self.lines[0]

    @property
    def field(self) -> str:
        """Return what the fields are called."""
        return ", ".join(line.label for line in self.lines)

    @property
    def about(self) -> str:
        """Return whose it is, else the title of the record."""
        return self.line.whose or self.line.title or tr(self.line.type.label)


def decisions(lines: Iterable[ClashLine]) -> list[Decision]:
    """Return what there is to decide: the lines of an entry that waits whole are one."""
    found: dict[str, list[ClashLine]] = {}
    for line in lines:
        found.setdefault(line.entry if line.whole else line.id, []).append(line)
    return [Decision(tuple(some)) for some in found.values()]


def shown(context: Context, decision: Decision, *, whole_text: bool = False) -> ClashShown:
    """Return the card of a decision."""
    line, me = decision.line, context.session.identity.operator
    now = today(context.clock)
    texts = {name: _words(context, decision, name) for name in ("before", "theirs", "mine")}
    marked = marks(texts["before"], texts["theirs"], mine=texts["mine"])
    if not whole_text:
        marked = tuple(shortened(one) for one in marked)
    before, theirs, mine = marked
    by, author = plain_name(line.by_name), plain_name(line.author_name)
    sides = (
        ClashSide(title=tr(BEFORE), words=before),
        ClashSide(
            title=f"1  {_head(line.by, by, me=me, other=line.author)}",
            said=_said(by, line.when, now),
            words=theirs,
            chip=ChipMark(tr(IS_HIDDEN), "eye-off") if line.retired else ChipMark(tr(STANDS), "check", "done"),
        ),
        ClashSide(
            title=f"2  {_head(line.author, author, me=me, other=line.by, waits=True)}",
            said=_said(author, line.written, now),
            words=mine,
            chip=ChipMark(tr(WAITS), "hourglass", "attention"),
        ),
    )
    title = line.title if line.title != line.whose else ""
    more = [tr(line.type.label), title]
    if line.asked != me:
        more.append(tr(ASKED).format(who=plain_name(line.asked_name) or tr(SOMEBODY)))
    return ClashShown(
        sentence=sentence(decision.lines, me=me),
        about=decision.about,
        more=" · ".join(part for part in more if part),
        sides=sides,
    )


def _head(who: str, name: str, *, me: str, other: str, waits: bool = False) -> str:
    if who == me and (other != me or waits):
        return tr(MINE)
    if other == me:
        return tr(HIS)
    return name or tr(SOMEBODY)


def _said(name: str, when: Moment, now: date) -> str:
    return " · ".join(part for part in (name, moment_words(when.local(), now)) if part)


def _words(context: Context, decision: Decision, name: str) -> str:
    said = [(line, _value(context, line, getattr(line, name))) for line in decision.lines]
    if len(said) == 1:
        return said[0][1]
    return "\n".join(f"{line.label}: {words or tr(EMPTY)}" for line, words in said)


def _value(context: Context, line: ClashLine, value: Value) -> str:
    if line.type.has(line.field):
        return value_words(context, line.type.field(line.field), value)
    return str(value or "")


def marks(before: str, theirs: str, *, mine: str) -> tuple[tuple[Stretch, ...], ...]:
    """Return the words of the three columns: what went is marked in the first, what is new in the other two.

    Where there was nothing before, what the two have not in common is marked.
    """
    if not before:
        return (), _new(mine, theirs), _new(theirs, mine)
    return _gone(before, (theirs, mine)), _new(before, theirs), _new(before, mine)


def _new(old: str, new: str) -> tuple[Stretch, ...]:
    marked = {"same": Mark.NONE, "added": Mark.NEW}
    return tuple(
        Stretch(one.text, marked[one.kind]) for one in words_changed(old, new) if one.kind in marked and one.text
    )


def _gone(before: str, after: Sequence[str]) -> tuple[Stretch, ...]:
    gone = [False] * len(before)
    for text in after:
        place = 0
        for one in words_changed(before, text):
            if one.kind == "added":
                continue
            if one.kind == "removed":
                gone[place : place + len(one.text)] = [True] * len(one.text)
            place += len(one.text)
    found: list[Stretch] = []
    start = 0
    for place in range(1, len(before) + 1):
        if place == len(before) or gone[place] != gone[start]:
            found.append(Stretch(before[start:place], Mark.GONE if gone[start] else Mark.NONE))
            start = place
    return tuple(found)


def shortened(words: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return the words with long stretches that nobody touched cut to their ends."""
    found: list[Stretch] = []
    for number, one in enumerate(words):
        if one.mark is not Mark.NONE or len(one.text) <= _LONGEST_SAME or len(words) == 1:
            found.append(one)
            continue
        first = one.text[:_SHOWN_SAME].rsplit(" ", 1)[0] if number else ""
        last = one.text[-_SHOWN_SAME:].partition(" ")[2] if number < len(words) - 1 else ""
        found += [Stretch(first), Stretch(LEFT_OUT, Mark.SOFT), Stretch(last)]
    return tuple(one for one in found if one.text)


def keys_of(decision: Decision, *, me: str) -> dict[Keep, str]:
    """Return what can be kept, with the words of its button, in the order of the keys 1 2 3."""
    line = decision.line
    alone = line.alone and not line.whole
    words = {
        Keep.THEIRS: tr(LEAVE) if line.whole or alone else _keep_words(line.by, line.by_name, me=me, other=line.author),
        Keep.MINE: tr(TAKE)
        if line.whole
        else _keep_words(line.author, line.author_name, me=me, other=line.by, waits=True),
        Keep.BOTH: tr(NOTE if line.whole else KEEP_BOTH),
    }
    return {keep: words[keep] for keep in may_keep(decision.lines)}


def _keep_words(who: str, name: str, *, me: str, other: str, waits: bool = False) -> str:
    head = _head(who, plain_name(name), me=me, other=other, waits=waits)
    if head == tr(MINE):
        return tr(KEEP_MINE)
    return tr(KEEP_HIS) if head == tr(HIS) else tr(KEEP_OF).format(who=head)


def kept_words(decision: Decision, keep: Keep) -> str:
    """Return what was chosen, in a sentence that can still be undone."""
    if decision.line.whole and keep is Keep.BOTH:
        return tr(NOTED).format(about=decision.about)
    return tr(KEPT[keep]).format(field=decision.field, about=decision.about)
