"""To which side of a figure the true one lies, by the words around it: 不到, 近, 出头, 超过, 以内."""

import re
from typing import NamedTuple

from bot.figures import Figure

REACH = 8  # characters before and behind a figure that may say so


class Leaning(NamedTuple):
    """``below`` or ``above`` the figure said; ``edge``: or at it (不超过, 至少)."""

    below: bool = False
    above: bool = False
    edge: bool = False


UPRIGHT, UNDER, OVER = Leaning(), Leaning(below=True), Leaning(above=True)
AT_MOST, AT_LEAST = Leaning(below=True, edge=True), Leaning(above=True, edge=True)
LINK = "(?:了|到|有|是|在|差不多|大约|大概|约|也就|才|这|那|个|的)*$"
COMES_BEFORE = (
    (AT_MOST, "(?:不|没|未|没有|不能|不会)(?:超过|超|高于|大于|多于|突破|高过|高出)|至多|最多|顶多|最高|不大于"),
    (AT_LEAST, "(?:不|没|未)(?:低于|少于|小于|下于)|至少|最少|起码|最低"),
    (UNDER, "不到|不足|没到|未到|不满|未满|没满|没有到|差一?[点些]儿?(?:就|就到|到|不到)?|差点儿?(?:就|到)?|将近|"
        "接近|逼近|"
            "临近|靠近|"
            "(?<![最附])近|少于|低于|小于|够不[着上]|达不到|没达到|未达到?|快到?|没够|不够"),
    (OVER, "超过|超出|高于|大于|多于|突破|刚过|略过|刚刚过|刚超|略超|高过|高出|不止|不只|过了|已过|超"),
)  # fmt: skip
COMES_BEHIND = (
    (AT_MOST, "(?:及|或)?(?:以内|之内|以里|封顶)"),
    (AT_LEAST, "(?:及|或)?(?:以上|起步|打底)"),
    (UNDER, "(?:都|也|还)?(?:不到|不足|没到|未到|还差|差一?点|差[一两]|以下|之下|没够)|缺一点"),
    (OVER, "(?:元|块)?(?:出头|挂零|冒头|开外|有余|多(?!少|久|长|次|家|个|年|笔)|还多|还高|朝上|往上|打不住|略多|略高)"),
)
THAN = re.compile("比$")
MORE, LESS = (
    re.compile("^(?:还)?(?:要)?(?:略|稍|稍微)?[高多大超]"),
    re.compile("^(?:还)?(?:要)?(?:略|稍|稍微)?[低少小差]"),
)
INSIDE = re.compile("[0-9百千万亿十%][多]|多[万亿千百]|多$")

_before = tuple((lean, re.compile(f"(?:{words}){LINK}")) for lean, words in COMES_BEFORE)
_behind = tuple((lean, re.compile(f"^(?:{words})")) for lean, words in COMES_BEHIND)


def leaning(text: str, figure: Figure) -> Leaning:
    """Where the true figure lies. Of a range nothing is said."""
    if isinstance(figure.value, tuple):
        return UPRIGHT
    before, behind = text[max(0, figure.start - REACH) : figure.start], text[figure.end : figure.end + REACH]
    if THAN.search(before):
        return OVER if MORE.search(behind) or INSIDE.search(figure.text) else UNDER if LESS.search(behind) else UPRIGHT
    for lean, pattern in _before:
        if pattern.search(before):
            return lean
    for lean, pattern in _behind:
        if pattern.search(behind):
            return lean
    return OVER if INSIDE.search(figure.text) else UPRIGHT
