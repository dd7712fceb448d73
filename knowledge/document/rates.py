"""A price for each of something: 300元/亩, 每平方米每月15元; what it counts, and for how long one price is."""

import re
from dataclasses import dataclass

from knowledge.document.folding import folded
from knowledge.document.limits import without

MONEY = r"\d+(?:[.,]\d+)*\s*[百千万亿]*元"
COUNTED = (
    "美元|平方公里|平方米|平米|㎡|m²|立方米|公顷|公斤|公里|海里|千瓦时|千瓦|兆瓦|标准?箱|人次|架次|班次|床位|客房"
    "|[人名位家户个项件台套辆间栋幢亩吨度头只艘架张床座条株棵羽篇部款种所次例份场班箱册]"
)
TIMES = {"月": "month", "个月": "month", "年": "year", "年度": "year", "天": "day", "日": "day", "晚": "day"}
TIME = "个月|月|年度|年|天|日|晚"
ALIKE = {
    "平米": "平方米",
    "㎡": "平方米",
    "m²": "平方米",
    "名": "人",
    "位": "人",
    "户": "家",
    "床位": "张",
    "客房": "间",
}
SIZES = ("平方公里", "平方米", "立方米", "公顷", "亩", "公斤", "吨", "公里", "海里", "千瓦时", "千瓦", "兆瓦", "度")
MEASURED = frozenset((*SIZES, "人", "人次", "标箱", "标准箱"))
SLASH = re.compile(
    rf"(?P<money>{MONEY})\s*(?:[/·•]|每)\s*(?P<one>{COUNTED}|{TIME})(?:\s*(?:[/·•]|每)\s*(?P<two>{COUNTED}|{TIME}))?"
)
DONE = "(?:新增|新建|成功|完成|引进|培育|推荐|获得|获批|购置|改造|出租)*"
EACH = re.compile(
    rf"每{DONE}[1一]?(?P<one>{COUNTED}|{TIME})(?P<between>[^，,。；;、每\d]{{0,12}})"
    rf"(?:每[1一]?(?P<two>{COUNTED}|{TIME}))?[^，,。；;、每\d]{{0,12}}(?P<money>{MONEY})(?!(?:[(]不?含[)])?(?:及)?以上)"
)
EVERY = {"month": "每月|按月|逐月", "year": "每年|按年|逐年"}
RUNNING = re.compile(
    "连续(?:资助|补助|补贴|支持|给予|奖励|发放)*(?:不超过|最多|最长)*[0-9一二两三四五六七八九十]+(年|个月)"
)
PART = re.compile("[^，,。；;]+")


@dataclass(frozen=True, slots=True)
class Rate:
    """``money`` as it is written, for each ``counted`` (亩; "" where only a time is said) and ``time``: month, year,
    day, "" for once."""

    money: str
    counted: str
    time: str

    @property
    def is_measured(self) -> bool:
        """By size, weight or head, not by pieces."""
        return self.counted in MEASURED


def rate_in(sentence: str) -> Rate | None:
    """The first price of a sentence that is for each of something; None where it sets none. What is the most there is,
    and an amount to be reached, is no price."""
    fold = without(folded(sentence))
    found = next((one for pattern in (SLASH, EACH) for one in pattern.finditer(fold) if _is_price(one, fold)), None)
    if found is None:
        return None
    units = [one for one in (found["one"], found["two"]) if one]
    counted = next((one for one in units if one not in TIMES), "")
    time = next((TIMES[one] for one in units if one in TIMES), "") or _time_beside(fold, found)
    if not counted and time != "month":
        return None
    return Rate(found["money"], ALIKE.get(counted, counted), time)


def _is_price(found: re.Match[str], fold: str) -> bool:
    behind = fold[found.end() :]
    return not re.match(r"\s*(?:[(]不?含[)])?(?:及)?以上", behind) and not re.search(
        "达到?$|超过$|低于$", fold[: found.start()]
    )


def _time_beside(fold: str, found: re.Match[str]) -> str:
    """A time that is said in the same breath (每年按每亩300元), or by a price that runs on (连续补助3年)."""
    part = next(one[0] for one in PART.finditer(fold) if one.start() <= found.start() < one.end())
    said = next((time for time, words in EVERY.items() if re.search(words, part)), "")
    runs = RUNNING.search(fold)
    return said or (TIMES[runs[1]] if runs else "")
