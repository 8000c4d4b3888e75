# SPDX-License-Identifier: EUPL-1.2
"""The template to start from: a plain letterhead with every field in its place, to be dressed by the ente."""

import io
from functools import cache

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt

from welfaredesk.base.text import N_, tr

TITLE = N_("Modello di lettera")
NUMBER, PROTOCOL, OBJECT = N_("N."), N_("Protocollo"), N_("Oggetto")
FACTS, THIRD, EVALUATION = N_("Fatti"), N_("Riferito da terzi"), N_("Valutazioni")
FONT, SIZE = "Arial", Pt(11)


@cache
def letter_model() -> bytes:
    """Return the template to start from, as a DOCX."""
    made = Document()
    _dress(made)
    head = made.sections[0].header.paragraphs[0]
    head.add_run("{{ ente }}").bold = True
    head.add_run("\n{{ indirizzo_ente }}  {{ telefono_ente }}  {{ pec_ente }}").font.size = Pt(9)
    foot = made.sections[0].footer.paragraphs[0]
    foot.add_run("{{ impronta }}").font.size = Pt(8)
    made.add_paragraph(f"{tr(NUMBER)} {{{{ numero }}}}   {{{{ data }}}}")
    made.add_paragraph("{%p if protocollo %}")
    made.add_paragraph(f"{tr(PROTOCOL)} {{{{ protocollo }}}} {{{{ data_protocollo }}}}")
    made.add_paragraph("{%p endif %}")
    to = made.add_paragraph()
    to.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    to.add_run("{{ destinatario }}").bold = True
    to.add_run("\n{{ indirizzo_destinatario }}")
    made.add_heading("{{ tipo }}", level=1)
    made.add_paragraph().add_run(f"{tr(OBJECT)}: {{{{ oggetto }}}}").bold = True
    _when(made, "stato", "{{ stato }}")
    made.add_paragraph("{%p for riga in dati %}")
    made.add_paragraph("{{ riga.nome }}: {{ riga.valore }}")
    made.add_paragraph("{%p endfor %}")
    _when(made, "testo", "{{ testo }}")
    _when(made, "fatti", "{{ fatti }}", heading=tr(FACTS))
    _when(made, "riferito_da_terzi", "{{ riferito_da_terzi }}", heading=f"{tr(THIRD)} {{{{ riferito_da }}}}")
    _when(made, "valutazioni", "{{ valutazioni }}", heading=tr(EVALUATION))
    sign = made.add_paragraph("\n\n{{ operatore }}")
    sign.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _dress(made: Made) -> None:
    """Set paper, typeface and language; nothing of it says who made it."""
    properties = made.core_properties
    properties.author, properties.title, properties.comments = "", tr(TITLE), ""
    properties.language = "it-IT"
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, SIZE
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "it-IT")
    normal.element.get_or_add_rPr().append(language)


def _when(made: Made, field: str, text: str, *, heading: str = "") -> None:
    """Add paragraphs that stand only where a field says something."""
    made.add_paragraph(f"{{%p if {field} %}}")
    if heading:
        made.add_heading(heading, level=2)
    made.add_paragraph(text)
    made.add_paragraph("{%p endif %}")
