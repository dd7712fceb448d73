"""From when until when a document is in force, as it says itself."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.document.numerals import DAY, any_number, day_in

SELF = (
    "(?:本|该|上述|以上|此)[^,。;]{0,14}?(?:措施|办法|意见|方案|政策|规定|细则|通知|条例|规则|实施|文件|计划"
    "|规划|指南|若干|指引|规程|标准|条款|公告|通告|决定|制度)"
)
BEGIN = "(?:正式)?(?:施行|实施|执行|生效|试行|起效)"
ISSUED = "(?:印发|发布|公布|发文|下发|颁布|签发|出台)"
NUMBER = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
FROM_DAY = re.compile(rf"(?:自|从|于)({DAY})(?:零时|0时)?起?(?:开始)?{BEGIN}")
FROM_ISSUE = re.compile(
    rf"自(?:本[^,。;]{{0,8}}?)?{ISSUED}之日起(?:的?(?:满)?{NUMBER}个?(工作日|日|天|个?月)后)?,?{BEGIN}?"
)
UNTIL = re.compile(
    rf"(?:有效(?:期|期限|时间)?|执行(?:期|期限)?|实施期限|试行期)[^,。;\d一二]{{0,6}}?(?:至|到|止于|截至|截止|截止到)(?:为)?({DAY})|(?:施行|实施|执行|试行)至({DAY})"
)
SPAN = re.compile(rf"({DAY})(?:起)?(?:至|到|—|-|–|~)+({DAY})")
SPANS = re.compile("(?:有效期|执行期|实施期|施行期|适用期|期限)")
YEARS = re.compile(
    rf"(?:有效期|执行期|试行期|实施期|试行|暂定|有效)[^,。;\d一二两三四五六七八九十]{{0,6}}{NUMBER}(年半|年|个月)"
)
OF_SOMETHING_ELSE = re.compile(
    "(?:证书|许可证|资格|资质|认定|称号|合同|协议|保单|名单|证明|入库|承诺书?)[^,。;]{0,4}有效期"
)


@dataclass(frozen=True, slots=True)
class Validity:
    """``rule``: the document's words, where they count from its issue or give no day; days are None then."""

    begins: date | None = None
    ends: date | None = None
    rule: str = ""

    def __bool__(self) -> bool:
        return bool(self.begins or self.ends or self.rule)


def validity_in(sentences: Iterable[str], issued: date | None) -> Validity:
    """What the last of the sentences that speak of it say; ``issued``: the day of the document."""
    begins = ends = None
    rule = ""
    for sentence in sentences:
        one = _of(re.sub(r"\s", "", sentence), issued)
        if one.begins or one.rule:
            begins, ends, rule = one.begins, one.ends, one.rule
        elif one.ends:
            ends = one.ends
    return Validity(begins, ends, rule)


def speaks_of_validity(sentence: str) -> bool:
    """Whether a sentence says from when or until when the document holds."""
    return bool(_of(re.sub(r"\s", "", sentence), None))


def _of(sentence: str, issued: date | None) -> Validity:
    if OF_SOMETHING_ELSE.search(sentence) or not _is_about_itself(sentence):
        return Validity()
    if SPANS.search(sentence) and (span := SPAN.search(sentence)):
        return Validity(day_in(span[1]), day_in(span[2]))
    begin, relative = FROM_DAY.search(sentence), FROM_ISSUE.search(sentence)
    until, years = UNTIL.search(sentence), YEARS.search(sentence)
    end = day_in(until[1] or until[2]) if until else None
    if begin:
        start = day_in(begin[1])
        return Validity(start, end or _last_day(start, years))
    if relative:
        start = None if relative[1] else issued
        return Validity(start, end or _last_day(start, years), sentence)
    alone = re.search(rf"(?:^|[,(])(?:{SELF})?(?:有效期|试行|暂定|执行期|自)", sentence)
    return Validity(None, end, sentence if years and not end else "") if alone else Validity()


def _is_about_itself(sentence: str) -> bool:
    """自…起施行 and 有效期… are of the document where it names itself, or names nobody before."""
    if not re.search(f"{BEGIN}|有效|期限|暂定|{ISSUED}之日起", sentence):
        return False
    return bool(re.search(SELF, sentence) or re.match(r"[(]?(?:有效期|自|本|执行期|试行)", sentence))


def _last_day(start: date | None, years: re.Match[str] | None) -> date | None:
    """The last day of a term of so many years or months that begins with ``start``."""
    number = any_number(years[1].replace("两", "二")) if years else None
    if start is None or years is None or not number:
        return None
    months = number * 12 + 6 if years[2] == "年半" else number * 12 if years[2] == "年" else number
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1 if day == start.day else 0)
