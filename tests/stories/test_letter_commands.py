# SPDX-License-Identifier: EUPL-1.2
"""A relazione on the letterhead of the ente, by commands alone: a bad template, a protected address, then sent."""

import io
import json
from pathlib import Path

from docx import Document

from tests.stories.program import Program
from tests.stories.test_case_commands import act
from welfaredesk.documents.letter_model import letter_model


def test_a_relazione_is_written_stopped_mended_issued_printed_and_sent(inside: Program, tmp_path: Path) -> None:
    abode = [{"street": "Via dei Tigli 4"}]
    given = json.dumps({"surname": "Gazzola", "name": "Ottavia", "protected_abode": abode})
    person = inside.ask("record", "add", "person", "-", given=given)["id"]

    template = inside.ask("record", "add", "letter_template", "-", given=json.dumps({"name": "Carta"}))["id"]
    broken, sound = tmp_path / "rotto.docx", tmp_path / "buono.docx"
    made = Document(io.BytesIO(letter_model()))
    made.add_paragraph("{{ cognomme }}")
    made.save(str(broken))
    sound.write_bytes(letter_model())
    refused = inside.run("attach-file", template, str(broken), "--json")
    assert (refused.code, refused.error) == (2, "bad_template")
    assert "«cognomme» non è un campo delle lettere" in refused.err
    inside.ask("attach-file", template, str(sound))

    said = {"subject": "Relazione", "facts": "Sta in via dei Tigli 4.", "addressee_text": "Avv. Sala"}
    given = json.dumps(said | {"person": person, "template": template})
    letter = inside.ask("record", "add", "letter", "-", given=given)["id"]
    for template_name in ("letter", "letter-docx"):
        stopped = inside.run("print", template_name, letter, "--out", str(tmp_path / "no"), "--json")
        assert (stopped.code, stopped.error) == (2, "letter_stopped")
        assert "Tigli" not in stopped.err
    assert not (tmp_path / "no").exists()
    inside.ask("record", "change", letter, "-", given=json.dumps({"facts": "Sta bene."}))
    assert act(inside, letter, "issue") == {"id": letter, "from": "draft", "to": "issued"}

    out = tmp_path / "lettera.pdf"
    assert inside.ask("print", "letter", letter, "--out", str(out))["pages"] == 1
    assert out.read_bytes().startswith(b"%PDF")
    assert inside.ask("print", "letter-docx", letter, "--out", str(tmp_path / "lettera.docx"))["pages"] == 0
    lines = [one.text for one in Document(str(tmp_path / "lettera.docx")).paragraphs]
    assert "Sta bene." in lines
    kept = inside.ask("record", "list", "document")["records"]
    assert len(kept) == 2
    inside.ask("attach-file", letter, str(out))
    assert inside.ask("record", "show", letter)["signed_file"]["name"] == "lettera.pdf"
    assert act(inside, letter, "send", sent_means="pec", protocol_number="7")["to"] == "sent"
    assert inside.ask("check")["ok"]
