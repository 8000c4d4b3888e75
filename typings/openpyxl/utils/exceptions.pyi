# SPDX-License-Identifier: EUPL-1.2
"""The errors of openpyxl that are caught."""

class InvalidFileException(Exception): ...
