# SPDX-License-Identifier: EUPL-1.2
"""A DOCX from outside, looked through before any library opens it: what could run, fetch or flood is named."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from welfaredesk.base.text import N_, tr

LARGEST = 5_000_000
LARGEST_WHOLE, LARGEST_PART, MOST_PARTS, MOST_BRACES = 40_000_000, 2_000_000, 1_000, 400
LARGEST_TEXT, FILLED = 300_000, ("document", "header", "footer", "footnotes", "endnotes", "comments")
"""How large a part may be in which fields are looked for, which takes the square of its length, and how those begin."""
NOT_DOCX = N_("non è un documento DOCX integro")
TOO_LARGE = N_("è troppo grande (al massimo 5 MB, e una cinquantina di pagine)")
MACROS = N_("contiene macro o programmi: si salva come DOCX semplice, senza macro")
EMBEDDED = N_("contiene un file o un oggetto incorporato: va tolto")
OUTSIDE = N_("prende qualcosa da fuori (immagine, modello o testo collegato): va incorporato o tolto")
FIELD = N_("contiene un campo automatico che non è ammesso («{field}»): va tolto")
ENTITIES = N_("contiene definizioni che un documento di testo non ha")
CROWDED = N_("contiene troppe graffe")
HARMLESS = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "PRINTDATE", "SAVEDATE", "CREATEDATE"),
        *("HYPERLINK", "PAGEREF", "REF", "STYLEREF", "SEQ", "TOC", "TITLE", "SUBJECT", "NUMWORDS"),
    }
)
"""The automatic fields of a word processor that tell of the document alone."""
_RUNS = ("vbaproject", "vbadata", "activex", "macrosheet")
_PARTS = ("/embeddings/", "/afchunk", "/customui/")
_TELLING = ("fldSimple", "fldChar", "instrText", "object", "control", "altChunk")
_SHOWN = 20
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def dangers_of(data: bytes) -> list[str]:
    """Return what is wrong with a DOCX before it is opened, in Italian, each once; nothing when it may be opened."""
    if len(data) > LARGEST:
        return [tr(TOO_LARGE)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return list(dict.fromkeys(_dangers(packed)))
    except BROKEN:
        return [tr(NOT_DOCX)]


def _dangers(packed: zipfile.ZipFile) -> Iterator[str]:
    entries = packed.infolist()
    names = {one.filename for one in entries}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        yield tr(NOT_DOCX)
        return
    texts = [one for one in entries if one.filename.endswith((".xml", ".rels"))]
    whole = sum(one.file_size for one in entries)
    if len(entries) > MOST_PARTS or whole > LARGEST_WHOLE or any(one.file_size > _room(one.filename) for one in texts):
        yield tr(TOO_LARGE)
        return
    for name in (f"/{one.lower()}" for one in names):
        if any(sign in name for sign in _RUNS):
            yield tr(MACROS)
        if any(sign in name for sign in _PARTS):
            yield tr(EMBEDDED)
    for one in texts:
        yield from _dangers_of_part(one.filename, packed.read(one))


def _room(name: str) -> int:
    """Return how large a part may be."""
    return LARGEST_TEXT if name.rpartition("/")[2].startswith(FILLED) else LARGEST_PART


def _dangers_of_part(name: str, data: bytes) -> Iterator[str]:
    # Read as UTF-8 alone: in another encoding a definition of entities would not be seen.
    text = data.decode("utf-8-sig")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        yield tr(ENTITIES)
        return
    if text.count("{") > MOST_BRACES:
        yield tr(CROWDED)
    if name == "[Content_Types].xml" and any(sign in text.lower() for sign in ("macroenabled", "vbaproject")):
        yield tr(MACROS)
    if not name.endswith(".rels") and not any(sign in text for sign in _TELLING):
        return
    try:
        tree = ET.fromstring(data)
    except ET.ParseError:
        yield tr(NOT_DOCX)
        return
    if name.endswith(".rels"):
        yield from _dangers_of_relations(tree)
    else:
        yield from _dangers_of_fields(tree)


def _dangers_of_relations(tree: ET.Element) -> Iterator[str]:
    for one in tree.iter():
        kind = one.get("Type", "").rsplit("/", 1)[-1].lower()
        outside = one.get("TargetMode", "").lower() == "external"
        if outside and (kind != "hyperlink" or not one.get("Target", "").lower().startswith(("http", "mailto:"))):
            yield tr(OUTSIDE)
        if kind in {"oleobject", "package", "afchunk", "control"}:
            yield tr(EMBEDDED)


def _dangers_of_fields(tree: ET.Element) -> Iterator[str]:
    """Give the automatic fields that are not known to be harmless, however they are cut into pieces."""
    said = ""
    for one in tree.iter():
        kind = one.tag.rpartition("}")[2]
        if kind == "fldSimple":
            yield from _judged(next((value for name, value in one.items() if name.endswith("instr")), ""))
        elif kind in {"object", "control", "altChunk"}:
            yield tr(EMBEDDED)
        elif kind == "fldChar":
            begins = any(value == "begin" for value in one.attrib.values())
            if begins:
                yield from _judged(said)
                said = ""
        elif kind == "instrText":
            said += one.text or ""
    yield from _judged(said)


def _judged(instruction: str) -> Iterator[str]:
    first = instruction.split(maxsplit=1)[0] if instruction.strip() else ""
    if first and first.upper() not in HARMLESS:
        yield tr(FIELD).format(field=first[:_SHOWN])
