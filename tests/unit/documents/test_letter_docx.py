# SPDX-License-Identifier: EUPL-1.2
"""A letter as a DOCX: filled whole, errors of a template told all at once, and nothing of a hostile one ever run."""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from welfaredesk.base.letter_errors import BadTemplate
from welfaredesk.documents.docx_safety import LARGEST, dangers_of
from welfaredesk.documents.letter import SAMPLE
from welfaredesk.documents.letter_docx import checked, filled
from welfaredesk.documents.letter_model import letter_model

SAID = SAMPLE | {
    "testo": "Prima riga & <b>due</b>\nseconda {{ ente }} {% if %}",
    "riferito_da_terzi": "",
    "dati": [{"nome": "Nome", "valore": "Verdi, Anna"}, {"nome": "Nata il", "valore": "3/5/1990"}],
}


KINDS = "application/vnd.openxmlformats"
SMALL = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{KINDS}-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{KINDS}-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>",
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "</Relationships>",
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def template(*paragraphs: str) -> bytes:
    """Return the smallest DOCX with these paragraphs."""
    text = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    body = f'<w:document xmlns:w="{WORD}"><w:body>{text}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, part in (SMALL | {"word/document.xml": body}).items():
            target.writestr(name, part)
    return out.getvalue()


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a DOCX with some of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return out.getvalue()


def told(data: bytes) -> str:
    """Return what is told of a template with errors."""
    with pytest.raises(BadTemplate) as found:
        checked(data)
    assert "Traceback" not in found.value.text
    return found.value.text


def test_the_template_to_start_from_holds_every_word_as_it_was_written() -> None:
    checked(letter_model())
    made = Document(io.BytesIO(filled(letter_model(), SAID)))
    lines = [one.text for one in made.paragraphs]
    assert "Prima riga & <b>due</b>\nseconda {{ ente }} {% if %}" in lines
    assert lines.index("Nome: Verdi, Anna") + 1 == lines.index("Nata il: 3/5/1990")
    assert "Fatti" in lines
    assert not any("Riferito da terzi" in one or "{%p" in one for one in lines)
    assert made.sections[0].header.paragraphs[0].text.startswith("(ente)\n(indirizzo_ente)")
    assert (made.core_properties.author, made.core_properties.language) == ("", "it-IT")


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert filled(letter_model(), SAID) == filled(letter_model(), SAID)


def test_every_error_is_told_at_once_with_its_paragraph() -> None:
    found = told(
        template("Gentile", "{{ cognomme }} {{ oggetto }}", "{{ ente|colora }}", "{{ data.anno }}", "{{ ente() }}")
    )
    for said in (
        "riga 2: «cognomme» non è un campo delle lettere",
        "riga 3: «colora» non si può usare in un modello",
        "riga 4: «anno» non è un campo delle lettere",
        "riga 5: «( )» non si può usare in un modello",
        "i modelli che c'erano restano come sono",
    ):
        assert said in found


def test_what_is_not_written_well_is_told_with_the_words_near_it() -> None:
    assert "riga 2: un campo non è scritto bene («Oggetto {{ oggetto" in told(template("A", "Oggetto {{ oggetto"))
    assert "un campo non è scritto bene" in told(template("{% if oggetto %}", "senza fine"))
    many = told(template(*(f"{{{{ campo{number} }}}}" for number in range(40))))
    assert "e altri 28 errori" in many


def test_an_error_in_the_header_is_told_too() -> None:
    made = Document()
    made.sections[0].header.paragraphs[0].text = "{{ intestazzione }}"
    assert "«intestazzione» non è un campo" in told(saved(made))


def test_what_would_tear_the_document_is_refused_rather_than_losing_text() -> None:
    made = Document()
    made.add_paragraph("{% if fatti %}")
    table = made.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "dentro {% endif %}"
    assert "cominciano in un punto e finiscono in un altro" in told(saved(made))


def test_a_field_whose_words_would_be_lost_is_refused() -> None:
    for text in ("{{r testo }}", "{{p testo }}"):
        assert "andrebbe perso" in told(template("Gentile", text))


HOSTILE = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ente.__init__.__globals__ }}",
    "{{ ente|attr('__class__') }}",
    "{{ self.__init__ }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__ }}",
    "{{ namespace() }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends '/etc/passwd' %}",
    "{% for riga in range(100000) %}x{% endfor %}",
    "{% for a in dati %}{% for b in dati %}x{% endfor %}{% endfor %}",
    "{% for a in dati recursive %}{{ loop(dati) }}{% endfor %}",
    "{% for a in dati %}{{ loop.__init__ }}{{ a.__class__ }}{% endfor %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 99999999 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ ente.format(ente) }}",
    "{{ ente.join(dati) }}",
    "{{ dati[0] }}",
    "{% set x = ente %}",
    "{% macro x() %}{% endmacro %}",
    "{% call x() %}{% endcall %}",
    "{% filter upper %}{% endfilter %}",
    "{% with x = 1 %}{% endwith %}",
    "{% autoescape false %}{{ ente }}{% endautoescape %}",
    "{%p include '/etc/passwd' %}",
    "{{r ente.__class__ }}",
    "{% colspan ''.__class__ %}",
    "{% debug %}",
)


def test_a_hostile_template_reads_no_file_and_runs_nothing() -> None:
    for text in HOSTILE:
        told(template(text))
    properties = Document()
    properties.core_properties.title = "{{ ''.__class__.__mro__ }}"
    assert "__mro__" in told(saved(properties))
    # Where it was let in by another program it stops there too, whatever is to be filled.
    with pytest.raises(BadTemplate):
        filled(template(HOSTILE[0]), SAID)


def field(*pieces: str) -> bytes:
    """Return a DOCX with an automatic field, its instruction cut into pieces."""
    made = Document()
    run = made.add_paragraph().add_run()
    for kind, text in (("begin", ""), *(("", piece) for piece in pieces), ("end", "")):
        one = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            one.set(qn("w:fldCharType"), kind)
        else:
            one.text = text
        run._r.append(one)
    return saved(made)


def test_automatic_fields_that_fetch_or_run_are_refused_however_they_are_cut() -> None:
    for pieces in (("DDEAUTO c:\\\\x",), ("  DD", "EAUTO x"), ("includetext", ' "/etc/passwd"'), ("IF 1=1",)):
        assert any("campo automatico" in one for one in dangers_of(field(*pieces)))
    assert dangers_of(field(" PAGE ")) == []


def put(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: data})


def swap(name: str, *, before: str, after: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert before.encode() in parts[name]
        parts[name] = parts[name].replace(before.encode(), after.encode(), 1)

    return change


RELATIONS = "word/_rels/document.xml.rels"
IMAGE = '<Relationship Id="rX" Type="http://x/image" TargetMode="External" Target="http://example.invalid/a.png"/>'
FILE = '<Relationship Id="rX" Type="http://x/hyperlink" TargetMode="External" Target="file:///etc/passwd"/>'
LINK = '<Relationship Id="rX" Type="http://x/hyperlink" TargetMode="External" Target="https://example.invalid"/>'
END = "</Relationships>"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (put("word/vbaProject.bin", b"x"), "macro"),
        (put("word/embeddings/oleObject1.bin", b"x"), "incorporato"),
        (put("word/x.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), "definizioni"),
        (put("word/document.xml", b"<a>"), "integro"),
        (put("word/x.xml", b"<fldChar>"), "integro"),
        (put("word/x.xml", "<a/>".encode("utf-16")), "integro"),
        (put("word/x.xml", b"<a>" + b" " * 3_000_000 + b"</a>"), "troppo grande"),
        (put("word/header9.xml", b"<a>" + b" " * 400_000 + b"</a>"), "troppo grande"),
        (put("word/x.xml", b"<a>" + b"{" * 900 + b"</a>"), "troppe graffe"),
        (swap(RELATIONS, before=END, after=IMAGE + END), "da fuori"),
        (swap(RELATIONS, before=END, after=FILE + END), "da fuori"),
        (swap("[Content_Types].xml", before="document.main+xml", after="document.macroEnabled.main+xml"), "macro"),
    ],
)
def test_a_file_that_could_run_fetch_or_flood_is_not_even_opened(
    change: Callable[[dict[str, bytes]], None], why: str
) -> None:
    assert why in told(repacked(template("x"), change))


def test_a_plain_link_is_let_in_and_what_is_no_document_is_not() -> None:
    linked = repacked(template("x"), swap(RELATIONS, before=END, after=LINK + END))
    assert dangers_of(linked) == []
    for data in (b"", b"PK", b"%PDF-1.7", template("x")[:400], bytes(LARGEST + 1)):
        assert dangers_of(data)
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert dangers_of(empty.getvalue())
