# SPDX-License-Identifier: EUPL-1.2
"""The depot: sealed files and bundles, taken in pieces and given in ranges."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, delete, func, select, update
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from welfaredesk.base.ids import is_id, packed, spelled
from welfaredesk.domain.roster import Roster
from welfaredesk.server import apart, pieces
from welfaredesk.server import scope as scopes
from welfaredesk.server.callers import Caller, live_groups, may_widen, may_write
from welfaredesk.server.counts import UP
from welfaredesk.server.engine import insert_new
from welfaredesk.server.gate import turned
from welfaredesk.server.limits import MB
from welfaredesk.server.scope import Scope
from welfaredesk.server.service import BYTES, Service, body_of
from welfaredesk.server.storing import desk_row
from welfaredesk.server.tables import BUNDLE, DESK, FILE
from welfaredesk.sync.bundles import bundle_id, decode_bundle, verify_bundle
from welfaredesk.sync.frames import decoded
from welfaredesk.sync.wire import BundleInfo, Code

PIECE = 2 * MB
HAVE, SIZE, OFFSET, FOLDER, BUNDLE_INFO = "WD-Have", "WD-Size", "WD-Offset", "WD-Folder", "WD-Bundle"
BUNDLES_NAME = "bundles"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reach:
    """What a caller reaches when it calls."""

    caller: Caller
    roster: Roster
    scope: Scope
    head: int


def _reach(service: Service, connection: Connection, caller: Caller) -> _Reach:
    line = service.ledger.line(connection, caller.ente)
    roster = Roster() if line is None else service.ledger.roster(connection, line)
    groups = live_groups(roster, caller.desk, now_ms=service.now_ms)
    scope = Scope.of(caller.ente, caller.desk, groups=groups)
    return _Reach(caller=caller, roster=roster, scope=scope, head=0 if line is None else line.position)


def _number(headers: Mapping[str, str], name: str, *, most: int) -> int:
    text = headers.get(name, "0")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT)
    if int(text) > most:
        raise turned(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Code.TOO_LARGE)
    return int(text)


async def answer_file(service: Service, request: Request, sha256: bytes) -> Response:
    """Answer HEAD (how much is there), GET (with Range) or PUT (a piece) of a sealed file.

    Raises:
        Turned: alike for a file that is not there and one of a folder that the caller does not read.
    """
    return await run_in_threadpool(_file, service, request, sha256, await _piece(service, request))


async def answer_bundle(service: Service, request: Request, id_: bytes) -> Response:
    """Answer HEAD, GET or PUT of a bundle, which only members of its group reach.

    Raises:
        Turned: alike for a bundle that is not there and one of another group.
    """
    return await run_in_threadpool(_bundle, service, request, id_, await _piece(service, request))


async def _piece(service: Service, request: Request) -> bytes:
    body = await body_of(request, limit=PIECE)
    service.counts.add(UP, len(body))
    return body


def _folder(request: Request) -> bytes:
    folder = request.headers.get(FOLDER, "")
    if not is_id(folder):
        raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    return packed(folder)


def _file(service: Service, request: Request, sha256: bytes, body: bytes) -> Response:
    caller = service.signed(request, body, shut_out=request.method in {"HEAD", "PUT"})
    place = service.files / caller.ente / sha256.hex()
    with service.ledger.reading() as connection:
        reach = _reach(service, connection, caller)
        size = _size_in_scope(connection, reach.scope, sha256)
        named = FOLDER in request.headers or request.method == "PUT"
        folder = _folder(request) if named else b""
        leaving = named and apart.is_leaving(connection, caller, folder)
        if not (leaving or caller.is_root or reach.roster.is_active(caller.desk)):
            raise turned(HTTPStatus.FORBIDDEN, Code.REVOKED)
        held = leaving or (named and bool(scopes.held_among(connection, reach.scope, [folder])))
        if named:
            there = connection.execute(
                select(FILE.c.size).where(_row(reach.scope, folder, sha256))
            ).scalar_one_or_none()
            size = there if held else None
    if request.method == "PUT":
        if not leaving and not (held and may_write(reach.roster, caller.desk)):
            raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
        if size is None:
            return _put_file(service, request, reach, sha256, body)
        return service.answer(caller, {"have": size}, headers={HAVE: str(size)})
    if request.method == "HEAD":
        have = pieces.length(_part(place, folder)) if held and size is None else size
        return service.answer(caller, b"", headers={HAVE: str(have or 0)})
    if size is None:
        raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    return _given(service, caller, place)


def _row(scope: Scope, folder: bytes, sha256: bytes) -> ColumnElement[bool]:
    return (FILE.c.ente == scope.ente) & (FILE.c.sha256 == sha256) & (FILE.c.folder == folder)


def _part(place: Path, folder: bytes) -> Path:
    return place.with_name(f"{place.name}.{folder.hex()}.part")


def _size_in_scope(connection: Connection, scope: Scope, sha256: bytes) -> int | None:
    wanted = select(FILE.c.folder, FILE.c.size).where(FILE.c.ente == scope.ente, FILE.c.sha256 == sha256)
    sizes = {row.folder: int(row.size) for row in connection.execute(wanted)}
    held = scopes.held_among(connection, scope, sizes)
    return sizes[min(held)] if held else None


def _given(service: Service, caller: Caller, place: Path) -> Response:
    response = service.answer(caller, b"")
    return FileResponse(
        place, media_type=BYTES, headers={k: v for k, v in response.headers.items() if k.startswith("wd-")}
    )


def _put_file(service: Service, request: Request, reach: _Reach, sha256: bytes, body: bytes) -> Response:
    caller, folder = reach.caller, _folder(request)
    size = _number(request.headers, SIZE, most=service.limits.file)
    place = service.files / caller.ente / sha256.hex()
    part = _part(place, folder)
    offset = _number(request.headers, OFFSET, most=service.limits.file)
    have = pieces.length(part)
    if offset > have or offset + len(body) > size or not size:
        response = service.answer(caller, {"have": have}, headers={HAVE: str(have)})
        response.status_code = HTTPStatus.CONFLICT
        return response
    _check_quota(service, reach, size - have)
    before, have = have, pieces.add(part, body, offset=offset)
    # What is never finished takes room too.
    _count(service, reach, have - before)
    if have == size:
        if pieces.sha256_of(part) != sha256:
            part.unlink()
            _count(service, reach, -size)
            raise turned(HTTPStatus.BAD_REQUEST, Code.SIGNATURE)
        pieces.finish(part, place)
        row = {
            "ente": reach.scope.ente,
            "folder": folder,
            "sha256": sha256,
            "size": size,
            "desk": reach.scope.desk,
            "at_ms": service.now_ms,
        }
        with service.ledger.writing() as connection:
            insert_new(connection, FILE, [row])
    return service.answer(caller, {"have": have}, headers={HAVE: str(have)})


def _check_quota(service: Service, reach: _Reach, size: int) -> None:
    mine = (DESK.c.ente == reach.scope.ente) & (DESK.c.desk == reach.scope.desk)
    with service.ledger.reading() as connection:
        used = connection.execute(select(DESK.c.bytes).where(mine)).scalar_one_or_none() or 0
    if used + size > service.limits.quota:
        raise turned(HTTPStatus.FORBIDDEN, Code.QUOTA)


def _count(service: Service, reach: _Reach, size: int) -> None:
    if not size:
        return
    mine = update(DESK).where(DESK.c.ente == reach.scope.ente, DESK.c.desk == reach.scope.desk)
    with service.ledger.writing() as connection:
        insert_new(connection, DESK, [desk_row(reach.scope.ente, reach.scope.desk)])
        connection.execute(mine.values(bytes=DESK.c.bytes + size))


def _bundle(service: Service, request: Request, id_: bytes, body: bytes) -> Response:
    caller = service.signed(request, body)
    place = service.files / caller.ente / BUNDLES_NAME / id_.hex()
    with service.ledger.reading() as connection:
        reach = _reach(service, connection, caller)
        mine = (BUNDLE.c.ente == reach.scope.ente) & (BUNDLE.c.id == id_)
        row = connection.execute(select(BUNDLE.c.grp, BUNDLE.c.size).where(mine)).one_or_none()
    size = None if row is None or row.grp not in reach.scope.groups else int(row.size)
    if request.method == "PUT":
        return _put_bundle(service, request, reach, id_, body)
    if request.method == "HEAD":
        have = pieces.length(_part(place, reach.scope.desk)) if size is None else size
        return service.answer(caller, b"", headers={HAVE: str(have)})
    if size is None:
        raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    return _given(service, caller, place)


def _bundle_info(request: Request, id_: bytes) -> BundleInfo:
    text = request.headers.get(BUNDLE_INFO, "")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        info = decoded(BundleInfo, data)
    except (binascii.Error, ValueError):
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT) from None
    if info.id != id_ or not 0 <= info.part < info.parts:
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT)
    return info


def _put_bundle(service: Service, request: Request, reach: _Reach, id_: bytes, body: bytes) -> Response:
    caller, info = reach.caller, _bundle_info(request, id_)
    # Fresh desks believe a bundle: whoever only controls or comes from outside makes none.
    if info.group not in reach.scope.groups or info.upto > reach.head or not may_widen(reach.roster, caller.desk):
        raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    if info.size > service.limits.bundle:
        raise turned(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Code.TOO_LARGE)
    place = service.files / caller.ente / BUNDLES_NAME / id_.hex()
    part = _part(place, reach.scope.desk)
    offset = _number(request.headers, OFFSET, most=service.limits.bundle)
    have = pieces.length(part)
    if offset > have or offset + len(body) > info.size:
        response = service.answer(caller, {"have": have}, headers={HAVE: str(have)})
        response.status_code = HTTPStatus.CONFLICT
        return response
    _check_quota(service, reach, info.size)
    if not have:
        pieces.drop_oldest(place.parent, f".{reach.scope.desk.hex()}.part", keep=service.limits.unfinished - 1)
    have = pieces.add(part, body, offset=offset)
    if have == info.size:
        if not _is_told(part.read_bytes(), reach, info):
            part.unlink()
            raise turned(HTTPStatus.BAD_REQUEST, Code.SIGNATURE)
        pieces.finish(part, place)
        with service.ledger.writing() as connection:
            _keep_bundle(service, connection, reach, info)
        _sweep(service, reach)
    return service.answer(caller, {"have": have}, headers={HAVE: str(have)})


def _is_told(data: bytes, reach: _Reach, info: BundleInfo) -> bool:
    """Tell whether a bundle is what its header says, made by the caller for the epoch that stands."""
    try:
        bundle = decode_bundle(data)
    except ValueError:
        return False
    told = (bundle.group, bundle.generation, bundle.part, bundle.parts, bundle.upto)
    line = reach.roster.groups.get(spelled(info.group))
    public = reach.roster.desks[reach.caller.desk].sign
    return (
        bundle_id(bundle) == info.id
        and told == (info.group, info.generation, info.part, info.parts, info.upto)
        and (bundle.ente, bundle.desk) == (reach.scope.ente, reach.scope.desk)
        and line is not None
        and bundle.epoch == line.epoch
        and verify_bundle(bundle, public)
    )


def _keep_bundle(service: Service, connection: Connection, reach: _Reach, info: BundleInfo) -> None:
    """Keep a bundle; once its generation is whole, those before it of the same group go."""
    ente = reach.scope.ente
    waiting = select(func.count()).select_from(BUNDLE).where(BUNDLE.c.ente == ente)
    if connection.execute(waiting).scalar_one() >= service.limits.bundles:
        raise turned(HTTPStatus.FORBIDDEN, Code.TOO_MANY)
    row = {
        "ente": ente,
        "id": info.id,
        "grp": info.group,
        "generation": info.generation,
        "part": info.part,
        "parts": info.parts,
        "upto": info.upto,
        "size": info.size,
        "desk": reach.scope.desk,
    }
    insert_new(connection, BUNDLE, [row])
    mine = (BUNDLE.c.ente == ente) & (BUNDLE.c.grp == info.group)
    whole = select(func.count(BUNDLE.c.part.distinct())).where(mine, BUNDLE.c.generation == info.generation)
    if connection.execute(whole).scalar_one() >= info.parts:
        older = mine & (BUNDLE.c.generation != info.generation) & (BUNDLE.c.upto <= info.upto)
        connection.execute(delete(BUNDLE).where(older))


def _sweep(service: Service, reach: _Reach) -> None:
    """Remove the bytes of bundles that were voided."""
    with service.ledger.reading() as connection:
        wanted = select(BUNDLE.c.id).where(BUNDLE.c.ente == reach.scope.ente)
        here = {id_.hex() for id_ in connection.execute(wanted).scalars()}
    for path in (service.files / reach.caller.ente / BUNDLES_NAME).iterdir():
        if path.suffix != ".part" and path.name not in here:
            path.unlink(missing_ok=True)
