# SPDX-License-Identifier: EUPL-1.2
"""The list of screens: those of the rail in its order, and the pages that are reached from them."""

from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.about import AboutPage
from welfaredesk.ui.screens.access import AccessScreen
from welfaredesk.ui.screens.access_register import AccessRegister
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.cartelle import Cartelle
from welfaredesk.ui.screens.contacts import Contacts
from welfaredesk.ui.screens.contract import ContractScreen
from welfaredesk.ui.screens.exchange import ExchangePage
from welfaredesk.ui.screens.gepi import GepiPage
from welfaredesk.ui.screens.handover import HandoverScreen
from welfaredesk.ui.screens.import_wizard import ImportWizard
from welfaredesk.ui.screens.letter import LetterPage
from welfaredesk.ui.screens.minutes import MinutesScreen
from welfaredesk.ui.screens.people import People
from welfaredesk.ui.screens.project import ProjectScreen
from welfaredesk.ui.screens.queue import QueuePage
from welfaredesk.ui.screens.quick_notes import QuickNotes
from welfaredesk.ui.screens.record_form import RecordForm
from welfaredesk.ui.screens.referrals import Referrals
from welfaredesk.ui.screens.resources import Resources
from welfaredesk.ui.screens.settings import Settings
from welfaredesk.ui.screens.staff import Staff
from welfaredesk.ui.screens.to_decide import ToDecide
from welfaredesk.ui.screens.today import Today
from welfaredesk.ui.screens.urgency import UrgencyPage

RAIL: tuple[type[Screen], ...] = (Today, Contacts, Referrals, Cartelle, Staff, QuickNotes, Resources, People, Settings)

PAGES: tuple[type[Screen], ...] = (
    CartellaPage,
    AccessScreen,
    AccessRegister,
    RecordForm,
    ImportWizard,
    ToDecide,
    QueuePage,
    HandoverScreen,
    ExchangePage,
    UrgencyPage,
    MinutesScreen,
    LetterPage,
    GepiPage,
    ProjectScreen,
    ContractScreen,
    AboutPage,
)
