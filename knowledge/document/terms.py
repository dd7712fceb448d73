"""What a document says of all its sums: whether one may have several of them, when and how one applies, who takes
applications, whether it is given again, what each level pays, taxes, whom to call."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.document.clauses import Passage
from knowledge.document.sums import sums

SENTENCE = re.compile(r"[^。；;\n]+")
HAD = "享受|奖励|奖补|补助|补贴|资助|支持|扶持|申报|申请|申领|执行|计算|兑现|发放"
TOGETHER = re.compile(
    rf"不(?:得|予|可|再|能|能再)?(?:重复|叠加|累加|同时|交叉)(?:{HAD})|就高不(?:就低|重复|重叠)|(?:从|择)[高优新]不重复"
    rf"|择[高优](?:{HAD}|不|原则|的)|只(?:能|可)?(?:{HAD})(?:其中)?[一1][项次种]"
    rf"|(?:可以?|能够?|允许)(?:叠加|累加|同时|重复)(?:{HAD})|不(?:得)?重复(?=[，。；]|$|的?原则)"
)
DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|季度|[上下]半年|\d+个?(?:工作)?日|\d+个月|年(?:初|底|末)"
FILING = re.compile(
    rf"(?:每年|次年|当年|于|在|自)[^。；]{{0,20}}(?:{DAY})[^。；]{{0,24}}(?:申报|申请|受理)"
    rf"|(?:申报|申请|受理)(?:通知|指南|时间|期限|受理|工作)?[^。；]{{0,16}}(?:{DAY})"
    r"|申[报请](?:材料|程序|流程|指南|通知|平台|系统)[^。；]{0,24}(?:发布|为准|提交|报送|包括|如下)"
    r"|(?:通过|登录)[^。；]{0,20}(?:平台|系统|网站)[^。；]{0,10}(?:申报|申请)"
)
GIVING = "奖励|奖补|补助|补贴|资助|支持|扶持|享受"
NUMBER = "[一二两三四五六七八九十1-9]"
MONEY = "奖励|奖补|补助|补贴|资助|扶持|贴息|所需"
ACCEPTS = re.compile(
    r"由[^。；，,]{2,30}(?:统一|负责|集中)?(?:受理|接收)(?:申报|申请|材料)?"
    r"|向[^。；，,]{2,24}(?:提出|提交|递交|报送)[^。；，,]{0,6}(?:申请|申报|材料)"
    r"|(?:受理|申报)(?:单位|部门|窗口|机关|地点)[^。；]{0,4}(?:为|是|[:：])"
)
AGAIN = re.compile(
    rf"(?:[只仅]|最多|限)(?:能|可|限)?(?:{GIVING}|申报|申请)[一1]次|(?:{GIVING})(?:以|限)[一1]次为限"
    rf"|连续(?:{GIVING}|补|奖)|连续{NUMBER}(?:个)?年(?:给予)?[^。；，]{{0,6}}(?:{GIVING})|(?:{GIVING})(?:期限?)?(?:最长|最多|不超过){NUMBER}(?:个)?年"
    rf"|(?:最多|最长|至多)(?:连续)?(?:{GIVING}){NUMBER}[年次]|不(?:得|能|可|再)(?:连续|再次)(?:{GIVING}|申报|申请)"
    rf"|(?:可以?|能够?|允许)(?:再次|每年|逐年|连续)(?:申报|申请|{GIVING})"
    rf"|已(?:经)?(?:{GIVING}|获得|领取)过?[^。；]{{0,20}}(?:不再|不予)"
)
SPLIT = re.compile(
    rf"(?:{MONEY}|资金|经费)[^。；]{{0,24}}(?:财政|[市县区省]级?)[^。；]{{0,24}}(?:分担|共同承担|共同负担|各承担|各负担)"
    r"|(?:财政|[市县区省]级?)[^。；]{0,20}按照?[^。；]{0,16}(?:\d+\s*[:：]\s*\d+|比例)[^。；]{0,8}(?:分担|承担|负担)"
)
TAX = re.compile(
    rf"(?:{MONEY}|资金)[^。；]{{0,20}}(?:缴纳|缴|纳|代扣代缴|免征|不征)[^。；]{{0,10}}税|(?:{MONEY}|资金)[^。；]{{0,12}}税费"
)
CONTACT = re.compile(r"(?:咨询|联系|服务|政策|监督)?(?:电话|热线)[^。；]{0,16}[\d-]{5,}")
KINDS = {
    "together": TOGETHER,
    "filing": FILING,
    "accepts": ACCEPTS,
    "again": AGAIN,
    "split": SPLIT,
    "tax": TAX,
    "contact": CONTACT,
}
CALLED = {
    "together": "能不能同时享受",
    "filing": "怎么申报",
    "accepts": "由谁受理",
    "again": "给一次还是几次",
    "split": "各级财政各出多少",
    "tax": "要不要缴税",
    "contact": "问谁、打什么电话",
}
GENERAL = re.compile(
    "[本该](?:措施|政策|办法|意见|细则|规定|条款|文件)|各项|上述|其他政策|其它政策"
    "|以上(?:政策|措施|各|所有|奖|补|条|规定|内容)"
)


OF_ALL = ("together", "filing", "contact")  # where it stands in a clause that gives nothing, of all sums
OF_ONE = re.compile("^对|元|[%％]|申请人|变更|设立|合同")  # of one matter, wherever it stands


@dataclass(frozen=True, slots=True)
class Term:
    """A sentence, letter for letter. ``of``: what it tells, one of ``KINDS``; ``clause``: the id of the one whose
    sums alone it is about, "" where it is about all."""

    of: str
    clause: str
    quote: str


class _Home(NamedTuple):
    """The clause a sentence stands in, and whether sums are given there: one that gives none speaks of all."""

    id: str = ""
    giving: bool = False


def terms(text: str, clauses: Sequence[Passage]) -> tuple[Term, ...]:
    """The sentences of a document that look like such terms, in its order, the clauses first."""
    giving = {one.clause for one in sums(clauses)}
    found = [one for clause in clauses for one in _of(clause.body, _Home(clause.id, clause.id in giving))]
    rest = text
    for clause in clauses:
        rest = rest.replace(clause.text, "\n")
    return tuple(one for one in (*found, *_of(rest, _Home())) if one.quote in text)


def _of(text: str, clause: _Home) -> Iterator[Term]:
    for match in SENTENCE.finditer(text):
        sentence = match[0].strip()
        for of, pattern in KINDS.items():
            if pattern.search(re.sub(r"\s", "", sentence)):
                general = bool(GENERAL.search(sentence))
                if general or clause.giving or of in OF_ALL or not OF_ONE.search(sentence):
                    yield Term(of, "" if general or not clause.giving else clause.id, sentence)
