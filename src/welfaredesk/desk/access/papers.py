# SPDX-License-Identifier: EUPL-1.2
"""The dossier on paper: logged with whom it is for, made in memory, kept among the documents as it was made."""

from collections.abc import Iterator

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import attachments, lists, on_call, reading, records
from welfaredesk.desk.access.dossier import AccessPage, Candidate, Fate, access_page, number_of_dossier
from welfaredesk.desk.access.sources import DOSSIER
from welfaredesk.desk.access.treatments import OTHER, PROTECTION
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.making import Making
from welfaredesk.desk.printing import UNNUMBERED, ente_name
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.wording import in_words
from welfaredesk.documents.access import AccessDossier, Chapter, Given, access_pdf
from welfaredesk.documents.cartella import Line, Pdf
from welfaredesk.domain.access import Deed

TITLE = N_("Accesso agli atti")
DOCUMENT, FILE = N_("Accesso agli atti: dossier consegnabile"), N_("Accesso agli atti {number}.pdf")
ABOUT = ("requester", "title", "received_on", "protocol_number")
FOR_WHOM = N_("{number}, per {requester}")


def print_dossier(session: Session, request: str, *, making: Making | None = None) -> Pdf:
    """Return the dossier of a request: log it, make it, and keep it with its fingerprint, the same one once.

    Args:
        session: the open desk.
        request: whose dossier.
        making: where to say how far it is, and where it may be given up.

    Raises:
        NotFound: when it is not here, or is no such request.
        NotAllowed: when this operator works on no case.
        WhyFirst: when the cartella is read only on call, and was not opened with a reason.
        PaperStopped: when it was given up meanwhile; then nothing is kept.
    """
    session.require(Deed.CONDUCT_CASES)
    making = making or Making()
    page = access_page(session, request)
    said = on_call.reason_of(session, page.person, None)
    dossier, values = dossier_of(session, page, making=making), page.shown.values
    number = number_of_dossier(str(values.get("number") or tr(UNNUMBERED)))
    whom = tr(FOR_WHOM).format(number=number, requester=values.get("requester") or "—")
    reading.logged(
        session,
        "print",
        record=request,
        root=page.person,
        why=" · ".join(one for one in (whom, said) if one),
        detail=" ".join(one.id for one in page.of(Fate.GOES)),
    )
    pdf = access_pdf(dossier)
    making.step(0)
    kept = (row for row in lists.of_root(session, "document", page.person) if row.get("fingerprint") == pdf.sha256)
    if next(kept, None) is None:
        _keep(session, page, pdf)
    return pdf


def dossier_of(session: Session, page: AccessPage, *, making: Making) -> AccessDossier:
    """Return the words of a dossier."""
    making.begin(len(page.of(Fate.GOES)))
    codes, values = Codes(session), page.shown.values
    number = str(values.get("number") or tr(UNNUMBERED))
    fields = [page.shown.type.field(one) for one in ABOUT if values.get(one)]
    return AccessDossier(
        title=tr(TITLE),
        number=number_of_dossier(number),
        ente=ente_name(session),
        operator=session.identity.name,
        day=today(session.clock),
        about=(
            Line(tr(page.shown.type.field("person").label), page.name),
            *(Line(tr(one.label), in_words(one, values[one.name], codes=codes)) for one in fields),
        ),
        chapters=tuple(_chapters(page, making)),
        left_out=tuple(Line(one.title, codes.label("access_exclusion", _told(one.why))) for one in page.of(Fate.STAYS)),
    )


def _told(why: str) -> str:
    """Return the reason that the index gives: that somebody is protected is not said to whoever asks."""
    return OTHER if why == PROTECTION else why


def _chapters(page: AccessPage, making: Making) -> Iterator[Chapter]:
    found: dict[str, list[Given]] = {}
    for number, one in enumerate(page.of(Fate.GOES), start=1):
        found.setdefault(one.label, []).append(_given(number, one))
        making.step()
    yield from (Chapter(heading, tuple(items)) for heading, items in found.items())


def _given(number: int, one: Candidate) -> Given:
    lines = tuple(Line(each.label, each.text) for each in one.cleaned.lines)
    return Given(number, one.title, lines, tuple(each.what for each in one.cleaned.removed if each.told))


def _keep(session: Session, page: AccessPage, pdf: Pdf) -> None:
    number = str(page.shown.values.get("number") or tr(UNNUMBERED))
    name = tr(FILE).format(number=number.replace("/", "-"))
    values = {
        "title": tr(DOCUMENT),
        "kind": DOSSIER,
        "dated": today(session.clock).isoformat(),
        "direction": "internal",
        "counterpart": number_of_dossier(number),
        "fingerprint": pdf.sha256,
        "attachment": attachments.sealed_value(session, pdf.data, name=name),
    }
    records.add(session, type_named("document"), values, root=page.person)
