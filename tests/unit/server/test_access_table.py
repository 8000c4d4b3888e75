# SPDX-License-Identifier: EUPL-1.2
"""Every call, by every kind of caller, on every kind of thing: the answer stands in a table."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import pytest

from tests.server_of import AppLine, ServerOf
from tests.unit.server.conftest import Office, new_office, settle
from tests.unit.server.office import Desk, Ente
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds, packed
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.server.app import CALLS
from welfaredesk.server.standing import DeskSeen
from welfaredesk.sync.apart import write_leaving
from welfaredesk.sync.bundle_text import FolderContent
from welfaredesk.sync.bundles import Audience, bundle_id, encode_bundle, pack
from welfaredesk.sync.grants import FolderKey, make_ungrant
from welfaredesk.sync.invitation import draw_code, encode_request, invitation_id, make_request, request_id
from welfaredesk.sync.parcels import parcel_id
from welfaredesk.sync.wire import BundleInfo, Fill, FrameKind, Grant, Trouble

SEALED = b"sealed attachment"
SHA = hashlib.sha256(SEALED).hexdigest()
HOURS_MS = 3_600_000

CALLERS = (
    "member", "case-manager", "coordinatore", "amministratore", "dpo", "esterno", "esterno-over",
    "other-group", "other-ente", "unknown", "revoked", "stolen", "removed", "root",
)  # fmt: skip
INSIDE = {"member", "case-manager", "coordinatore", "amministratore", "esterno"}
READING = {*INSIDE, "dpo"}
SHARING = INSIDE - {"esterno"}
SIGNED_IN = {*READING, "esterno-over", "other-group", "removed", "root"}


@dataclass(slots=True)
class Scene:
    """The ente of the table, with a desk for each kind of caller."""

    office: Office
    line: AppLine
    callers: dict[str, Desk]
    code: str
    request: bytes
    bundle: BundleInfo
    apart: bytes


@pytest.fixture
def scene(settled: Office, server: ServerOf, clock: FixedClock) -> Scene:
    """Give the ente with everybody in it, and one of everything that can be asked for."""
    ente, anna, line = settled.ente, settled.anna, server.line()
    callers = {"other-group": settled.carla, "unknown": Desk(ente, settled.bruno.operator, ente.ids.opaque())}
    roles = {
        "member": Role.OPERATORE,
        "case-manager": Role.CASE_MANAGER,
        "coordinatore": Role.COORDINATORE,
        "amministratore": Role.AMMINISTRATORE,
        "dpo": Role.DPO,
        "esterno": Role.ESTERNO,
        "esterno-over": Role.ESTERNO,
        "revoked": Role.OPERATORE,
        "stolen": Role.OPERATORE,
        "removed": Role.OPERATORE,
    }
    now = clock.now().utc_ms
    over = {"esterno": now + HOURS_MS, "esterno-over": now + 1000}
    for name, role in roles.items():
        desk = callers[name] = ente.admit((role,), by=anna.sign)
        if name not in over:
            ente.join(desk, settled.group, by=anna)
    shared = by_name(settled, [(callers[name], end) for name, end in over.items()])
    ente.state(StatementKind.REVOKE, {"desk": callers["revoked"].id, "wipe": True}, anna.sign)
    ente.state(StatementKind.REVOKE, {"desk": callers["stolen"].id, "stolen": True}, anna.sign)
    leaving = {"group": settled.group, "operator": callers["removed"].operator}
    ente.state(StatementKind.LEAVE, leaving, anna.sign)
    left_behind = ente.admit((Role.OPERATORE,), by=anna.sign)
    ente.join(left_behind, settled.group, by=anna)
    ente.state(StatementKind.REVOKE, {"desk": left_behind.id}, anna.sign)
    callers["root"] = Desk(ente, "0" * 26, "0" * 26)
    others = new_office(SeededIds(7, clock))
    settle(others, line)
    # A desk of another ente that signs in to this one.
    callers["other-ente"] = Desk(ente, others.anna.operator, others.anna.id, others.anna.sign)
    assert anna.exchange(line, [*ente.stated, shared]).refused == {}
    headers = {"WD-Folder": settled.folder.folder, "WD-Size": str(len(SEALED)), "WD-Offset": "0"}
    assert anna.call(line, "PUT", f"/v1/file/{SHA}", body=SEALED, headers=headers).status == 200
    info, data = bundle_of(anna, settled.group, upto=5)
    put = anna.call(line, "PUT", f"/v1/bundle/{info.id.hex()}", body=data, headers=bundle_header(info))
    assert put.status == 200
    code = draw_code(ente.ids)
    anna.call(line, "POST", "/v1/invitation", body=msgspec.msgpack.encode((invitation_id(code), b"sealed", 48)))
    request = make_request(code, desk=ente.ids.opaque(), sign=b"s" * 32, seal=b"e" * 32)
    assert line.ask("POST", "/v1/request", headers={}, body=encode_request(request)).status == 200
    clock.advance(ms=5000)
    work = left_behind.parcel(settled.folder)
    assert left_behind.call(line, "POST", "/v1/apart", body=write_leaving([work])).status == 200
    return Scene(settled, line, callers, code, request_id(request), info, parcel_id(work))


def by_name(settled: Office, outside: list[tuple[Desk, int]]) -> Grant:
    """Return the grant of Anna's folder to people from outside, who are in no group of others, until their end."""
    ente, anna = settled.ente, settled.anna
    everyone = ente.group(anna, "everyone")
    own = []
    for desk, end in outside:
        ente.join(desk, everyone, by=anna, expires_ms=end)
        own.append(ente.group(desk, "own"))
    return anna.grant([settled.folder], *own)


def bundle_of(desk: Desk, group: str, *, upto: int) -> tuple[BundleInfo, bytes]:
    """Return a bundle that a desk packs for a group."""
    public = desk.ente.roster.groups[group].public
    content = FolderContent(key=desk.folder(), parcels=[], entries=[])
    audience = Audience(ente=desk.ente.id, group=group, epoch=1, public=public, upto=upto)
    (made,) = pack([content], audience, desk=desk.id, ids=desk.ente.ids, sign=desk.sign)
    data = encode_bundle(made)
    return BundleInfo(bundle_id(made), made.group, made.generation, 0, 1, upto, len(data)), data


def bundle_header(info: BundleInfo) -> dict[str, str]:
    """Return the header that goes with a bundle."""
    return {"WD-Bundle": base64.urlsafe_b64encode(msgspec.msgpack.encode(info)).rstrip(b"=").decode()}


def invite(scene: Scene, desk: Desk) -> int:
    """Post an invitation."""
    body = msgspec.msgpack.encode((scene.office.ente.ids.token(16), b"sealed", 48))
    return desk.call(scene.line, "POST", "/v1/invitation", body=body).status


def get(path: str) -> Callable[[Scene, Desk], int]:
    """Return the call that gets a path."""
    return lambda scene, desk: (
        desk.call(scene.line, "GET", path.format(bundle=scene.bundle.id.hex(), apart=scene.apart.hex())).status
    )


def refuse(scene: Scene, desk: Desk) -> int:
    """Refuse the request that waits."""
    return desk.call(scene.line, "POST", f"/v1/request/{scene.request.hex()}/refuse").status


def put_file(scene: Scene, desk: Desk) -> int:
    """Put another file into Anna's folder."""
    data = b"another " + desk.id.encode()
    headers = {"WD-Folder": scene.office.folder.folder, "WD-Size": str(len(data)), "WD-Offset": "0"}
    path = f"/v1/file/{hashlib.sha256(data).hexdigest()}"
    return desk.call(scene.line, "PUT", path, body=data, headers=headers).status


def put_bundle(scene: Scene, desk: Desk) -> int:
    """Put an older bundle of Anna's group."""
    info, data = bundle_of(desk, scene.office.group, upto=4)
    return desk.call(scene.line, "PUT", f"/v1/bundle/{info.id.hex()}", body=data, headers=bundle_header(info)).status


def leave(scene: Scene, desk: Desk) -> int:
    """Push something to be kept apart; what becomes of it stands in its receipt."""
    return desk.call(scene.line, "POST", "/v1/apart", body=write_leaving([])).status


ANSWERS: dict[str, tuple[Callable[[Scene, Desk], int], set[str], int]] = {
    "POST /v1/exchange": (lambda scene, desk: desk.exchange(scene.line).status, SIGNED_IN, 200),
    "POST /v1/invitation": (invite, SIGNED_IN - {"root"}, 403),
    "GET /v1/requests": (get("/v1/requests"), SIGNED_IN, 403),
    "POST /v1/request/{id}/refuse": (refuse, SIGNED_IN - {"dpo", "esterno", "esterno-over"}, 404),
    "GET /v1/desks": (get("/v1/desks"), SIGNED_IN, 403),
    "GET /v1/bundles": (get("/v1/bundles"), SIGNED_IN, 403),
    "POST /v1/apart": (leave, SIGNED_IN - {"root"} | {"revoked"}, 403),
    "GET /v1/apart": (get("/v1/apart"), SIGNED_IN, 403),
    "GET /v1/apart/{id}": (get("/v1/apart/{apart}"), SHARING, 404),
    "GET /v1/file/{id}": (get(f"/v1/file/{SHA}"), READING, 404),
    "PUT /v1/file/{id}": (put_file, INSIDE, 404),
    "GET /v1/bundle/{id}": (get("/v1/bundle/{bundle}"), READING - {"esterno"}, 404),
    "PUT /v1/bundle/{id}": (put_bundle, SHARING, 404),
    "HEAD /v1/file/{id}": (
        lambda scene, desk: desk.call(scene.line, "HEAD", f"/v1/file/{SHA}").status,
        SIGNED_IN,
        403,
    ),
    "HEAD /v1/bundle/{id}": (
        lambda scene, desk: desk.call(scene.line, "HEAD", f"/v1/bundle/{scene.bundle.id.hex()}").status,
        SIGNED_IN,
        403,
    ),
}
"""Call: how it is made, who is answered, and how a caller is refused who has signed in and may not."""

UNSIGNED = {
    "GET /v1/server", "GET /health", "GET /metrics", "GET /v1/invitation/{id}", "POST /v1/request",
    "GET /v1/request/{id}",
}  # fmt: skip


def test_the_table_names_every_call() -> None:
    assert {f"{method} {path}" for method, path, _ in CALLS} == {*ANSWERS, *UNSIGNED}


def test_a_caller_gets_what_the_table_says(scene: Scene) -> None:
    assert set(scene.callers) == set(CALLERS)
    for name, desk in scene.callers.items():
        for call, (ask, answered, refusal) in ANSWERS.items():
            wanted = 200 if name in answered else refusal if name in SIGNED_IN else 403
            assert (name, call, ask(scene, desk)) == (name, call, wanted)


def test_who_is_not_known_gets_one_answer(scene: Scene) -> None:
    other = Desk(Ente(scene.office.ente.ids), "", scene.office.ente.ids.opaque())
    wrong = Desk(scene.office.ente, "", scene.office.bruno.id, SigningKey.generate())
    strangers = (scene.callers["other-ente"], scene.callers["unknown"], other, wrong)
    answers = [one.call(scene.line, "GET", "/v1/bundles") for one in strangers]
    assert {(one.status, one.whole()) for one in answers} == {(403, msgspec.msgpack.encode(Trouble("unknown")))}


def test_a_revoked_desk_is_given_the_statement_that_says_so(scene: Scene) -> None:
    reply = scene.callers["revoked"].exchange(scene.line)
    assert reply.status == 403
    assert reply.trouble is not None
    assert (reply.trouble.code, reply.trouble.wipe) == ("revoked", True)
    assert reply.trouble.statement in scene.office.ente.stated
    seen = scene.office.anna.call(scene.line, "GET", "/v1/desks").whole()
    told = {one.desk: one.told_ms for one in msgspec.msgpack.decode(seen, type=list[DeskSeen])}
    assert told[packed(scene.callers["revoked"].id)] > 0


def test_what_is_not_yours_looks_like_what_is_not_there(scene: Scene) -> None:
    """Pushed into a folder of others and into one that does not exist: one code; pulled: nothing at all."""
    carlas = scene.office.carlas
    missing = FolderKey(scene.office.ente.ids.opaque(), carlas.key, carlas.root, "person", "ordinary")
    fills = [Fill(packed(carlas.folder), 0), Fill(packed(missing.folder), 0)]
    for name in sorted(SIGNED_IN - {"other-group"}):
        desk = scene.callers[name]
        reply = desk.exchange(scene.line, [desk.parcel(carlas), desk.parcel(missing)])
        assert (name, reply.refused) == (name, {0: "not_yours", 1: "not_yours"})
        filled = desk.exchange(scene.line, ask=desk.ask(fills=fills))
        assert filled.of(FrameKind.FILLED) == filled.of(FrameKind.PARCEL_AT) == []
        answers = [desk.call(scene.line, "GET", f"/v1/file/{sha}") for sha in ("0" * 64, "nonsense")]
        assert {(one.status, one.whole()) for one in answers} == {(404, msgspec.msgpack.encode(Trouble("unknown")))}


def test_who_may_push_what(scene: Scene) -> None:
    """A parcel into Anna's folder, its grant to Carla's group, and that grant taken back."""
    office = scene.office
    for name in sorted(SIGNED_IN - {"other-group"}):
        desk = scene.callers[name]
        shared = desk.grant([office.folder], office.hers)
        ungrant = make_ungrant(
            ente=office.ente.id,
            group=office.hers,
            folder=office.folder.folder,
            ids=office.ente.ids,
            desk=desk.id,
            sign=desk.sign,
        )
        reply = desk.exchange(scene.line, [desk.parcel(office.folder), shared, ungrant])
        codes = [reply.refused.get(index, "") for index in range(3)]
        wanted = ["" if name in INSIDE else "not_yours", "" if name in SHARING else "not_yours"]
        gives_up = name in {"case-manager", "coordinatore"}
        wanted.append("" if gives_up else "rule" if name in SHARING else "not_yours")
        assert (name, codes) == (name, wanted)


def test_the_code_of_an_invitation_is_all_that_opens_it(scene: Scene) -> None:
    used = scene.line.ask("GET", f"/v1/invitation/{invitation_id(scene.code).hex()}", headers={})
    missing = scene.line.ask("GET", f"/v1/invitation/{'0' * 32}", headers={})
    assert (used.status, used.whole()) == (missing.status, missing.whole())
