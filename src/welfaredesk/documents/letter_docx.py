# SPDX-License-Identifier: EUPL-1.2
"""A letter as a DOCX: a template of the ente whose fields are filled, and nothing else of it ever run.

A template may name fields, ask whether one says something, and go through the list of data: every other expression is
refused before anything is rendered, and what is rendered runs in a sandbox without files and without calls.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from docx import Document
from docx.opc.exceptions import OpcError
from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docxtpl import DocxTemplate
from welfaredesk.base.letter_errors import BadTemplate
from welfaredesk.base.text import N_, tr
from welfaredesk.documents.docx_safety import BROKEN, NOT_DOCX, dangers_of
from welfaredesk.documents.letter import FIELDS, LIST, LIST_PARTS, SAMPLE

NOT_A_FIELD = N_("riga {line}: «{name}» non è un campo delle lettere")
NOT_ALLOWED = N_("riga {line}: «{name}» non si può usare in un modello")
NOT_WRITTEN_WELL = N_("riga {line}: un campo non è scritto bene ({near})")
NOT_WHOLE = N_("i segni {% %} cominciano in un punto e finiscono in un altro: vanno nello stesso paragrafo o riga")
ASTRAY = N_(
    "un campo è scritto con una lettera dopo le graffe ({{r, {{p, {{tr o {{tc): il suo testo andrebbe perso, va tolta"
)
OUT_OF_REACH = N_("c'è un campo in una nota di chiusura, in un commento o in una casella che il programma non riempie")
MORE = N_("e altri {count} errori")
SHOWN, NEAR = 12, 40
FILTERS = frozenset({"upper", "lower", "title", "trim", "default", "d"})
AS_TYPED = {
    "call": "( )",
    "getitem": "[ ]",
    "assign": "set",
    "concat": "~",
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "floordiv": "//",
    "mod": "%",
    "pow": "**",
}
"""What a person typed, by what Jinja calls it."""
PLAIN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Not, nodes.And, nodes.Or, nodes.Const),
    *(nodes.Compare, nodes.Operand),
)
_GUTS = (*BROKEN, OpcError, TemplateError, SyntaxError, LookupError, AttributeError, TypeError, RecursionError)
"""What docxtpl and the libraries under it raise over a file that is not as they expect."""
_UNFILLED = ("{{", "{%", "{#")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AROUND = frozenset(f"{_WORD}{name}" for name in ("body", "hdr", "ftr", "p", "r", "tbl", "tr", "tc"))
_MAY_SAY = (b"{", b"<w:p")


class _Looking(Extension):
    """Looks at every text that is about to become a template; one with a problem is rendered as plain text."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.problems: list[str] = []

    def preprocess(self, source: str, *_where: Any, **_named: Any) -> str:
        """Return the source as it may be rendered."""
        found = list(_problems_of(source))
        self.problems.extend(found)
        return source.replace("{", "(").replace("}", ")") if found else source


class _Template(DocxTemplate):
    """A template whose text, once filled, is still whole."""

    def fix_tables(self, xml: str) -> Any:
        """Refuse a text that is torn: read leniently, it would lose what comes after the tear."""
        ET.fromstring(xml)
        return super().fix_tables(xml)


def filled(template: bytes, said: Mapping[str, Any]) -> bytes:
    """Return a DOCX with the fields of a template filled; what people wrote is set as text, never read as markup.

    Args:
        template: the bytes of the DOCX.
        said: field to words, and the list of data.

    Raises:
        BadTemplate: when the template is not safe, or has errors: all of them are named.
    """
    _stop(dangers_of(template))
    environment = ImmutableSandboxedEnvironment(autoescape=True, extensions=[_Looking])
    looking = environment.extensions[_Looking.identifier]
    problems: list[str] = looking.problems if isinstance(looking, _Looking) else []
    made = io.BytesIO()
    try:
        document = _Template(io.BytesIO(template))
        document.render(dict(said), environment, autoescape=True)
        _stop(problems)
        document.save(made)
        Document(io.BytesIO(made.getvalue()))
    except _GUTS as error:
        _stop(problems)
        raise BadTemplate(problems=tr(NOT_WHOLE if isinstance(error, ET.ParseError) else NOT_DOCX)) from error
    return _packed(made.getvalue())


def _packed(data: bytes) -> bytes:
    """Return a DOCX packed without the hour: the same letter gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.infolist():
            target.writestr(zipfile.ZipInfo(one.filename), source.read(one), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def checked(template: bytes) -> None:
    """Try a template whole, with made-up words in every field, then with none.

    Raises:
        BadTemplate: when it has errors, all of them named.
    """
    trees = list(_trees_of(filled(template, SAMPLE)))
    if any(sign in "".join(tree.itertext()) for tree in trees for sign in _UNFILLED):
        raise BadTemplate(problems=tr(OUT_OF_REACH))
    if any(_is_astray(tree) for tree in trees):
        raise BadTemplate(problems=tr(ASTRAY))
    filled(template, dict.fromkeys(FIELDS, "") | {LIST: []})


def _trees_of(data: bytes) -> Iterator[ET.Element]:
    for part in Document(io.BytesIO(data)).part.package.iter_parts():
        if str(part.partname).endswith(".xml") and any(sign in part.blob for sign in _MAY_SAY):
            yield ET.fromstring(part.blob)


def _is_astray(tree: ET.Element) -> bool:
    """Tell whether words stand where a word processor does not look for any: they would be lost without a sign."""
    around = (one for one in tree.iter() if one.tag in _AROUND)
    return any((text or "").strip() for one in around for text in (one.text, *(child.tail for child in one)))


def _stop(problems: list[str]) -> None:
    once = list(dict.fromkeys(problems))
    if once:
        rest = [tr(MORE).format(count=len(once) - SHOWN)] if len(once) > SHOWN else []
        raise BadTemplate(problems="; ".join([*once[:SHOWN], *rest]))


def _problems_of(source: str) -> Iterator[str]:
    """Give what is wrong in one part of a template; its lines are the paragraphs of the document."""
    try:
        tree = Environment(autoescape=True).parse(source)
    except TemplateSyntaxError as error:
        near = _words_near(source, error.lineno)
        yield tr(NOT_WRITTEN_WELL).format(line=_paragraph(error.lineno), near=near)
        return
    except RecursionError:
        yield tr(NOT_DOCX)
        return
    yield from _judged(tree, frozenset(FIELDS))


def _paragraph(line: int) -> int:
    """Return the number of the paragraph in which a line of the text stands: each paragraph begins a line."""
    return max(line - 1, 1)


def _words_near(source: str, line: int) -> str:
    lines = source.splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    plain = " ".join("".join(part.partition(">")[2] for part in f">{text}".split("<")).split())
    return f"«{plain[:NEAR]}…»" if len(plain) > NEAR else f"«{plain}»"


def _judged(node: nodes.Node, names: frozenset[str]) -> Iterator[str]:
    """Give what a node uses that it may not: names that are no fields, and all that is not plain filling."""
    inner = names
    if isinstance(node, nodes.Name):
        if node.name not in names:
            yield tr(NOT_A_FIELD).format(line=_paragraph(node.lineno), name=node.name[:NEAR])
    elif isinstance(node, nodes.For):
        yield from _judged_list(node, names)
        if isinstance(node.target, nodes.Name):
            inner = names | {node.target.name, "loop"}
    elif isinstance(node, nodes.Getattr):
        if not _is_part(node, names):
            yield tr(NOT_A_FIELD).format(line=_paragraph(node.lineno), name=node.attr[:NEAR])
    elif isinstance(node, nodes.Filter):
        if node.name not in FILTERS:
            yield tr(NOT_ALLOWED).format(line=_paragraph(node.lineno), name=node.name[:NEAR])
    elif not isinstance(node, PLAIN):
        kind = type(node).__name__.lower()
        yield tr(NOT_ALLOWED).format(line=_paragraph(node.lineno), name=AS_TYPED.get(kind, kind))
        return
    for child in node.iter_child_nodes():
        yield from _judged(child, inner)


def _judged_list(node: nodes.For, names: frozenset[str]) -> Iterator[str]:
    """Refuse every loop but one through the list of data: loops in loops would never end."""
    named = isinstance(node.iter, nodes.Name) and node.iter.name == LIST
    if not named or not isinstance(node.target, nodes.Name) or node.recursive or "loop" in names:
        yield tr(NOT_ALLOWED).format(line=_paragraph(node.lineno), name="for")


def _is_part(node: nodes.Getattr, names: frozenset[str]) -> bool:
    """Tell whether a name after a dot is one of a row of the list: the row itself is a name given by a loop."""
    row = node.node.name if isinstance(node.node, nodes.Name) else ""
    given = row in names and row not in FIELDS
    return given and node.attr in (("first", "last", "index") if row == "loop" else LIST_PARTS)
