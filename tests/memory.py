"""What tests leave behind: whole knowledge bases, in objects that refer to each other."""

import gc
from pathlib import Path

from aiohttp import web_app

from bot.memo import forget_texts, grow_old

MUCH = 200 << 20  # bytes more than after the last look, from which looking for garbage is worth its time
PAGE = 4096

_last: dict[str, int] = {}


def in_use() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def let_go() -> None:
    """Looks for garbage where much was taken since the last time; aiohttp remembers the last thousand handlers, and
    with each the site it belongs to."""
    if in_use() < _last.get("in use", 0) + MUCH:
        return
    web_app._cached_build_middleware.cache_clear()
    forget_texts()
    grow_old()
    gc.collect()
    _last["in use"] = in_use()
