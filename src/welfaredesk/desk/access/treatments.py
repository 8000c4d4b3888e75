# SPDX-License-Identifier: EUPL-1.2
"""How each type of record is treated in a dossier: whether it goes by itself, and which of its fields never do.

What is listed here holds whatever is chosen by hand: a record that is let out still goes without these fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from welfaredesk.domain.kinds import Values
from welfaredesk.domain.record import RecordType
from welfaredesk.store.derive import persons_named

THIRD_PARTIES, REPORTED, REFERRER = "third_parties", "reported", "referrer"
SERVICES, PROTECTION, INTERNAL, OTHER = "other_services", "protection", "internal", "other"
DRAFTS = frozenset({"draft", "to_approve", "shared", "withdrawn"})
PAPERS = frozenset({"minutes", "project", "project_review", "contract", "letter"})
"""The types of papers, and the states in which one is not, or no longer, an act of the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What becomes of the records of a type.

    `why` is the reason for which one stays unless it is chosen, nothing when it goes. `dropped` goes from field to the
    reason for which it never goes. In the fields of `naming` stands who somebody is; those of `silent` say nothing to
    whoever asks.
    """

    why: str = ""
    dropped: Mapping[str, str] = field(default_factory=dict)
    naming: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()


_REPORTED = {"third_parties": REPORTED, "third_parties_who": REPORTED}
TREATMENTS: dict[str, Treatment] = {
    "person": Treatment(
        dropped={"cautions": PROTECTION, "in_protection": PROTECTION, "protected_abode": PROTECTION},
        silent=frozenset({"birthplace_code"}),
    ),
    "case_file": Treatment(),
    "care_episode": Treatment(),
    "household": Treatment(
        why=THIRD_PARTIES, dropped={"name": THIRD_PARTIES, "address": THIRD_PARTIES, "notes": THIRD_PARTIES}
    ),
    "network_tie": Treatment(
        why=THIRD_PARTIES, naming=frozenset({"who"}), dropped={"phone": THIRD_PARTIES, "notes": THIRD_PARTIES}
    ),
    "referral": Treatment(
        why=REFERRER,
        dropped={"source": REFERRER, "author_relation": REFERRER, "content": REPORTED},
        naming=frozenset({"subject"}),
    ),
    "contact": Treatment(naming=frozenset({"who"}), dropped={"phone": THIRD_PARTIES}),
    "diary_entry": Treatment(
        dropped=_REPORTED, naming=frozenset({"with_whom"}), silent=frozenset({"third_party_passages"})
    ),
    "minutes": Treatment(
        why=SERVICES, dropped={"attendance": THIRD_PARTIES, "answers": THIRD_PARTIES, "dissent": REPORTED}
    ),
    "project": Treatment(),
    "project_review": Treatment(dropped={"attendance": THIRD_PARTIES}),
    "contract": Treatment(dropped={"signers": THIRD_PARTIES}),
    "letter": Treatment(
        dropped=_REPORTED | {"addressee_address": THIRD_PARTIES, "others": THIRD_PARTIES},
        naming=frozenset({"addressee_text"}),
        silent=frozenset({"template"}),
    ),
    "appointment": Treatment(),
    "deadline": Treatment(silent=frozenset({"start_event", "start_at", "length", "unit", "source", "valid_from"})),
    "document": Treatment(naming=frozenset({"counterpart"}), silent=frozenset({"fingerprint", "paper"})),
}


def why_it_stays(type_: RecordType, values: Values, *, person: str) -> str:
    """Return the reason for which a record stays unless it is chosen, nothing when it goes."""
    if type_.name == "diary_entry" and persons_named(values) - {person}:
        return THIRD_PARTIES
    if type_.name == "letter" and values.get("others"):
        return THIRD_PARTIES
    if type_.name == "contact" and values.get("requester") != "person":
        return REPORTED
    states = {one.state_of(values) for one in type_.machines if one.field == "state"}
    if type_.name in PAPERS and not states.isdisjoint(DRAFTS):
        return INTERNAL
    return TREATMENTS[type_.name].why
