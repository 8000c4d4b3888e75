# SPDX-License-Identifier: EUPL-1.2
"""The file of a PC's policy: where it lies on each system, and whether only administrators could have written it."""

import os
import stat
import sys
from pathlib import Path

from welfaredesk.base.text import N_, tr

NAME = "policy.toml"
MAY_WRITE = 0o022
ROOT = 0
NOT_THEIRS = N_("il file {path} non conta: non è dell'amministratore del PC, o altri lo possono scrivere")
UNREADABLE = N_("il file {path} non si può leggere")


def _place() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA") or r"C:\ProgramData") / "WelfareDesk" / NAME
    if sys.platform == "darwin":
        return Path("/Library/Application Support/WelfareDesk") / NAME
    return Path("/etc/welfaredesk") / NAME


PLACE = _place()


def read_trusted(path: Path, *, limit: int, too_large: str, owner: int) -> tuple[bytes | None, str]:
    """Return the bytes of the file, or nothing and why it does not count; without a file, nothing and no reason.

    Args:
        path: of the file.
        limit: the most bytes that it may have.
        too_large: what to say of one that has more.
        owner: whose the file and its folder must be, on systems that count their accounts.
    """
    try:
        if not path.exists():
            return None, ""
        if not is_trusted(path, owner=owner):
            return None, tr(NOT_THEIRS).format(path=path)
        with path.open("rb") as source:
            data = source.read(limit + 1)
    except OSError:
        return None, tr(UNREADABLE).format(path=path)
    return (None, too_large) if len(data) > limit else (data, "")


def is_trusted(path: Path, *, owner: int) -> bool:
    """Tell whether file and folder are the administrator's and nobody else may write them."""
    return all(_is_theirs(each, owner) for each in (path, path.parent))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    OF_ADMINISTRATORS = frozenset({"S-1-5-18", "S-1-5-32-544"})
    TRUSTED_INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
    OF_A_FILE, OWNER = 1, 1

    def _is_theirs(path: Path, owner: int) -> bool:
        return _owner_of(path) in OF_ADMINISTRATORS | {TRUSTED_INSTALLER} and not _is_writable(path)

    def _is_writable(path: Path) -> bool:
        """Tell whether this person, who is no administrator, could write the file."""
        if path.is_dir() or ctypes.windll.shell32.IsUserAnAdmin():
            return False
        try:
            with path.open("r+b"):
                return True
        except PermissionError:
            return False

    def _owner_of(path: Path) -> str:
        """Return the owner's number as Windows writes it, empty when it does not say."""
        advapi = ctypes.WinDLL("advapi32")
        owner, described, text = ctypes.c_void_p(), ctypes.c_void_p(), wintypes.LPWSTR()
        failed = advapi.GetNamedSecurityInfoW(
            ctypes.c_wchar_p(str(path)),
            *(OF_A_FILE, OWNER),
            *(ctypes.byref(owner), None, None, None),
            ctypes.byref(described),
        )
        if failed:
            return ""
        try:
            if not advapi.ConvertSidToStringSidW(owner, ctypes.byref(text)):
                return ""
            return text.value or ""
        finally:
            ctypes.windll.kernel32.LocalFree(text)
            ctypes.windll.kernel32.LocalFree(described)

else:

    def _is_theirs(path: Path, owner: int) -> bool:
        seen = path.stat()
        return seen.st_uid == owner and not stat.S_IMODE(seen.st_mode) & MAY_WRITE
