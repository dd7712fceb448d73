"""The numbers that Word counts by itself and does not write into the text: 一、, （一）, 1. and their like."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

HAN = "〇一二三四五六七八九"
CHINESE_FORMATS = (
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
)
RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Tag(Protocol):
    """A tag of an XML part as it comes."""

    @property
    def tag(self) -> str: ...
    @property
    def opens(self) -> bool: ...
    @property
    def values(self) -> dict[str, str]: ...


@dataclass(slots=True)
class Level:
    """How one level of a list is counted: ``pattern`` 「（%1）」."""

    counts: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """``lists``: id → abstract list; ``levels``: (abstract list, level) → how it is counted; ``styles``: style →
    (list, level) of paragraphs that have it; ``based``: style → the style it is based on."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    based: dict[str, str] = field(default_factory=dict)
    counted: dict[tuple[str, int], int] = field(default_factory=dict)

    def next(self, style: str, list_id: str, level: str) -> str:
        """The number before the next paragraph of a list, "" for one of none."""
        of, depth = (list_id, int(level or 0)) if list_id else self._of_style(style)
        abstract = self.lists.get(of, "")
        how = self.levels.get((abstract, depth))
        if not abstract or how is None or how.counts in ("bullet", "none"):
            return ""
        self.counted[abstract, depth] = self.counted.get((abstract, depth), how.start - 1) + 1
        for key in [key for key in self.counted if key[0] == abstract and key[1] > depth]:
            del self.counted[key]
        words = how.pattern
        for place in range(depth + 1):
            upper = self.levels.get((abstract, place), Level())
            value = self.counted.get((abstract, place), upper.start)
            words = words.replace(f"%{place + 1}", _written(value, upper.counts))
        return words

    def _of_style(self, style: str) -> tuple[str, int]:
        for _ in range(12):
            if style in self.styles:
                return self.styles[style]
            style = self.based.get(style, "")
        return "", 0


def read_numbering(numbering: Iterable[Tag], styles: Iterable[Tag]) -> Numbering:
    """How the lists of a document are counted, from its two parts that say so."""
    found = Numbering()
    _read_lists(numbering, found)
    _read_styles(styles, found)
    return found


def _read_lists(tags: Iterable[Tag], found: Numbering) -> None:
    abstract = list_id = ""
    level = 0
    for tag in tags:
        if not tag.opens:
            continue
        value = tag.values.get("w:val", "")
        if tag.tag == "w:abstractNum":
            abstract = tag.values.get("w:abstractNumId", "")
        elif tag.tag == "w:lvl":
            level = _number(tag.values.get("w:ilvl", "0"))
            found.levels.setdefault((abstract, level), Level())
        elif tag.tag == "w:num":
            list_id, abstract = tag.values.get("w:numId", ""), ""
        elif tag.tag == "w:abstractNumId":
            found.lists[list_id] = value
        elif (abstract, level) in found.levels and abstract:
            _note(found.levels[abstract, level], tag.tag, value)


def _note(level: Level, tag: str, value: str) -> None:
    if tag == "w:numFmt":
        level.counts = value
    elif tag == "w:lvlText":
        level.pattern = value
    elif tag == "w:start":
        level.start = _number(value)


def _read_styles(tags: Iterable[Tag], found: Numbering) -> None:
    style = ""
    for tag in tags:
        if not tag.opens:
            continue
        value = tag.values.get("w:val", "")
        if tag.tag == "w:style":
            style = tag.values.get("w:styleId", "")
        elif tag.tag == "w:basedOn":
            found.based[style] = value
        elif tag.tag == "w:numId":
            found.styles[style] = (value, found.styles.get(style, ("", 0))[1])
        elif tag.tag == "w:ilvl":
            found.styles[style] = (found.styles.get(style, ("", 0))[0], _number(value))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _written(value: int, counts: str) -> str:
    if counts in CHINESE_FORMATS:
        return _in_chinese(value)
    if counts.startswith("decimalEnclosed") and 1 <= value <= len(RINGS):
        return RINGS[value - 1]
    return str(value)


def _in_chinese(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")
