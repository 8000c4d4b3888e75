# SPDX-License-Identifier: EUPL-1.2
"""What the package of Windows is made of: the tools of the Linux one, pinned, and an icon that Windows reads."""

import re
import struct
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, read

PINNED = re.compile(r"^([a-zA-Z0-9._-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}", re.MULTILINE)
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 0, 0)


def test_what_freezes_for_windows_is_what_freezes_here() -> None:
    windows = dict(PINNED.findall(read(Path("installer/lock-windows.txt"))))
    linux = dict(PINNED.findall(read(Path("installer/lock-dev.txt"))))
    assert windows["pyinstaller"] == linux["pyinstaller"]
    assert not {name: version for name, version in windows.items() if linux.get(name, version) != version}
    assert {"pefile", "pywin32-ctypes", "colorama"} <= windows.keys()
    assert PINNED.match(read(Path("installer/windows/python.txt")).partition("\n")[2])


def test_no_stub_of_the_trial_is_named_by_what_is_packed() -> None:
    stubs = [path.stem for path in (ROOT / "installer/windows/stubs").iterdir()]
    assert len(stubs) == 2
    for packed in ("installer/welfaredesk.spec", "installer/windows/welfaredesk.nsi"):
        assert not [stub for stub in stubs if stub in read(Path(packed)).lower()]


def test_an_icon_holds_its_pictures_from_small_to_large(tmp_path: Path) -> None:
    sides = (256, 16, 48)
    for side in sides:
        (tmp_path / f"{side}.png").write_bytes(PNG[:16] + struct.pack(">II", side, side) + bytes(side))
    line = [sys.executable, "installer/windows/icon.py", str(tmp_path / "made.ico")]
    subprocess.run([*line, *(str(tmp_path / f"{side}.png") for side in sides)], cwd=ROOT, check=True, timeout=60)
    made = (tmp_path / "made.ico").read_bytes()
    assert struct.unpack_from("<HHH", made) == (0, 1, 3)
    entries = [struct.unpack_from("<BBBBHHII", made, 6 + 16 * index) for index in range(3)]
    assert [entry[0] for entry in entries] == [16, 48, 0]
    for side, entry in zip(sorted(sides), entries, strict=True):
        assert made[entry[7] : entry[7] + entry[6]] == (tmp_path / f"{side}.png").read_bytes()
