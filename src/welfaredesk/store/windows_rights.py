# SPDX-License-Identifier: EUPL-1.2
"""The rights of Windows on a folder: this person's, the system's and the administrators', and nobody else's."""

import sys
from pathlib import Path

HERS_ALONE = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{person})"
"""A list that takes nothing from the folder above, in Windows' own words; what lies in the folder takes it over.

It names the person, not the owner: a folder that a technician copied is the administrators'. They could take the rights
anyway: the content is sealed for them too.
"""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    FILE_OBJECT = 1
    DACL, PROTECTED_DACL = 0x4, 0x80000000
    DACL_IS_PROTECTED = 0x1000
    REVISION = 1
    MAY_ASK, USER, MOST = 0x8, 1, 256

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
    _rights.OpenProcessToken.argtypes = (wintypes.HANDLE, wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE))
    _rights.GetTokenInformation.argtypes = (
        *(wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD),
        ctypes.POINTER(wintypes.DWORD),
    )
    _rights.ConvertSidToStringSidW.argtypes = (ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))
    _memory.GetCurrentProcess.restype = wintypes.HANDLE
    _memory.CloseHandle.argtypes = (wintypes.HANDLE,)
    _memory.LocalFree.argtypes = (ctypes.c_void_p,)

    def keep_to_person(folder: Path) -> bool:
        """Give a folder and what is in it to this person alone, once; tell whether that holds."""
        if _is_apart(folder):
            return True
        person = _person()
        return bool(person) and _set(folder, HERS_ALONE.format(person=person))

    def _person() -> str:
        """Return who this process works for, as Windows numbers people; empty when it does not say."""
        token = wintypes.HANDLE()
        if not _rights.OpenProcessToken(_memory.GetCurrentProcess(), MAY_ASK, ctypes.byref(token)):
            return ""
        try:
            found, size = ctypes.create_string_buffer(MOST), wintypes.DWORD()
            if not _rights.GetTokenInformation(token, USER, found, MOST, ctypes.byref(size)):
                return ""
            return _spelled(ctypes.c_void_p.from_buffer(found))
        finally:
            _memory.CloseHandle(token)

    def _spelled(number: ctypes.c_void_p) -> str:
        text = ctypes.c_void_p()
        if not _rights.ConvertSidToStringSidW(number, ctypes.byref(text)) or not text.value:
            return ""
        try:
            return ctypes.wstring_at(text.value)
        finally:
            _memory.LocalFree(text)

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

    def _set(folder: Path, rights: str) -> bool:
        wanted, dacl = ctypes.c_void_p(), ctypes.c_void_p()
        convert = _rights.ConvertStringSecurityDescriptorToSecurityDescriptorW
        if not convert(rights, REVISION, ctypes.byref(wanted), None):
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
