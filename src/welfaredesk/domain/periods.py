# SPDX-License-Identifier: EUPL-1.2
"""Days, ages and lengths of time as people say them; the day of today is always given, never asked."""

from datetime import date, datetime, timedelta

from welfaredesk.base.text import N_, plural, tr

WEEKDAYS = (N_("lun"), N_("mar"), N_("mer"), N_("gio"), N_("ven"), N_("sab"), N_("dom"))
MONTHS = (
    N_("gen"), N_("feb"), N_("mar"), N_("apr"), N_("mag"), N_("giu"),
    N_("lug"), N_("ago"), N_("set"), N_("ott"), N_("nov"), N_("dic"),
)  # fmt: skip
_MONTHS_IN_A_YEAR = 12
_MONTHS_SAID_UNTIL = 24


def age(birth: date, on: date) -> int:
    """Return the completed years on that day; a birth on 29 February counts from 1 March in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def age_in_months(birth: date, on: date) -> int:
    """Return the completed months on that day."""
    months = (on.year - birth.year) * _MONTHS_IN_A_YEAR + on.month - birth.month
    return months - (on.day < birth.day)


def age_words(birth: date, on: date) -> str:
    """Return the age as it is said: «12 giorni» in the first month, «14 mesi» under two years, «9 anni»."""
    if on < birth:
        return tr(N_("non ancora nato/a"))
    months = age_in_months(birth, on)
    if months < 1:
        return plural((on - birth).days, N_("giorno"), many=N_("giorni"))
    if months < _MONTHS_SAID_UNTIL:
        return plural(months, N_("mese"), many=N_("mesi"))
    return plural(age(birth, on), N_("anno"), many=N_("anni"))


def day_words(day: date, today: date) -> str:
    """Return the day as a list shows it: «oggi», «ieri», «domani», «lun 19 ott», with the year if another."""
    near = {0: N_("oggi"), -1: N_("ieri"), 1: N_("domani")}.get((day - today).days)
    if near is not None:
        return tr(near)
    written = f"{tr(WEEKDAYS[day.weekday()])} {day.day} {tr(MONTHS[day.month - 1])}"
    return written if day.year == today.year else f"{written} {day.year}"


def full_day(day: date) -> str:
    """Return the day in figures, as on papers: «19/10/2026»."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def birth_words(birth: date, on: date) -> str:
    """Return the birth with the age beside it: «19/10/2017, 9 anni»."""
    return f"{full_day(birth)}, {age_words(birth, on)}"


def clock_words(moment: datetime) -> str:
    """Return the hour as it is said: «9:05», «16:30»."""
    return f"{moment.hour}:{moment.minute:02}"


def moment_words(moment: datetime, today: date) -> str:
    """Return the wall-clock moment as a list shows it: «oggi, 16:30», «lun 19 ott, 16:30»."""
    return f"{day_words(moment.date(), today)}, {clock_words(moment)}"


def days_ago_words(day: date, today: date) -> str:
    """Return how far the day is: «oggi», «ieri», «9 giorni fa», «fra 3 giorni»; months and years if far."""
    days = (today - day).days
    if -1 <= days <= 1:
        return day_words(day, today)
    distance = _distance_words(*sorted((day, today)))
    return tr(N_("{time} fa") if days > 0 else N_("fra {time}")).format(time=distance)


_DAYS_SAID_UNTIL = 60
_HOURS_SAID_UNTIL = 100


def _distance_words(start: date, end: date) -> str:
    """Return the time between two days: days up to two months, months up to two years, then years."""
    days = (end - start).days
    if days < _DAYS_SAID_UNTIL:
        return plural(days, N_("giorno"), many=N_("giorni"))
    return age_words(start, end)


def minutes_words(minutes: int) -> str:
    """Return a length of time: «45 min», «1 h», «1 h 30»."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def span_words(span: timedelta) -> str:
    """Return how long something takes or took: «40 minuti», «3 ore», «5 ore e 20», «2 giorni e 4 ore»."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return tr(N_("meno di un minuto"))
    hours, rest = divmod(minutes, 60)
    if not hours:
        return plural(rest, N_("minuto"), many=N_("minuti"))
    days, hours = divmod(hours, 24) if hours >= _HOURS_SAID_UNTIL else (0, hours)
    said = [plural(days, N_("giorno"), many=N_("giorni"))] if days else []
    said += [plural(hours, N_("ora"), many=N_("ore"))] if hours else []
    said += [str(rest)] if rest and not days else []
    return tr(N_(" e ")).join(said)


def month_heading(day: date) -> str:
    """Return the month as a heading of the diary: «ottobre 2026»."""
    return f"{tr(_LONG_MONTHS[day.month - 1])} {day.year}"


_LONG_MONTHS = (
    N_("gennaio"), N_("febbraio"), N_("marzo"), N_("aprile"), N_("maggio"), N_("giugno"),
    N_("luglio"), N_("agosto"), N_("settembre"), N_("ottobre"), N_("novembre"), N_("dicembre"),
)  # fmt: skip


def monday_of(day: date) -> date:
    """Return the Monday of the week of that day."""
    return day - timedelta(days=day.weekday())
