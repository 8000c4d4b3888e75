# SPDX-License-Identifier: EUPL-1.2
"""The place of the server: found by its fingerprint, reached by https, and every trouble of the line in words."""

from collections.abc import Iterable, Mapping

import pytest

from tests.unit.desk.exchange.office import URL, Office
from welfaredesk.base.errors import Fault
from welfaredesk.base.exchange_errors import BadAddress, OtherServer, ServerRefuses
from welfaredesk.crypto.fingerprint import fingerprint
from welfaredesk.desk import today
from welfaredesk.desk.exchange.place import (
    ServerPlace,
    fault_of,
    find_server,
    fingerprint_words,
    line_of,
    open_line,
    server_of,
)
from welfaredesk.desk.exchange.words import REASONS, UNKNOWN, why
from welfaredesk.sync.line import Answer, Counted, LineBroken, LineTrouble
from welfaredesk.sync.wire import Code


def test_a_server_is_found_by_the_fingerprint_that_was_read_aloud(office: Office) -> None:
    key = office.server.key.public
    said = fingerprint(key)
    assert fingerprint_words(key) == said
    for spelled in (said, said.upper(), said.replace(" ", ":"), said.replace(" ", ""), f" {said}\n"):
        assert find_server(URL + "/", spelled, line=office.line) == ServerPlace(URL, key)
    for wrong in ("", said[:-1], "0" * 64, "parole"):
        with pytest.raises(OtherServer):
            find_server(URL, wrong, line=office.line)


def test_a_desk_has_a_line_once_it_has_a_server(office: Office) -> None:
    desk = office.found()
    assert server_of(desk) is None
    assert line_of(desk) is None
    office.attach(desk)
    assert server_of(desk) == ServerPlace(URL, office.server.key.public)
    line = line_of(desk)
    assert line is not None
    line.close()


def test_an_address_that_is_none_is_a_fault_in_words() -> None:
    for url in ("http://server.example", "", "https://a:b@c"):
        with pytest.raises(BadAddress):
            open_line(ServerPlace(url, bytes(32)))


class _Elsewhere:
    """A line to something that is no server of ours."""

    def __init__(self, status: int) -> None:
        self.counted, self._status = Counted(), status

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        """Answer whatever is asked with the same status."""
        assert (method, path, dict(headers), body) == ("GET", "/v1/server", {}, b"")
        return Answer(self._status, {}, iter(()))


@pytest.mark.parametrize(("status", "fault"), [(404, BadAddress), (405, BadAddress), (503, ServerRefuses)])
def test_an_address_where_no_server_is_is_told_from_one_that_is_busy(status: int, fault: type[Fault]) -> None:
    with pytest.raises(fault):
        find_server(URL, "ab" * 32, line=_Elsewhere(status))


def test_the_reminder_of_the_copy_knows_that_there_is_a_server(office: Office) -> None:
    desk = office.found()
    assert today.board(desk).copy == today.Copy(age=None, folder_chosen=False)
    office.attach(desk)
    assert today.board(desk).copy == today.Copy(age=None, folder_chosen=False, server=True)


@pytest.mark.parametrize("trouble", list(LineTrouble))
def test_every_trouble_of_the_line_is_told(trouble: LineTrouble) -> None:
    fault = fault_of(LineBroken(trouble))
    assert isinstance(fault, Fault)
    assert fault.text


@pytest.mark.parametrize("code", list(Code))
def test_every_code_of_the_wire_has_its_reason(code: Code) -> None:
    assert REASONS[code.value] != UNKNOWN
    assert why(code.value)[0].islower()


def test_a_code_of_a_newer_server_has_words_too() -> None:
    assert why("nuovo") == UNKNOWN
