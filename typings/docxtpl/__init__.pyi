# SPDX-License-Identifier: EUPL-1.2
"""The part of docxtpl that is used."""

from typing import IO, Any

from jinja2 import Environment

class DocxTemplate:
    def __init__(self, template_file: IO[bytes]) -> None: ...
    def render(
        self, context: dict[str, Any], jinja_env: Environment | None = None, autoescape: bool = False
    ) -> None: ...
    def fix_tables(self, xml: str) -> Any: ...
    def save(self, filename: IO[bytes]) -> None: ...
