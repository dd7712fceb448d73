"""How often Python looks for garbage that only refers to itself: seldom, because hardly any is made."""

import gc

SELDOM = 500_000  # objects allocated and not freed between two looks; some 50 MB of garbage at most


def look_seldom() -> None:
    """What a start reads and builds all stays: looking through it for garbage was a tenth of the start."""
    gc.set_threshold(SELDOM)
