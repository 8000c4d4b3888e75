# SPDX-License-Identifier: EUPL-1.2
"""The application: the calls of a server, one function per path."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import TypeAlias

import msgspec
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from welfaredesk.base.clock import Clock
from welfaredesk.base.log import trouble
from welfaredesk.base.release import version
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.server import apart, depot, mailbox, standing
from welfaredesk.server.counts import REQUESTS, UP, Counts
from welfaredesk.server.exchange import exchange
from welfaredesk.server.gate import Turned, turned
from welfaredesk.server.ledger import Ledger
from welfaredesk.server.limits import Limits
from welfaredesk.server.service import Service, body_of, plain_answer, sign_in_of
from welfaredesk.sync.wire import FORMAT, Code

Answering: TypeAlias = Callable[[Service, Request], Awaitable[Response]]


def application(
    ledger: Ledger,
    *,
    key: SigningKey,
    clock: Clock,
    files: Path,
    limits: Limits | None = None,
    counts: Counts | None = None,
) -> Starlette:
    """Return the ASGI application over a ledger: all that `serve` puts behind a socket.

    `key` signs the checks and is the key of the certificate; `clock` is the server's own; `files` is the folder
    of sealed files and bundles; `counts` is shared with the other processes, where there are any.
    """
    service = Service(
        ledger=ledger, key=key, clock=clock, limits=limits or Limits(), files=files, counts=counts or Counts()
    )
    app = Starlette(routes=[_route(service, *line) for line in CALLS], exception_handlers=_outside(service))
    app.state.service = service
    return app


def _route(service: Service, method: str, path: str, answering: Answering) -> Route:
    name = f'{{call="{method} {path.partition("{")[0]}",status="'

    async def endpoint(request: Request) -> Response:
        started = service.clock.monotonic()
        try:
            response = await answering(service, request)
        except Turned as turned_away:
            response = turned_response(turned_away)
        except ClientDisconnect:
            response = Response(status_code=HTTPStatus.BAD_REQUEST)
        except (SQLAlchemyError, OSError) as error:
            # A database that is locked too long or gone, a disk that is full: the desk comes again later.
            trouble("request-failed", error)
            response = turned_response(turned(HTTPStatus.SERVICE_UNAVAILABLE, Code.BUSY))
        service.counts.add(REQUESTS, labels=f'{name}{response.status_code}"}}')
        service.counts.took(service.clock.monotonic() - started)
        return response

    # A route would answer HEAD wherever it answers GET: each method stands by itself.
    route = Route(path, endpoint, methods=[method])
    route.methods = {method}
    return route


def _outside(service: Service) -> dict[int | type[Exception], Callable[..., Awaitable[Response]]]:
    async def unknown(_request: Request, error: Exception) -> Response:
        code = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
        service.counts.add(REQUESTS, labels=f'{{call="other",status="{code}"}}')
        return turned_response(turned(HTTPStatus(code), Code.UNKNOWN))

    async def broken(_request: Request, error: Exception) -> Response:
        trouble("request-failed", error)
        service.counts.add(REQUESTS, labels='{call="other",status="503"}')
        return turned_response(turned(HTTPStatus.SERVICE_UNAVAILABLE, Code.BUSY))

    return {HTTPException: unknown, Exception: broken}


def turned_response(one: Turned) -> Response:
    """Return the answer to somebody who is turned away."""
    response = plain_answer(one.trouble)
    response.status_code = int(one.status)
    if one.wait:
        response.headers["Retry-After"] = str(one.wait)
    return response


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _id(request: Request, *, size: int) -> bytes:
    """Return the id in a path; one that is none is simply not there."""
    text = request.path_params["id"]
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    if len(data) != size or data.hex() != text:
        raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
    return data


async def _small_body(service: Service, request: Request) -> bytes:
    body = await body_of(request, limit=service.limits.small_body)
    service.counts.add(UP, len(body))
    return body


async def _exchange(service: Service, request: Request) -> Response:
    return await exchange(service, request)


async def _post_invitation(service: Service, request: Request) -> Response:
    body = await _small_body(service, request)
    caller = await run_in_threadpool(service.signed, request, body)
    return service.answer(caller, await run_in_threadpool(mailbox.post_invitation, service, caller, body))


async def _invitation(service: Service, request: Request) -> Response:
    service.gate.slow_strangers(_address(request))
    return plain_answer(await run_in_threadpool(mailbox.invitation, service, _id(request, size=16)))


async def _post_request(service: Service, request: Request) -> Response:
    service.gate.slow_strangers(_address(request))
    body = await _small_body(service, request)
    return plain_answer(await run_in_threadpool(mailbox.post_request, service, body))


async def _request_state(service: Service, request: Request) -> Response:
    service.gate.slow_strangers(_address(request))
    return plain_answer(await run_in_threadpool(mailbox.request_state, service, _id(request, size=16)))


async def _requests(service: Service, request: Request) -> Response:
    caller = await run_in_threadpool(service.signed, request, await _small_body(service, request))
    return service.answer(caller, await run_in_threadpool(mailbox.requests, service, caller))


async def _refuse_request(service: Service, request: Request) -> Response:
    caller = await run_in_threadpool(service.signed, request, await _small_body(service, request))
    id_ = _id(request, size=16)
    return service.answer(caller, await run_in_threadpool(mailbox.refuse_request, service, caller, id_))


async def _desks(service: Service, request: Request) -> Response:
    caller = await run_in_threadpool(service.signed, request, await _small_body(service, request))
    return service.answer(caller, await run_in_threadpool(standing.desks, service, caller))


async def _post_apart(service: Service, request: Request) -> Response:
    body = await body_of(request, limit=service.limits.apart_body)
    service.counts.add(UP, len(body))
    caller = await run_in_threadpool(lambda: service.signed(request, body, shut_out=True))
    signed = sign_in_of(request).signature
    return service.answer(caller, await run_in_threadpool(lambda: apart.keep(service, caller, body, signed=signed)))


async def _apart_list(service: Service, request: Request) -> Response:
    caller = await run_in_threadpool(service.signed, request, await _small_body(service, request))
    return service.answer(caller, await run_in_threadpool(apart.listed, service, caller))


async def _apart(service: Service, request: Request) -> Response:
    caller = await run_in_threadpool(service.signed, request, await _small_body(service, request))
    id_ = _id(request, size=32)
    return service.answer(caller, await run_in_threadpool(apart.one, service, caller, id_))


async def _file(service: Service, request: Request) -> Response:
    return await depot.answer_file(service, request, _id(request, size=32))


async def _bundles(service: Service, request: Request) -> Response:
    caller = await run_in_threadpool(service.signed, request, await _small_body(service, request))
    return service.answer(caller, await run_in_threadpool(standing.bundles, service, caller))


async def _bundle(service: Service, request: Request) -> Response:
    return await depot.answer_bundle(service, request, _id(request, size=16))


async def _server(service: Service, _request: Request) -> Response:
    told = {"key": service.key.public.hex(), "format": FORMAT, "version": version()}
    return Response(msgspec.json.encode(told), media_type="application/json")


async def _health(service: Service, _request: Request) -> Response:
    found = await run_in_threadpool(standing.troubles, service)
    if not found:
        return PlainTextResponse("ok\n")
    return PlainTextResponse("".join(f"{line}\n" for line in found), status_code=HTTPStatus.SERVICE_UNAVAILABLE)


async def _metrics(service: Service, _request: Request) -> Response:
    return PlainTextResponse(await run_in_threadpool(standing.metrics, service), media_type="text/plain; version=0.0.4")


CALLS: tuple[tuple[str, str, Answering], ...] = (
    ("POST", "/v1/exchange", _exchange),
    ("POST", "/v1/invitation", _post_invitation),
    ("GET", "/v1/invitation/{id}", _invitation),
    ("POST", "/v1/request", _post_request),
    ("GET", "/v1/request/{id}", _request_state),
    ("GET", "/v1/requests", _requests),
    ("POST", "/v1/request/{id}/refuse", _refuse_request),
    ("GET", "/v1/desks", _desks),
    ("POST", "/v1/apart", _post_apart),
    ("GET", "/v1/apart", _apart_list),
    ("GET", "/v1/apart/{id}", _apart),
    ("HEAD", "/v1/file/{id}", _file),
    ("GET", "/v1/file/{id}", _file),
    ("PUT", "/v1/file/{id}", _file),
    ("GET", "/v1/bundles", _bundles),
    ("HEAD", "/v1/bundle/{id}", _bundle),
    ("GET", "/v1/bundle/{id}", _bundle),
    ("PUT", "/v1/bundle/{id}", _bundle),
    ("GET", "/v1/server", _server),
    ("GET", "/health", _health),
    ("GET", "/metrics", _metrics),
)
"""Every call: method, path, and what answers it."""
