"""Memory that stays, in pages of 2 MB."""

import re
from pathlib import Path

from bot.huge_pages import PAGE, _whole_pages, collapse

ROLLUP = Path("/proc/self/smaps_rollup")


def _huge() -> int:
    """Bytes of this process in huge pages."""
    found = re.search(r"AnonHugePages: +([0-9]+) kB", ROLLUP.read_text("ascii"))
    return 1024 * int(found[1]) if found else 0


def test_what_is_kept_stays_as_it_was_and_is_where_it_is_said_to_be() -> None:
    kept = [bytes([n % 251]) * 100_000 for n in range(400)]
    before = _huge()
    moved = collapse()
    assert all(one == bytes([n % 251]) * 100_000 for n, one in enumerate(kept))
    # One that was huge before is said to be moved as well, and other threads may let go of a page meanwhile
    assert moved == 0 or _huge() >= (before + moved * PAGE) // 2


def test_only_whole_pages_of_no_file_are_moved() -> None:
    maps = """\
00100000-00900000 rw-p 00000000 00:00 0
01000000-01300000 rw-p 00000000 00:00 0                                  [heap]
02000000-02800000 r--p 00000000 00:00 0
03000000-03800000 rw-p 00000000 08:01 42                                 /usr/lib/some.so
04100000-04200000 rw-p 00000000 00:00 0
05000000-05400000 rw-p 00000000 00:00 0                                  [stack]
"""
    assert list(_whole_pages(maps)) == [0x200000, 0x400000, 0x600000, 0x1000000]
