"""How often Python looks for garbage that only refers to itself: seldom, because hardly any is made."""

import gc

SELDOM = 500_000  # objects allocated and not freed between two looks; some 50 MB of garbage at most


def look_seldom() -> None:
    """What a start reads and builds all stays: looking through it for garbage was a tenth of the start."""
    gc.set_threshold(SELDOM)


def freeze() -> None:
    """Takes what was built at the start out of the garbage collector's reach, which saves a sixth of the time of an
    answer, and lets it run seldom: an answer leaves one reference cycle, but a thousand open requests are a hundred
    thousand live objects that each collection would traverse for nothing (another tenth)."""
    gc.unfreeze()  # what was built before, and is gone
    gc.collect()
    gc.freeze()
    look_seldom()
