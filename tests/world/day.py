# SPDX-License-Identifier: EUPL-1.2
"""A day of work with 64 planted words, ended by a crash: `python -m tests.world.day PROFILE OUTSIDE`.

What lies in OUTSIDE is what the person had outside the program: papers to attach, a folder for the copy.
"""

import io
import os
import signal
import sys
import zipfile
from pathlib import Path

from tests.opened import add, open_desk
from tests.world.saver import clock_of
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import attachments, copies, drafts, lists, reading, records
from welfaredesk.desk.preferences import prefer
from welfaredesk.desk.session import Session

KINDS = ("person", "notes", "diary", "attachment", "search", "draft", "reserved", "file-name")
WORDS_OF: dict[str, list[str]] = {
    kind: [f"Qz{kind.replace('-', '').capitalize()}{letter}xw" for letter in "abcdefgh"] for kind in KINDS
}
PLANTED = [word for words in WORDS_OF.values() for word in words]
assert len(PLANTED) == 64


def paper(words: list[str]) -> bytes:
    """Return a file as offices make them: text in a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", " ".join(words))
    return target.getvalue()


def work(session: Session, outside: Path) -> None:
    """Do what is done in a day, through the same calls as the screens."""
    words = WORDS_OF
    persons = [
        add(session, "person", surname=name, name=alias, aliases=[{"alias": alias}], notes=f"Detto {note}.")
        for name, alias, note in zip(words["person"], reversed(words["person"]), words["notes"], strict=True)
    ]
    first = persons[0]
    reading.opened(session, first)
    for word in words["diary"]:
        entry = add(session, "diary_entry", root=first, text=f"Colloquio con la madre: {word}.")
        records.change(session, entry, {"text": f"Colloquio con la madre: {word}. " + "Altro testo. " * 200})
    for word in words["reserved"]:
        records.change(session, first, {"protected_abode": [{"street": f"via {word} 3"}]})
    document = add(session, "document", title=words["file-name"][0], person=first)
    papers = outside / f"{' '.join(words['file-name'][1:])}.docx"
    papers.write_bytes(paper(words["attachment"]))
    attachments.attach(session, document, papers)
    for word in (*words["search"], *words["person"]):
        reading.searched(session, [hit.id for hit in lists.search(session, word)])
    for typed in range(1, 9):
        values = {"text": " ".join(words["draft"][:typed])}
        drafts.keep(session, f"diary/{first}", values, type_name="diary_entry", root=first)
    prefer(session, "copy_folder", str(outside))
    copies.copy_now(session)
    attachments.read_bytes(session, document)
    attachments.open_elsewhere(session, document)


def main(profile: Path, outside: Path) -> None:
    """Work, then crash."""
    clock = clock_of(1)
    work(open_desk(profile, clock=clock, ids=SeededIds(1, clock)), outside)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
