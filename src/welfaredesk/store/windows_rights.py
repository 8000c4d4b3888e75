# SPDX-License-Identifier: EUPL-1.2
"""The rights of Windows on a folder: its owner's, the system's and the administrators', and nobody else's."""

import sys
from pathlib import Path

OWNER_ALONE = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;OW)"
"""A list that takes nothing from the folder above, in Windows' own words; what lies in the folder takes it over.

An administrator could take the rights anyway: the content is sealed for him too.
"""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    FILE_OBJECT = 1
    DACL, PROTECTED_DACL = 0x4, 0x80000000
    DACL_IS_PROTECTED = 0x1000
    REVISION = 1

    _rights = ctypes.WinDLL("advapi32", use_last_error=True)
    _memory = ctypes.WinDLL("kernel32", use_last_error=True)
    _rights.GetNamedSecurityInfoW.argtypes = (
        *(wintypes.LPCWSTR, ctypes.c_int, wintypes.DWORD),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
        ctypes.POINTER(ctypes.c_void_p),
    )
    _rights.SetNamedSecurityInfoW.argtypes = (
        *(wintypes.LPCWSTR, ctypes.c_int, wintypes.DWORD),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    )
    _rights.GetSecurityDescriptorControl.argtypes = (
        ctypes.c_void_p,
        ctypes.POINTER(wintypes.WORD),
        ctypes.POINTER(wintypes.DWORD),
    )
    _rights.GetSecurityDescriptorDacl.argtypes = (
        ctypes.c_void_p,
        ctypes.POINTER(wintypes.BOOL),
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.POINTER(wintypes.BOOL),
    )
    _rights.ConvertStringSecurityDescriptorToSecurityDescriptorW.argtypes = (
        wintypes.LPCWSTR,
        wintypes.DWORD,
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.c_void_p,
    )
    _memory.LocalFree.argtypes = (ctypes.c_void_p,)

    def keep_to_owner(folder: Path) -> bool:
        """Give a folder and what is in it to its owner alone, once; tell whether that holds."""
        return _is_apart(folder) or _set(folder)

    def _is_apart(folder: Path) -> bool:
        """Tell whether a folder has a list of its own, that the folder above does not widen."""
        found = ctypes.c_void_p()
        failed = _rights.GetNamedSecurityInfoW(
            str(folder), FILE_OBJECT, DACL, None, None, None, None, ctypes.byref(found)
        )
        if failed:
            return False
        try:
            control, revision = wintypes.WORD(), wintypes.DWORD()
            _rights.GetSecurityDescriptorControl(found, ctypes.byref(control), ctypes.byref(revision))
            return bool(control.value & DACL_IS_PROTECTED)
        finally:
            _memory.LocalFree(found)

    def _set(folder: Path) -> bool:
        wanted, dacl = ctypes.c_void_p(), ctypes.c_void_p()
        convert = _rights.ConvertStringSecurityDescriptorToSecurityDescriptorW
        if not convert(OWNER_ALONE, REVISION, ctypes.byref(wanted), None):
            return False
        try:
            there, defaulted = wintypes.BOOL(), wintypes.BOOL()
            _rights.GetSecurityDescriptorDacl(wanted, ctypes.byref(there), ctypes.byref(dacl), ctypes.byref(defaulted))
            failed = _rights.SetNamedSecurityInfoW(
                str(folder), FILE_OBJECT, DACL | PROTECTED_DACL, None, None, dacl, None
            )
            return not failed
        finally:
            _memory.LocalFree(wanted)
