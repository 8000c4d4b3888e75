# SPDX-License-Identifier: EUPL-1.2
"""The first words of a contract, in clear Italian, from what the plan says: a start that people then write further."""

from collections.abc import Iterable, Iterator
from datetime import date

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.plan.lines import ActionLine, RoleLine, actions_in, goals_in, roles_in
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.plan_rows import review_months

OF_THE_FAMILY = frozenset({"person", "family", "guardian"})
"""The roles of those for whom the plan is."""
SIGNS_AS = {"family": "relative", "guardian": "guardian", "person": "person"}
TOGETHER = N_("Insieme abbiamo scelto questi obiettivi:")
SEEN = N_("{goal}. Lo vediamo da questo: {indicator}.")
WE_COUNT_ON = N_("Possiamo contare anche su: {resources}")
FROM_TO, FROM_ON, UNTIL = N_("Dal {start} al {end}."), N_("Dal {start}."), N_("Fino al {end}.")
EVERY = N_("Ogni {months} ci vediamo e guardiamo insieme come va.")
NEXT_TIME = N_("La prossima volta è il {day}.")
MONTH, MONTHS = N_("mese"), N_("mesi")
OUR_CONTACT = N_("Per questo progetto puoi chiamare {name}.")
PHONE = N_("Il telefono del servizio è {phone}.")
WITHIN = N_("entro il {day}")
NAME_BY_HAND = N_("La persona (il nome si scrive sulla carta)")
PARENT_BY_HAND = N_("Un genitore o il tutore (il nome si scrive sulla carta)")
FAMILY_BY_HAND = N_("Qualcuno della famiglia (il nome si scrive sulla carta)")
PARENTS = frozenset({"madre", "padre", "mamma", "papà", "genitore"})
ONE = N_("– {text}")


def first_words(project: Values, *, settings: Values) -> dict[str, str]:
    """Return the text of a new contract, field to words; what the plan does not say stays empty."""
    family = _family(project)
    actions = actions_in(project)
    theirs = [one for one in actions if one.who and one.who.casefold() in family]
    ours = [one for one in actions if one not in theirs]
    resources = str(project.get("family_resources") or "")
    return {
        "agreed": "\n".join(_goals(project)),
        "service_does": "\n".join(_actions(ours, named=True)),
        "family_does": "\n".join(
            [
                *_actions(theirs, named=len(family) > 1),
                *([tr(WE_COUNT_ON).format(resources=resources)] if resources else []),
            ]
        ),
        "how_long": _how_long(project),
        "when_review": " ".join(_reviews(project)),
        "whom_to_call": " ".join(_whom(project, settings)),
    }


def _family(project: Values) -> set[str]:
    """Return how those of the family are called in the plan; the words for all of them count as well."""
    names = {one.name.casefold() for one in roles_in(project) if one.role in OF_THE_FAMILY and one.name}
    return names | {"famiglia", "la famiglia", "persona", "la persona"}


def _goals(project: Values) -> Iterator[str]:
    goals = goals_in(project)
    if goals:
        yield tr(TOGETHER)
    for one in goals:
        goal, indicator = one.goal.rstrip("."), one.indicator.rstrip(".")
        text = tr(SEEN).format(goal=goal, indicator=_small(indicator)) if indicator else f"{goal}."
        yield tr(ONE).format(text=text)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _actions(actions: Iterable[ActionLine], *, named: bool) -> Iterator[str]:
    for one in actions:
        day = tr(WITHIN).format(day=full_day(one.due_on)) if one.due_on else ""
        more = ", ".join(part for part in (spoken_name(one.who) if named else "", day) if part)
        what = one.what.rstrip(".")
        yield tr(ONE).format(text=f"{what} ({more})." if more else f"{what}.")


def spoken_name(name: str) -> str:
    """Return a name as it is said: «Lucia Bianchi» of «Bianchi, Lucia»."""
    surname, comma, first = name.partition(", ")
    return f"{first} {surname}" if comma else name


def _how_long(project: Values) -> str:
    start, end = _day(project.get("starts_on")), _day(project.get("ends_on"))
    if start and end:
        return tr(FROM_TO).format(start=start, end=end)
    return tr(FROM_ON).format(start=start) if start else tr(UNTIL).format(end=end) if end else ""


def _reviews(project: Values) -> Iterator[str]:
    months, day = review_months(project), _day(project.get("next_review_on"))
    if months:
        yield tr(EVERY).format(months=tr(MONTH) if months == 1 else plural(months, MONTH, many=MONTHS))
    if day:
        yield tr(NEXT_TIME).format(day=day)


def _whom(project: Values, settings: Values) -> Iterator[str]:
    name = link_title(project.get("operator"))
    if name:
        yield tr(OUR_CONTACT).format(name=spoken_name(name))
    if settings.get("phone"):
        yield tr(PHONE).format(phone=settings["phone"])


def _day(value: Value) -> str:
    return full_day(date.fromisoformat(str(value))) if value else ""


def first_signers(project: Values, *, person: str, minor: bool) -> list[dict[str, Value]]:
    """Return who is expected to sign: the person, or for a child whoever answers for it, the family, the service."""
    rows: list[dict[str, Value]] = []
    if project.get("person") and not minor:
        rows.append({"name": person or tr(NAME_BY_HAND), "signs_as": "person"})
    rows += [{"name": one.name, "signs_as": _signs_as(one)} for one in roles_in(project) if _signs(one, minor=minor)]
    if minor and not {"parent", "guardian"} & {str(row["signs_as"]) for row in rows}:
        rows.insert(0, {"name": tr(PARENT_BY_HAND), "signs_as": "parent"})
    if not rows:
        rows.append({"name": tr(FAMILY_BY_HAND), "signs_as": "relative"})
    name = link_title(project.get("operator"))
    if name:
        rows.append({"name": name, "signs_as": "professional"})
    once = {(str(row["name"]).casefold(), row["signs_as"]): row for row in rows}
    return [row | {"state": "waiting"} for row in once.values()]


def _signs(one: RoleLine, *, minor: bool) -> bool:
    return bool(one.name) and one.role in SIGNS_AS and (one.role != "person" or minor)


def _signs_as(one: RoleLine) -> str:
    is_parent = one.role == "family" and not PARENTS.isdisjoint(one.name.casefold().split())
    return "parent" if is_parent else SIGNS_AS[one.role]
