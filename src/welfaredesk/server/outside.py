# SPDX-License-Identifier: EUPL-1.2
"""Who is only from outside at the server: one folder, granted to him by name, until a day; he grants nothing."""

from welfaredesk.base.ids import packed, spelled
from welfaredesk.server.callers import is_outside
from welfaredesk.server.working import Working
from welfaredesk.sync.wire import Grant

MOST_SHARED = 1
"""Folders of others that are granted to somebody from outside: the one he is here for, besides his own root."""


def may_grant(working: Working, grant: Grant) -> bool:
    """Tell whether a grant gives nobody from outside more than his own root and one folder, and is not his.

    Somebody from outside grants only to his own group alone, and only what nobody else holds. To him a folder is
    granted while his membership has an end that is still to come.
    """
    author = working.roster.desks.get(spelled(grant.desk))
    if author is not None and is_outside(working.roster, author.id) and not _is_his_own(working, grant):
        return False
    return all(_has_room(working, grant, one.group) for one in grant.groups)


def _is_his_own(working: Working, grant: Grant) -> bool:
    author = working.roster.desks[spelled(grant.desk)]
    own = {one.group for one in grant.groups}
    if any(working.roster.outside_of(spelled(group)) != author.operator for group in own):
        return False
    states = [working.folders.get(folder) for folder, _ in grant.folders]
    return all(state is None or state.groups <= own for state in states)


def _has_room(working: Working, grant: Grant, group: bytes) -> bool:
    """Tell whether a group may hold the folders of a grant; one that is of nobody from outside may hold any."""
    operator = working.roster.outside_of(spelled(group))
    if operator is None:
        return True
    own = {packed(one) for one in working.roster.groups if working.roster.outside_of(one) == operator}
    held = set[bytes]().union(*(working.held_by(one) for one in own))
    named = {folder for folder, _ in grant.folders}
    if named <= held:
        return True
    end = working.roster.end_of_outside(operator)
    if packed(operator) != _author(working, grant) and (end is None or end <= working.now_ms):
        return False
    return len(held | named) <= len(own) + MOST_SHARED and len(_shared(working, grant, held, own=own)) <= MOST_SHARED


def _shared(working: Working, grant: Grant, held: set[bytes], *, own: set[bytes]) -> set[bytes]:
    """Return the folders, held and to be held, that groups of others hold too."""
    holders = working.holders(held)
    for folder, _ in grant.folders:
        state = working.folders.get(folder)
        before = set[bytes]() if state is None else state.groups
        holders[folder] = before | {one.group for one in grant.groups}
    return {folder for folder, groups in holders.items() if groups - own}


def _author(working: Working, grant: Grant) -> bytes:
    line = working.roster.desks.get(spelled(grant.desk))
    return b"" if line is None else packed(line.operator)


def leaves_only_outside(working: Working, groups: set[bytes]) -> bool:
    """Tell whether of some groups none is but of people from outside: nobody of the ente would read on."""
    return all(working.roster.outside_of(spelled(group)) is not None for group in groups)
