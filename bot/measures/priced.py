"""The record of a price for each of something keeps to its sentence: what is counted, months or years only where they
are said, the most and the least of the count, and whose limit a limit is."""

import re
from collections.abc import Iterator
from dataclasses import replace

from calculators.core import Formula
from calculators.declared import Example, Given, Said
from calculators.wording import plain as shown
from knowledge.document.rates import Rate, rate_in
from knowledge.records.quoted import plain, written

CALLED = {
    **dict.fromkeys(("平方公里", "平方米", "公顷", "亩"), "面积"),
    **dict.fromkeys(("公斤", "吨"), "重量"),
    "美元": "金额",
    "人": "人数",
    "人次": "人次",
    "家": "家数",
    "度": "用电量",
    "千瓦时": "用电量",
}
USUAL, CURRENCIES = "数量", {"美元": "usd"}
SOME = r"(\d+(?:\.\d+)?)(万)?"
HEADS = ("quantity", "count")


def kept_to(formula: Formula, example: Example, sentence: str) -> Example:
    """The example as the price of the sentence has it; as it is where the formula has no price or the sentence none."""
    rate = rate_in(sentence)
    if rate is None or "price" not in formula.figures or any(one.of for one in example.figures):
        return example
    ways = {"per": rate.time} if rate.time in formula.ways.get("per", {}) else {}
    figures = (*_figures(formula, example, sentence, rate), *_bars(formula, sentence, rate))
    return replace(example, figures=figures, inputs=tuple(_inputs(example, rate)), ways={**example.ways, **ways})


def _figures(formula: Formula, example: Example, sentence: str, rate: Rate) -> Iterator[Given]:
    for one in example.figures:
        if one.role == "price":
            value = shown(written(plain(rate.money), "yuan")[0])
            quote = next((part for part in re.split("[，,]", sentence) if rate_in(part)), one.quote)
            yield replace(one, value=value, quote=quote)
        elif one.role == "year_cap" and "年" not in one.quote:
            yield replace(one, role="cap")
        else:
            yield one


def _bars(formula: Formula, sentence: str, rate: Rate) -> Iterator[Given]:
    """What the sentence says of the count itself: 面积在100亩以上, 最多补助200亩."""
    if not rate.counted:
        return
    unit = re.escape(rate.counted)
    patterns = (
        ("threshold", rf"{SOME}{unit}(?:[(]不?含[)])?(?:及)?以上|(?:达到|不少于|不低于|超过){SOME}{unit}"),
        ("most", rf"(?:最高|最多|不超过|上限为?)[^，。；\d]{{0,8}}{SOME}{unit}"),
    )
    for role, pattern in patterns:
        part = next((part for part in re.split("[，,]", sentence) if re.search(pattern, plain(part))), "")
        if role in formula.figures and part and (found := re.search(pattern, plain(part))):
            number, times = next((a, b) for a, b in zip(found.groups()[::2], found.groups()[1::2], strict=True) if a)
            yield Given(role, shown(written(f"{number}{times or ''}", "count")[0]), "count", part)


def _inputs(example: Example, rate: Rate) -> Iterator[Said]:
    """What is counted in the unit of the sentence; left out where it only says so much a month."""
    for one in example.inputs:
        if one.role not in HEADS:
            yield one
        elif rate.counted:
            label, unit = CALLED.get(rate.counted, USUAL), CURRENCIES.get(rate.counted, rate.counted)
            if rate.time == "day":
                label, unit = f"{label}乘天数", f"{unit}天"
            yield replace(one, label=label, unit=unit, words=())
