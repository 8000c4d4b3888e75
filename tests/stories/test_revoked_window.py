# SPDX-License-Identifier: EUPL-1.2
"""A revocation in its order, through the real window: edits stop, what had not left does, then the archive goes."""

from pathlib import Path

from tests.stories.inside import here
from tests.stories.program import PASSPHRASE
from tests.stories.relay import relayed
from tests.stories.served import attached, enrolled, invited, newcomer, serving
from tests.stories.window import on_screen, until

TEXT = "Visita a casa prima di saperlo."


def test_a_revoked_desk_leaves_its_work_then_erases_itself_and_a_colleague_accepts_it(tmp_path: Path) -> None:
    with serving(tmp_path / "server") as server, relayed(server.port) as relay:
        seen = type(server)(server.process, relay.url, server.fingerprint)
        lucia, anna = attached(tmp_path / "lucia", seen), newcomer(tmp_path / "anna")
        person = str(here(lucia, "record", "add", "person", "-", given='{"surname":"Ferrari","name":"Giulia"}')["id"])
        enrolled(anna, lucia, seen, code=invited(lucia))
        here(anna, "record", "add", "diary_entry", "-", given=f'{{"person":"{person}","text":"{TEXT}"}}')
        relay.pull()
        said = here(lucia, "roster", "revoke", "ab", "--wipe")
        assert (said["sent"], said["why"]["code"]) == (False, "no_line")
        relay.mend()
        here(lucia, "exchange")
        with on_screen(anna) as window:
            until(window.is_shown, "a window")
            window.write(PASSPHRASE)
            window.key("Return")
            until(lambda: window.has_open("vault.db"), "an open desk")
            until(lambda: not list((tmp_path / "anna").rglob("vault.db")), "an archive that is gone")
            until(window.is_shown, "the window that begins again")
            window.picture(tmp_path / "1-cancellata.png")
            assert window.close() == 0
        here(lucia, "exchange")
        (work,) = here(lucia, "apart", "list")
        assert (work["cause"], work["entries"], work["state"], work["root"]) == ("revoked", 1, "waiting", person)
        assert here(lucia, "record", "list", "diary_entry")["records"] == []
        assert here(lucia, "apart", "accept", work["id"]) == {"id": work["id"], "entries": 1}
        here(lucia, "exchange")
        here(lucia, "exchange")
        (record,) = here(lucia, "record", "list", "diary_entry")["records"]
        assert (record["text"], here(lucia, "apart", "list"), here(lucia, "check")["ok"]) == (TEXT, [], True)
