# SPDX-License-Identifier: EUPL-1.2
"""The drawing of a signature: an image drawn on the touch screen, which is no electronic signature."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Traits, Value, day, file, line, link
from welfaredesk.domain.kinds import number as amount
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record


@record(
    "signature_drawing",
    N_("Disegno della firma"),
    plural=N_("Disegni della firma"),
    roots=("project",),
    title=first_of("name"),
    icon="pencil",
)
class SignatureDrawing:
    """What one signer of a contract drew: kept as an image, and called what it is."""

    contract: Annotated[
        dict[str, Value] | None, link(N_("Contratto"), ("contract",), traits=Traits(required=True, listed=True))
    ] = None
    edition: Annotated[int | None, amount(N_("Stampa numero"))] = None
    signer: Annotated[str, line(N_("Riga di chi firma"))] = ""
    name: Annotated[str, line(N_("Chi ha disegnato"), Traits(required=True, listed=True))] = ""
    drawn_on: Annotated[str | None, day(N_("Il"), Traits(listed=True, fills="today"))] = None
    image: Annotated[dict[str, Value] | None, file(N_("Disegno della firma: non è una firma elettronica"))] = None
