# SPDX-License-Identifier: EUPL-1.2
"""An access to the papers by commands alone: asked for, chosen, printed without others in it, answered."""

import json

import pypdfium2
from tests.stories.inside import answered, here
from tests.stories.program import Program


def test_a_cartella_is_asked_for_and_handed_over_without_others_in_it(program: Program) -> None:
    def add(type_name: str, **said: object) -> str:
        return str(here(program, "record", "add", type_name, "-", given=json.dumps(said))["id"])

    def act(action: str, **given: object) -> object:
        return here(program, "act", request, action, "-", given=json.dumps(given))

    person = add("person", surname="Ferrari", name="Giulia")
    add("network_tie", person=person, who="Rita Bo", role="neighbour")
    goes = add("diary_entry", person=person, text="Dorme poco. Rita Bo telefona.")
    stays = add("diary_entry", person=person, text="Ipotesi del servizio.")
    request = add("access_request", person=person, requester="Ottavia Mazzi", title="lawyer")
    assert act("start") == {"id": request, "from": "received", "to": "in_progress"}
    shown = here(program, "record", "show", request)
    assert shown["due_on"] > shown["received_on"]
    chosen = [{"record": stays, "included": False, "why": "internal"}]
    here(program, "record", "change", request, "-", given=json.dumps({"chosen": chosen}))
    here(program, "print", "access-dossier", request, "--out", "dossier.pdf")
    document = pypdfium2.PdfDocument(program.folder / "dossier.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Dorme poco. [terza persona] telefona." in text
    assert "È lavoro interno del servizio" in text
    assert "Rita" not in text
    assert "Ipotesi" not in text
    lines = answered(program, "audit", "list").values
    (line,) = [one for one in lines if one["act"] == "print"]
    assert "Ottavia Mazzi" in line["why"]
    assert (goes in line["shown"], stays in line["shown"]) == (True, False)
    refused = answered(program, "act", request, "answer", "-", given=json.dumps({"answer": "partly"}))
    assert refused.code == 2
    assert act("answer", answer="partly", reason="Lavoro interno") == {
        "id": request,
        "from": "in_progress",
        "to": "answered",
    }
