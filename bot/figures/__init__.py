"""Reads amounts, rates, counts, terms and dates out of Chinese messages, exactly or not at all."""

from bot.figures.dates import lone_day
from bot.figures.in_full import in_full
from bot.figures.lexicon import ALIKE
from bot.figures.model import Figure, Kind
from bot.figures.reader import read_figures

__all__ = ["ALIKE", "Figure", "Kind", "in_full", "lone_day", "read_figures"]
