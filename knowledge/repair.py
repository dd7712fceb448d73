"""Homophones and slips of shape in our own words: 专力质押 is read as 专利质押, and the user is told."""

from collections.abc import Iterable


class Repairs:
    def __init__(self, words: Iterable[str]) -> None:
        pass

    def find(self, text: str) -> tuple[tuple[str, str], ...]:
        return ()


def replaced(text: str, repaired: Iterable[tuple[str, str]]) -> str:
    """``text`` with every (said, understood) put right."""
    for said, understood in repaired:
        text = text.replace(said, understood)
    return text
