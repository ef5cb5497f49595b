"""Plugs monitors in and out of an X server through libXrandr, as a cable does; for programs of their own only."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_Display, _Xid = ctypes.c_void_p, ctypes.c_ulong


class _Monitor(ctypes.Structure):
    """``XRRMonitorInfo``."""

    _fields_: ClassVar[Sequence[Any]] = [
        ("name", _Xid),
        *((name, ctypes.c_int) for name in ("primary", "automatic", "outputs_count")),
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "millimetres_wide", "millimetres_high")),
        ("outputs", ctypes.POINTER(_Xid)),
    ]


class _Resources(ctypes.Structure):
    """The beginning of ``XRRScreenResources``."""

    _fields_: ClassVar[Sequence[Any]] = [
        ("timestamp", _Xid),
        ("configured", _Xid),
        ("crtcs_count", ctypes.c_int),
        ("crtcs", ctypes.POINTER(_Xid)),
        ("outputs_count", ctypes.c_int),
        ("outputs", ctypes.POINTER(_Xid)),
    ]


class Monitors:
    """The monitors of the display in the environment. Raises OSError where the libraries are missing."""

    def __init__(self) -> None:
        self._x, self._randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        self._x.XOpenDisplay.restype = _Display
        self._x.XInternAtom.restype = self._x.XDefaultRootWindow.restype = _Xid
        self._x.XInternAtom.argtypes = (_Display, ctypes.c_char_p, ctypes.c_int)
        self._x.XDefaultRootWindow.argtypes = (_Display,)
        self._x.XSync.argtypes = (_Display, ctypes.c_int)
        self._randr.XRRSetMonitor.argtypes = (_Display, _Xid, ctypes.POINTER(_Monitor))
        self._randr.XRRDeleteMonitor.argtypes = (_Display, _Xid, _Xid)
        self._randr.XRRGetScreenResources.argtypes = (_Display, _Xid)
        self._randr.XRRGetScreenResources.restype = ctypes.POINTER(_Resources)
        self._display = self._x.XOpenDisplay(None)
        self._root = self._x.XDefaultRootWindow(self._display)

    def plug(self, name: str, place: tuple[int, int, int, int], *, first: bool = False) -> None:
        """Add a monitor at (x, y, width, height); the ``first`` one has the cable of the server."""
        outputs = self._randr.XRRGetScreenResources(self._display, self._root).contents.outputs if first else None
        sizes = (*place, place[2] // 4, place[3] // 4)
        info = _Monitor(self._atom(name), int(first), 0, int(first), *sizes, outputs)
        self._randr.XRRSetMonitor(self._display, self._root, ctypes.byref(info))
        self._x.XSync(self._display, 0)

    def pull(self, name: str) -> None:
        """Take a monitor away."""
        self._randr.XRRDeleteMonitor(self._display, self._root, self._atom(name))
        self._x.XSync(self._display, 0)

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))
