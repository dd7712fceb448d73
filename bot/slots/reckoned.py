"""Sums that a draft, or somebody, made of the case: 「底稿写的是24.5万」, 「小刘算的合计是25,200」."""

import re

from bot.figures import Figure

MADE = re.compile(
    "(?:底稿|草稿|初稿|测算表?)(?:里|上)?[^，。；0-9]{0,4}(?:是|写|填|为)?$"
    "|(?<![打推计结预核])(?:[算估]|测算|估算)(?:的|出来的|得的?)(?:合计|总数|总额|结果|数)*(?:是|为)$"
)


def is_made_by_somebody(text: str, figure: Figure) -> bool:
    """Whether the words before a sum say that it is what somebody makes of it, and no figure of the case."""
    return figure.kind in ("money", "number") and MADE.search(text[: figure.start]) is not None
