# SPDX-License-Identifier: EUPL-1.2
"""Places: where a profile, its log and the shipped resources are."""

import os
import sys
from pathlib import Path

import platformdirs

from welfaredesk.base.machine_errors import UnknownHome

PROFILE_VARIABLE = "WELFAREDESK_PROFILE"


def data_folder() -> Path:
    """Return where the profiles of this account of the system lie: each person has a folder of her own in it."""
    return Path(platformdirs.user_data_dir("welfaredesk", appauthor=False))


def profile_folder(given: str | None = None) -> Path:
    """Return the folder of the profile: the one given, the one in the environment, or the person's own.

    Raises:
        UnknownHome: when the one given lies in the home of nobody.
    """
    chosen = given or os.environ.get(PROFILE_VARIABLE)
    if chosen:
        return expanded(chosen).absolute()
    return data_folder() / "profile"


def expanded(said: str) -> Path:
    """Return the path that somebody wrote, in which `~` stands for a home.

    Raises:
        UnknownHome: when nobody has that home.
    """
    try:
        return Path(said).expanduser()
    except RuntimeError as error:
        raise UnknownHome(path=said) from error


def others_folder() -> Path:
    """Return where the profiles of further people lie who share this account of the system, each under its name."""
    return data_folder() / "postazioni"


def demo_folder() -> Path:
    """Return the folder of the demo ente's profile."""
    return data_folder() / "demo"


def resources_folder() -> Path:
    """Return the folder of the shipped resources, in a checkout, an installed package and a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(str(frozen)) / "resources"
    installed = Path(__file__).resolve().parents[1] / "resources"
    if installed.is_dir():
        return installed
    return Path(__file__).resolve().parents[3] / "resources"
