# SPDX-License-Identifier: EUPL-1.2
"""While much is made at once nobody looks for cycles; afterwards it is as it was before."""

import gc
import threading
from collections.abc import Iterator

import pytest

from welfaredesk.base.cycles import look_when_due, uncollected


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_cycles_are_looked_for_again_when_the_last_one_is_out() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_thread_that_ends_earlier_does_not_wake_the_search_for_another() -> None:
    inside, leave = threading.Event(), threading.Event()

    def work() -> None:
        with uncollected():
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=work)
    other.start()
    assert inside.wait(10)
    with uncollected():
        pass
    assert not gc.isenabled()
    leave.set()
    other.join(10)
    assert gc.isenabled()


def test_an_error_leaves_nothing_switched_off() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_who_had_switched_it_off_finds_it_so() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_nobody_looks_for_cycles_before_they_are_due() -> None:
    told: list[str] = []

    def heard(phase: str, _info: dict[str, int]) -> None:
        told.append(phase)

    gc.disable()
    gc.collect()
    gc.callbacks.append(heard)
    try:
        look_when_due()
    finally:
        gc.callbacks.remove(heard)
    assert told == []
