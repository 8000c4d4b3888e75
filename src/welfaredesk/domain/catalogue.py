# SPDX-License-Identifier: EUPL-1.2
"""The catalogue: every record type that the program knows."""

from collections.abc import Iterator

from welfaredesk.domain.record import RecordType, record_type
from welfaredesk.domain.records.access_request import AccessRequest
from welfaredesk.domain.records.appointment import Appointment
from welfaredesk.domain.records.body import Body
from welfaredesk.domain.records.care_episode import CareEpisode
from welfaredesk.domain.records.case_file import CaseFile
from welfaredesk.domain.records.confirmation import Confirmation
from welfaredesk.domain.records.contact import Contact
from welfaredesk.domain.records.contract import Contract
from welfaredesk.domain.records.deadline import Deadline
from welfaredesk.domain.records.diary_entry import DiaryEntry
from welfaredesk.domain.records.document import Document
from welfaredesk.domain.records.ente_settings import EnteSettings
from welfaredesk.domain.records.gepi_note import GepiNote
from welfaredesk.domain.records.group import Group
from welfaredesk.domain.records.handover import Handover
from welfaredesk.domain.records.household import Household
from welfaredesk.domain.records.letter import Letter
from welfaredesk.domain.records.letter_template import LetterTemplate
from welfaredesk.domain.records.local_code import LocalCode
from welfaredesk.domain.records.minutes import Minutes
from welfaredesk.domain.records.minutes_note import MinutesNote
from welfaredesk.domain.records.network_tie import NetworkTie
from welfaredesk.domain.records.operator import Operator
from welfaredesk.domain.records.person import Person
from welfaredesk.domain.records.preparation import Preparation
from welfaredesk.domain.records.project import Project
from welfaredesk.domain.records.project_review import ProjectReview
from welfaredesk.domain.records.quick_note import QuickNote
from welfaredesk.domain.records.referral import Referral
from welfaredesk.domain.records.same_person import SamePerson
from welfaredesk.domain.records.service import Service
from welfaredesk.domain.records.signature_drawing import SignatureDrawing
from welfaredesk.domain.records.sitting import Sitting
from welfaredesk.domain.records.situation import Situation
from welfaredesk.domain.records.staff_template import StaffTemplate
from welfaredesk.domain.records.task import Task
from welfaredesk.domain.records.urgency import Urgency

CATALOGUE: tuple[RecordType, ...] = tuple(
    record_type(cls)
    for cls in (
        Person,
        CaseFile,
        CareEpisode,
        DiaryEntry,
        Household,
        NetworkTie,
        SamePerson,
        Contact,
        Referral,
        Urgency,
        Sitting,
        Situation,
        Minutes,
        Confirmation,
        Preparation,
        MinutesNote,
        Task,
        Project,
        ProjectReview,
        Contract,
        SignatureDrawing,
        Handover,
        QuickNote,
        Appointment,
        Deadline,
        Document,
        AccessRequest,
        Letter,
        GepiNote,
        Service,
        Body,
        Operator,
        Group,
        EnteSettings,
        LocalCode,
        StaffTemplate,
        LetterTemplate,
    )
)

_by_name = {type_.name: type_ for type_ in CATALOGUE}


def find_type(name: str) -> RecordType | None:
    """Return the record type of that name, or nothing."""
    return _by_name.get(name)


def code_lists_needed() -> Iterator[str]:
    """Give the name of every code list that a field of the catalogue draws from."""
    for type_ in CATALOGUE:
        for field in type_.fields:
            for part in (field, *field.rows):
                if part.codes is not None:
                    yield part.codes
