# SPDX-License-Identifier: EUPL-1.2
"""Dictionaries: what a short text of casework is likely to hold, shipped with the program and named by a number."""

from functools import cache

import zstandard

from welfaredesk.base.places import resources_folder

LEVEL = 19
NEWEST = 1
FILES = {1: "exchange.dict"}
"""Number to file of `resources`; a number is never used for a second dictionary."""


@cache
def dictionary(number: int) -> zstandard.ZstdCompressionDict:
    """Return the dictionary of a number.

    Raises:
        KeyError: when this version ships none.
    """
    return zstandard.ZstdCompressionDict((resources_folder() / FILES[number]).read_bytes())


@cache
def digested(number: int) -> zstandard.ZstdCompressionDict:
    """Return a dictionary prepared for compressing at the level of the exchange."""
    data = (resources_folder() / FILES[number]).read_bytes()
    prepared = zstandard.ZstdCompressionDict(data)
    prepared.precompute_compress(level=LEVEL)
    return prepared
