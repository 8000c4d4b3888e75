# SPDX-License-Identifier: EUPL-1.2
"""Days, times and ages as people say them."""

from datetime import date, datetime

from welfaredesk.base.text import N_, plural, tr

DAYS = (
    N_("lunedì"),
    N_("martedì"),
    N_("mercoledì"),
    N_("giovedì"),
    N_("venerdì"),
    N_("sabato"),
    N_("domenica"),
)
TODAY = N_("oggi")
YESTERDAY = N_("ieri")
NEVER = N_("mai")
DAYS_AGO = N_("{days} giorni fa")
YEAR = N_("anno")
YEARS = N_("anni")
WEEK = 7


def moment_words(moment: datetime, today: date) -> str:
    """Return «oggi 17:52», «ieri 17:52», «martedì 17:52», or «3/11/2026, 17:52» from a week ago on."""
    ago = (today - moment.date()).days
    clock = f"{moment.hour}:{moment.minute:02}"
    if 0 <= ago < WEEK:
        day = tr(TODAY) if ago == 0 else tr(YESTERDAY) if ago == 1 else tr(DAYS[moment.weekday()])
        return f"{day} {clock}"
    return f"{moment.day}/{moment.month}/{moment.year}, {clock}"


def ago_words(days: int | None) -> str:
    """Return «oggi», «ieri», «9 giorni fa», or «mai» for nothing."""
    if days is None:
        return tr(NEVER)
    return tr(TODAY) if days <= 0 else tr(YESTERDAY) if days == 1 else tr(DAYS_AGO).format(days=days)


def age_words(birth: str | None, today: date) -> str:
    """Return «9 anni» for a birth `YYYY-MM-DD`, nothing when it is not known whole."""
    if not birth:
        return ""
    try:
        born = date.fromisoformat(birth)
    except ValueError:
        return ""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return plural(years, YEAR, many=YEARS) if years >= 0 else ""
