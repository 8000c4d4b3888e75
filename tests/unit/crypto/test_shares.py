# SPDX-License-Identifier: EUPL-1.2
"""Recovery sheets: any two of three, however they are typed."""

from collections.abc import Callable, Sequence
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from welfaredesk.base.errors import WrongShares
from welfaredesk.base.ids import is_id
from welfaredesk.crypto.shares import (
    ente_id,
    is_share,
    join,
    recovery_key,
    root_key,
    split,
    unknown_words,
    words,
)

SECRET = bytes(range(32))

# From the vectors that SLIP-39 publishes, passphrase «TREZOR»: numbers 20 to 23.
PUBLISHED_ALONE = (
    "theory painting academic academic armed sweater year military elder discuss acne wildlife "
    "boring employer fused large satoshi bundle carbon diagnose anatomy hamster leaves tracks "
    "paces beyond phantom capital marvel lips brave detect luck"
)
PUBLISHED_PAIR = (
    (
        "humidity disease academic always aluminum jewelry energy woman receiver strategy amuse "
        "duckling lying evidence network walnut tactics forget hairy rebound impulse brother survive "
        "clothes stadium mailman rival ocean reward venture always armed unwrap"
    ),
    (
        "humidity disease academic agency actress jacket gross physics cylinder solution fake "
        "mortgage benefit public busy prepare sharp friar change work slow purchase ruler again "
        "tricycle involve viral wireless mixture anatomy desert cargo upgrade"
    ),
)

# Made once by this package from SECRET.
OWN_SHEETS = (
    (
        "parking surprise academic acid ambition class evoke tackle deny plastic boundary dominant "
        "secret daughter rebound detect sympathy universe picture society teammate hospital filter "
        "maiden elder building pumps install believe ultimate excuse envy multiple"
    ),
    (
        "parking surprise academic agency amazing duckling sprinkle black funding hour grill soldier "
        "civil floral mother blue edge predator survive moment stilt obesity race mason impulse "
        "member sharp corner race shame intend walnut relate"
    ),
    (
        "parking surprise academic always always brave glimpse exercise evening tolerate viral "
        "location rival lily valuable bulb empty percent failure fraction level acid manual leaves "
        "chubby debris editor smart unusual tension elbow museum fake"
    ),
)


@pytest.mark.parametrize(
    ("sheets", "secret"),
    [
        ([PUBLISHED_ALONE], "989baf9dcaad5b10ca33dfd8cc75e42477025dce88ae83e75a230086a0e00e92"),
        (PUBLISHED_PAIR, "c938b319067687e990e05e0da0ecce1278f75ff58d9853f19dcaeed5de104aae"),
    ],
)
def test_the_library_joins_the_published_sheets(sheets: Sequence[str], secret: str) -> None:
    assert combine_mnemonics(sheets, b"TREZOR").hex() == secret


@pytest.mark.parametrize("sheets", [[PUBLISHED_ALONE.replace("luck", "lunar")], PUBLISHED_PAIR[:1]])
def test_the_library_refuses_the_published_wrong_sheets(sheets: Sequence[str]) -> None:
    with pytest.raises(MnemonicError):
        combine_mnemonics(sheets, b"TREZOR")


def test_sheets_printed_by_the_first_version_still_join() -> None:
    for pair in permutations(OWN_SHEETS, 2):
        assert join(pair) == SECRET


@settings(max_examples=10, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_any_two_of_three_sheets_make_the_secret(secret: bytes) -> None:
    sheets = split(secret, alone=False)
    assert len(set(sheets)) == 3
    assert {len(words(sheet)) for sheet in sheets} == {33}
    assert {join(pair) for pair in combinations(sheets, 2)} == {secret}
    assert join(sheets) == secret


def test_an_ente_of_one_gets_the_same_sheet_twice_and_either_suffices() -> None:
    one, other = split(SECRET, alone=True)
    assert one == other
    assert len(words(one)) == 33
    assert join([one]) == join([one, other]) == SECRET


def test_sheets_printed_twice_are_two_different_pairs() -> None:
    assert split(SECRET, alone=False) != split(SECRET, alone=False)


def as_numbered_lines(sheet: str) -> str:
    return "\n".join(f"{place:2}. {word}" for place, word in enumerate(sheet.split(), start=1))


@pytest.mark.parametrize(
    "typed",
    [
        str.upper,
        str.title,
        lambda sheet: "  " + sheet.replace(" ", "   ") + "\n",
        lambda sheet: sheet.replace(" ", "\r\n"),
        lambda sheet: sheet.replace(" ", ", "),
        as_numbered_lines,
        lambda sheet: as_numbered_lines(sheet).replace(". ", ")"),
        lambda sheet: as_numbered_lines(sheet).replace(". ", "."),
        lambda sheet: as_numbered_lines(sheet).replace("\n", " ").replace(". ", " "),
    ],
)
def test_sheets_are_read_however_they_are_typed(typed: Callable[[str], str]) -> None:
    assert join([typed(OWN_SHEETS[0]), typed(OWN_SHEETS[2])]) == SECRET


def test_a_miscopied_third_sheet_does_no_harm() -> None:
    assert join([OWN_SHEETS[0].replace(" ", " x", 1), OWN_SHEETS[1], OWN_SHEETS[2]]) == SECRET


def test_too_few_repeated_mixed_or_miscopied_sheets_are_wrong() -> None:
    one, two, _ = OWN_SHEETS
    others = split(SECRET, alone=False)
    swapped = " ".join([*one.split()[:10], one.split()[11], one.split()[10], *one.split()[12:]])
    cases: list[list[str]] = [
        [],
        [""],
        [one],
        [one, one],
        [one, one.upper()],
        [one, others[1]],
        [one, two.rsplit(" ", 1)[0]],
        [two, swapped],
        [one, "dodici parole a caso"],
    ]
    for sheets in cases:
        with pytest.raises(WrongShares):
            join(sheets)


def test_every_single_wrong_word_is_noticed_and_half_of_the_sheets_are_no_sheet() -> None:
    spoken = OWN_SHEETS[0].split()
    for place, word in enumerate(spoken):
        wrong = "academic" if word != "academic" else "acid"
        assert not is_share(" ".join([*spoken[:place], wrong, *spoken[place + 1 :]]))
        assert not is_share(" ".join(spoken[:place]))
    assert is_share(OWN_SHEETS[0])


@pytest.mark.parametrize("exponent", [1, 3])
def test_a_sheet_of_another_program_that_would_cost_minutes_is_refused(exponent: int) -> None:
    ((foreign,),) = generate_mnemonics(1, [(1, 1)], SECRET, iteration_exponent=exponent)
    assert not is_share(foreign)
    with pytest.raises(WrongShares):
        join([foreign])


def test_a_sheet_of_a_shorter_secret_is_refused() -> None:
    ((short,),) = generate_mnemonics(1, [(1, 1)], bytes(16), iteration_exponent=0)
    assert not is_share(short)
    with pytest.raises(WrongShares):
        join([short])


def test_the_words_that_no_sheet_holds_are_pointed_at() -> None:
    assert unknown_words("1. Academic 2. acidd 3. acne 4. perché") == [1, 3]
    assert unknown_words(OWN_SHEETS[0]) == []


@given(st.text())
def test_rubbish_is_never_a_sheet(typed: str) -> None:
    assert not is_share(typed)
    with pytest.raises(WrongShares):
        join([typed])


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_secret_of_another_length_is_not_split(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        split(bytes(length), alone=True)


def test_the_keys_and_the_id_of_an_ente_have_not_drifted() -> None:
    root = root_key(SECRET)
    assert root.public.hex() == "dc0425b0e785444a8a419d70c5fd4bc5d92b4745b17c97fcf7f5135f8ad85bb9"
    recovery = recovery_key(SECRET)
    assert recovery.public.hex() == "3fb5af1eb38a3b160bbe3ba6563b022b14f421a4bc621b03a9fb81d03ec7ff24"
    assert ente_id(root.public) == "5drebtvz7tmjpxsvarg1zncg5d"
    assert root.to_bytes() != recovery.to_bytes()


@given(st.binary(min_size=32, max_size=32))
def test_the_id_of_an_ente_is_an_id(public: bytes) -> None:
    assert is_id(ente_id(public))
