"""The reader's words, loaded once from lexicon.toml into tables that answer by one character."""

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from importlib import resources
from typing import Any, Generic, Literal, NamedTuple, TypeVar

T = TypeVar("T")
UnitKind = Literal["money", "foreign", "percent", "months", "days", "quarters", "counter", "label"]
NUMERAL_SIGNS = frozenset("0123456789零〇一二两三四五六七八九十百千万亿兆廿卅几半俩仨数")


class Unit(NamedTuple):
    """What follows a numeral: `factor` in yuan, ratio, months or days; `note` how to read it."""

    word: str
    kind: UnitKind
    factor: Decimal
    note: str = ""


class WordTable(Generic[T]):
    """Words and their meaning, found where they begin, the longest first."""

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        self.table = _by_sign(pairs, 0)

    def find(self, text: str, at: int) -> tuple[str, T] | None:
        """The longest word that begins at `at`, with its meaning."""
        for pair in self.table.get(text[at : at + 1], ()):
            if text.startswith(pair[0], at):
                return pair
        return None


class Endings(Generic[T]):
    """Words and their meaning, found where they end, the longest first."""

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        self.table = _by_sign(pairs, -1)

    def find(self, head: str) -> tuple[str, T] | None:
        """The longest word that `head` ends with, and its meaning."""
        for pair in self.table.get(head[-1:], ()):
            if head.endswith(pair[0]):
                return pair
        return None


def _by_sign(pairs: Iterable[tuple[str, T]], at: int) -> dict[str, tuple[tuple[str, T], ...]]:
    table: dict[str, list[tuple[str, T]]] = {}
    for word, meaning in pairs:
        table.setdefault(word[at], []).append((word, meaning))
    return {sign: tuple(sorted(words, key=lambda pair: -len(pair[0]))) for sign, words in table.items()}


def _load() -> dict[str, Any]:
    source = resources.files(__package__).joinpath("lexicon.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _units(data: dict[str, Any]) -> Iterable[tuple[str, Unit]]:
    """Later tables win, so a word has one meaning: labels, counters, then the real units."""
    units: dict[str, Unit] = {}
    one = Decimal(1)
    units |= {word: Unit(word, "label", one) for word in data["labels"]["words"].split()}
    units |= {word: Unit(word, "counter", one) for word in data["counters"]["words"].split()}
    units |= {word: Unit(word, "quarters", one) for word in data["quarters"]["words"]}
    units |= {word: Unit(word, "foreign", one, code) for word, code in data["foreign"].items()}
    for kind in ("money", "percent", "months", "days"):
        for word, meaning in data[kind].items():
            factor, _, note = meaning.partition(" ")
            units[word] = Unit(word, kind, Decimal(factor), note)
    return (units | _capitals(units)).items()


def _capitals(units: dict[str, Unit]) -> dict[str, Unit]:
    """Latin units in capitals too: w and W, bp and BP."""
    return {word.upper(): unit._replace(word=word.upper()) for word, unit in units.items() if word.upper() != word}


def _idioms(words: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """Idioms by two characters: the first numeral sign and the one behind, or in front, of it."""
    table: dict[str, list[tuple[str, int]]] = {}
    for word in words.split():
        at = next(i for i, sign in enumerate(word) if sign in NUMERAL_SIGNS)
        table.setdefault(word[at - 1 : at + 1] if at else word[:2], []).append((word, at))
    return {key: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for key, found in table.items()}


def _grouped(groups: dict[str, str], *names: str) -> list[tuple[str, str]]:
    """Words of the named groups with the group as meaning; those of "no" only hide shorter words."""
    words = [(word, name) for name in names for word in groups[name].split()]
    return words + [(word, "") for word in groups.get("no", "").split()]


def _sided(plain: Iterable[tuple[str, str]], sides: dict[str, str], place: str) -> Iterable[tuple[str, str]]:
    """Words that set a figure above or below; the `plain` ones only hide shorter words."""
    table = {word: "" for word, _ in plain}
    return (table | {word: side for side in ("above", "below") for word in sides[side + place].split()}).items()


def _both_cases(words: Iterable[str]) -> tuple[str, ...]:
    return tuple({case for word in words for case in (word, word.upper())})


_DATA = _load()
UNITS: WordTable[Unit] = WordTable(_units(_DATA))
IDIOMS = _idioms(_DATA["idioms"]["words"])
CODES: dict[str, str] = {word: code for word, code in _DATA["foreign"].items() if len(word) > 1 and not word.isascii()}
CURRENCY_SIGNS: dict[str, str] = _DATA["currency_signs"]
CURRENCIES: Endings[str] = Endings(
    [(case, code) for word, code in (CODES | CURRENCY_SIGNS).items() for case in {word, word.upper()}]
)
BEGUN_BY_ONE = tuple(_DATA["single"]["words"].split())
SINGLE_COUNTED = frozenset(_DATA["single"]["counted"])
NOT_COUNTERS: dict[str, str] = _DATA["counters"]["not_before"]
OF_MANY = frozenset(_DATA["counters"]["of_many"]["words"].split())
ALIKE: dict[str, tuple[str, ...]] = {word: tuple(others.split()) for word, others in _DATA["counters"]["alike"].items()}
COUNTED_BEFORE: Endings[str] = Endings(_DATA["counted_before"].items())
BEFORE: Endings[str] = Endings(_grouped(_DATA["before"], "approx", "min", "max", "each"))
FILLERS: str = _DATA["before"]["fillers"] + " "
AFTER: WordTable[str] = WordTable(_grouped(_DATA["after"], "approx", "min", "max"))
_SIDES: dict[str, str] = _DATA["sides"]
SIDE_BEFORE: Endings[str] = Endings(_sided(_grouped(_DATA["before"], "approx", "min", "max"), _SIDES, ""))
SIDE_BEHIND: WordTable[str] = WordTable(_sided(_grouped(_DATA["after"]), _SIDES, "_behind"))
SIDE_NOT, SIDE_ASKED = tuple(_SIDES["not"].split()), tuple(_SIDES["asked"].split())
SIDE_MORE, SIDE_LESS = frozenset(_SIDES["more"].split()), frozenset(_SIDES["less"].split())
SIDE_BETWEEN = "".join(_SIDES["between"].split())
RATE_WORDS = _both_cases(_DATA["rates"]["words"].split())
INTEREST_WORDS = tuple(_DATA["rates"]["interest"].split())
SLANG_RATE_WORDS = tuple(_DATA["rates"]["slang"].split())
PERIODS_BEFORE: Endings[str] = Endings(_grouped(_DATA["rates"], "day", "month", "year"))
PERIODS_AFTER: WordTable[str] = WordTable(_grouped(_DATA["per_after"], "day", "month", "year"))
APART = tuple(_DATA["several"]["apart"].split())
JOINTS = frozenset(_DATA["several"]["joints"].split())
EITHER = frozenset(_DATA["ranges"]["either"].split())
CONNECTORS = frozenset(_DATA["ranges"]["connectors"].split())
NAMED_BEFORE: Endings[str] = Endings([(word, "") for word in _both_cases(_DATA["named_before"]["words"].split())])
TERM_BEFORE = tuple(_DATA["two_digit_years"]["term_before"].split())
TERM_BEHIND = tuple(_DATA["two_digit_years"]["term_behind"].split())
FESTIVALS: dict[str, tuple[int, int, str]] = {word: tuple(row) for word, row in _DATA["festivals"].items()}
LUNAR_YEARS: dict[str, str] = _DATA["lunar_years"]
HALVES: dict[str, tuple[str, str, str]] = _DATA["halves"]


def distances(kind: str) -> dict[str, int]:
    """Words for years, months and days by their distance from today."""
    table: dict[str, int] = _DATA[kind]
    return table
