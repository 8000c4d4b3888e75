# SPDX-License-Identifier: EUPL-1.2
"""The cross of a window: what a window manager sends when it is clicked, as `python -m tests.stories.cross WINDOW`."""

import sys
from ctypes import CDLL, POINTER, Structure, Union, byref, c_char_p, c_int, c_long, c_ulong, c_void_p

CLIENT_MESSAGE = 33
FORMAT = 32


class _Message(Structure):
    """Xlib's XClientMessageEvent, with words of 32 bits."""

    _fields_ = (
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("message_type", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
    )


class _Event(Union):
    """Xlib's XEvent, which is padded to 24 words."""

    _fields_ = (("message", _Message), ("pad", c_long * 24))


def press_cross(window: int) -> None:
    """Ask a window of $DISPLAY to close."""
    x11 = CDLL("libX11.so.6")
    x11.XOpenDisplay.argtypes, x11.XOpenDisplay.restype = [c_char_p], c_void_p
    x11.XInternAtom.argtypes, x11.XInternAtom.restype = [c_void_p, c_char_p, c_int], c_ulong
    x11.XSendEvent.argtypes = [c_void_p, c_ulong, c_int, c_long, POINTER(_Event)]
    x11.XCloseDisplay.argtypes = [c_void_p]
    display = x11.XOpenDisplay(None)
    protocols, delete = (x11.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    event = _Event()
    event.message.type, event.message.format = CLIENT_MESSAGE, FORMAT
    event.message.window, event.message.message_type = window, protocols
    event.message.data[0] = delete
    x11.XSendEvent(display, window, 0, 0, byref(event))
    x11.XCloseDisplay(display)


if __name__ == "__main__":
    press_cross(int(sys.argv[1]))
