"""Units that stand beside the number, not behind it: 贷款金额（万元）：500, 本金/万元 300, columns, 单位：万元."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.figures import lexicon, money
from bot.figures.draft import Draft
from bot.figures.model import Kind
from bot.figures.spelled import MYRIADS, PLACES

_PLACE = "(?P<place>[十百千]?[万亿wW]?)"
_MONEY = f"{_PLACE}(?P<money>{'|'.join(sorted(lexicon.CODES, key=len, reverse=True))}|元|圆)?"
_UNIT = rf"(?:单位\s?[:：为是]?\s?)?(?:人民币|RMB|￥|¥)?(?:(?P<other>个?月|年|天|日|%|‰)(?:/年)?|{_MONEY})(?:人民币)?"
_BESIDE = re.compile(rf"[(\[【<《]\s?{_UNIT}\s?[)\]】>》]|/{_UNIT.replace('?P<', '?P<_')}(?=[\s:：=|,，。;；]|\d|$)")
_WHOLE = re.compile(rf"单位\s?(?:[:：为是]\s?)?(?:人民币)?{_MONEY}")
# 「填报口径如下（万元）：」, 「（都是备案的，万元）」 at the end of a line, above the figures
_ABOVE = re.compile(
    rf"[(（\[【](?:[^)）\]】\n0-9]{{0,20}}[，,、；;])?\s?(?=[十百千]?[万亿]){_MONEY}\s?[)）\]】]\s?[:：]?\s*\n"
)
_OF_ALL = re.compile(
    rf"(?:都|均|全部?|一律|统一)(?:是|为|按|以)?{_MONEY}(?:计|算|为单位|的)?(?=$|[\s，。,;；!！?？、])"
)  # 保费160 保额4000 都是万
_AT_THE_END = re.compile(rf"[0-9][，,、；;\s]+[(（]?(?:单位[:：]?)?{_MONEY}[)）]?[。.\s]*$")  # 股权60、可转债38，万元
# The names of a list under one heading, with what is said in brackets of the one before
_NAME = r"[一-鿿A-Za-z]{1,6}\s*[:：]?\s*"
_FIRST_NAME = re.compile(rf"\s*[:：]\s*(?:{_NAME})?")
_NEXT_NAME = re.compile(rf"\s*(?:[(（][^)）0-9]*[)）])?\s*[；;、\n]\s*(?:{_NAME})?")
_LINK = re.compile(r"[\s:：=为是|,，]{0,4}")
_OTHERS: dict[str, tuple[Kind, Decimal, str]] = {
    "个月": ("duration", Decimal(1), "months"),
    "月": ("duration", Decimal(1), "months"),
    "年": ("duration", Decimal(12), "months"),
    "天": ("duration", Decimal(1), "days"),
    "日": ("duration", Decimal(1), "days"),
    "%": ("percent", Decimal("0.01"), "ratio"),
    "‰": ("percent", Decimal("0.001"), "ratio"),
}
_NO_MONEY = re.compile(
    r"(?:期限?|年限|[年月天人户笔家份台套项]数|[率息]|LPR|第|员工|职工|专利)[:：是为有约\s]*$", re.IGNORECASE
)


class Heading(NamedTuple):
    """A unit in brackets or behind a slash at [start, end)."""

    start: int
    end: int
    kind: Kind
    factor: Decimal
    unit: str


def apply(text: str, drafts: list[Draft]) -> None:
    """Give the numbers without a unit the one that stands beside them, or that heads their column."""
    if not any(_is_open(draft) for draft in drafts):
        return
    found = list(_headings(text))
    for run in _runs(found, drafts):
        _fill(text, run, drafts, found)
    whole = (
        list(_WHOLE.finditer(text))
        or list(_ABOVE.finditer(text))
        or list(_OF_ALL.finditer(text))
        or list(_AT_THE_END.finditer(text))
    )
    if len(whole) == 1:
        unit = _of_money(whole[0].start(), whole[0].end(), whole[0]["place"], whole[0]["money"] or "")
        for draft in drafts:
            if unit and _is_open(draft) and draft.kind != "date" and not _NO_MONEY.search(text[: draft.start][-8:]):
                _take(draft, unit)


def _of_the_list(text: str, heading: Heading, drafts: Sequence[Draft]) -> list[Draft]:
    """「（万元）：甲 95.5（备案）；乙 140」: the numbers behind a heading that stand one by one with a name each."""
    found: list[Draft] = []
    at = heading.end
    for draft in (one for one in drafts if one.start >= heading.end):
        gap = (_FIRST_NAME if not found else _NEXT_NAME).fullmatch(text, at, draft.start)
        if not gap or not _is_open(draft) or _NO_MONEY.search(text[: draft.start][-8:]):
            break
        found.append(draft)
        at = draft.end
    return found if len(found) > 1 else []


def _is_open(draft: Draft) -> bool:
    """A bare number; 「2024」 alone may be one too."""
    bare_year = draft.kind == "date" and isinstance(draft.value, str) and draft.end - draft.start == 4
    return (draft.unit_missing and draft.kind in ("number", "money")) or (bare_year and len(str(draft.value)) == 4)


def _headings(text: str) -> Iterator[Heading]:
    for match in _BESIDE.finditer(text):
        other = match["other"] or match["_other"]
        if other:
            yield Heading(match.start(), match.end(), *_OTHERS[other])
            continue
        place, word = match["place"] or match["_place"] or "", match["money"] or match["_money"] or ""
        heading = _of_money(match.start(), match.end(), place, word)
        if heading is not None:
            yield heading


def _of_money(start: int, end: int, place: str, word: str) -> Heading | None:
    if not place and not word:
        return None
    factor = Decimal(1)
    for sign in place:
        factor *= (PLACES | MYRIADS | {"w": 10**4, "W": 10**4})[sign]
    return Heading(start, end, "money", factor, lexicon.CODES.get(word, "yuan"))


def _runs(found: Sequence[Heading], drafts: Sequence[Draft]) -> Iterator[list[Heading]]:
    """Headings with no figure between them: one beside its number, or those of the columns of a table."""
    run: list[Heading] = []
    for heading in found:
        if run and any(run[-1].end <= draft.start < heading.start for draft in drafts):
            yield run
            run = []
        run.append(heading)
    if run:
        yield run


def _fill(text: str, run: list[Heading], drafts: list[Draft], found: Sequence[Heading]) -> None:
    if len(run) == 1:
        for draft in _of_the_list(text, run[0], drafts):
            _take(draft, run[0])
        for draft in drafts:
            if _is_open(draft) and _stands_by(text, run[0], draft):
                _take(draft, run[0])
                return
        return
    following = [heading.start for heading in found if heading.start >= run[-1].end]
    last = min(following, default=len(text) + 1)
    column = [draft for draft in drafts if run[-1].end <= draft.start < last and draft.kind != "date"]
    if column and len(column) % len(run) == 0:
        for at, draft in enumerate(column):
            if _is_open(draft):
                _take(draft, run[at % len(run)])


def _stands_by(text: str, heading: Heading, draft: Draft) -> bool:
    """Right in front of the number, or right behind it."""
    if heading.end <= draft.start:
        return _LINK.fullmatch(text, heading.end, draft.start) is not None
    return draft.end <= heading.start and not text[draft.end : heading.start].strip()


def _take(draft: Draft, heading: Heading) -> None:
    value = Decimal(str(draft.value)) if isinstance(draft.value, str) else draft.value
    if isinstance(value, tuple):
        value = (Decimal(value[0]) * heading.factor, Decimal(value[1]) * heading.factor)
    else:
        value *= heading.factor
    draft.kind, draft.value, draft.unit, draft.factor = heading.kind, value, heading.unit, heading.factor
    draft.unit_missing, draft.explicit_percent = False, heading.kind == "percent"
    if heading.start == draft.end:
        draft.end = heading.end
    highest = value[-1] if isinstance(value, tuple) else value
    if heading.kind == "money" and abs(highest) > money.LARGEST:
        draft.invalid = "too_large"
