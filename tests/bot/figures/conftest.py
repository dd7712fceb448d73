"""What the figure tests share: one day of reference and the one figure of a text."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.figures import Figure, read_figures

DAY = date(2025, 11, 22)


@pytest.fixture
def only() -> Callable[[str], Figure]:
    """Reads a text that holds exactly one figure."""

    def read(text: str) -> Figure:
        (figure,) = read_figures(text, DAY)
        assert text[figure.start : figure.end] == figure.text
        return figure

    return read
