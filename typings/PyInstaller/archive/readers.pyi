# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Mapping
from typing import Any

class ArchiveReadError(RuntimeError): ...

class ZlibArchiveReader:
    toc: Mapping[str, Any]

class CArchiveReader:
    toc: Mapping[str, tuple[Any, ...]]
    def __init__(self, filename: str) -> None: ...
    def open_embedded_archive(self, name: str) -> ZlibArchiveReader: ...
