# SPDX-License-Identifier: EUPL-1.2
"""What is said of a clash wherever it is decided, on the screen and by commands: its sentence, and what can be kept."""

from collections.abc import Sequence

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.clashes import ClashLine
from welfaredesk.domain.settling import Keep

CHANGED = N_("Mentre eri fuori, {by} ha cambiato «{field}».")
HIDDEN = N_("Mentre eri fuori, {by} ha nascosto la scheda: quello che hai scritto è rimasto in attesa.")
OWN = N_("Hai cambiato «{field}» da due postazioni, senza che una vedesse l'altra.")
OF_OTHERS = N_("{author} ha cambiato «{field}» senza vedere quello che aveva scritto {by}.")
OF_OTHERS_MINE = N_("{author} ha cambiato «{field}» senza vedere quello che avevi scritto tu.")
HIDDEN_OTHERS = N_("{author} ha scritto in una scheda che {by} aveva nascosto.")
ACT = N_("Mentre eri fuori, {by} ha cambiato la scheda: il tuo passaggio è rimasto in attesa.")
ACT_OTHERS = N_("Un passaggio fatto da {author} è rimasto in attesa: {by} aveva cambiato la scheda.")
ALONE = N_("«{field}» lo cambia solo un'azione della scheda: quello che hai salvato non vale, e resta nella storia.")
ALONE_OTHERS = N_("«{field}» lo cambia solo un'azione della scheda: quello che ha salvato {author} non vale.")
SOMEBODY = N_("un'altra postazione")


def sentence(lines: Sequence[ClashLine], *, me: str) -> str:
    """Return what happened, to the operator `me`, and what bars the act that waits; the lines are decided as one."""
    line = lines[0]
    mine = line.author == me
    if line.retired:
        words = HIDDEN if mine else HIDDEN_OTHERS
    elif line.whole:
        words = ACT if mine else ACT_OTHERS
    elif line.alone:
        words = ALONE if mine else ALONE_OTHERS
    elif line.by == line.author:
        words = OWN if mine else OF_OTHERS
    elif mine:
        words = CHANGED
    else:
        words = OF_OTHERS_MINE if line.by == me else OF_OTHERS
    by, author = (plain_name(name) or tr(SOMEBODY) for name in (line.by_name, line.author_name))
    said = tr(words).format(by=by, author=author, field=", ".join(one.label for one in lines))
    barred = f" {line.bar}." if line.bar else ""
    return f"{said[:1].upper()}{said[1:]}{barred}"


def plain_name(name: str) -> str:
    """Return «Bianchi Anna» for «Bianchi, Anna»: a comma would part a sentence."""
    return name.replace(", ", " ")


def may_keep(lines: Sequence[ClashLine]) -> tuple[Keep, ...]:
    """Return what can be kept of lines that are decided as one: what stands always, the rest where nothing bars it."""
    line = lines[0]
    if line.alone and not line.whole:
        return (Keep.THEIRS,)
    mine = () if line.bar else (Keep.MINE,)
    both = (Keep.BOTH,) if all(one.both for one in lines) else ()
    return (Keep.THEIRS, *mine, *both)
