"""What a document says of all its sums: whether one may have several of them, when and how one applies."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
GENERAL = re.compile("[本该](?:措施|政策|办法|意见|细则|规定|条款|文件)|各项|上述|以上|其他政策|其它政策")


@dataclass(frozen=True, slots=True)
class Term:
    """A sentence, letter for letter. ``of``: what it tells, "together" or "filing"; ``clause``: the id of the one whose
    sums alone it is about, "" where it is about all."""

    of: str
    clause: str
    quote: str


def terms(text: str, clauses: Sequence[Passage]) -> tuple[Term, ...]:
    """The sentences of a document that look like such terms, in its order, the clauses first."""
    giving = {one.clause for one in sums(clauses)}
    found = [one for clause in clauses for one in _of(clause.body, clause.id if clause.id in giving else "")]
    rest = text
    for clause in clauses:
        rest = rest.replace(clause.text, "\n")
    return tuple(one for one in (*found, *_of(rest, "")) if one.quote in text)


def _of(text: str, clause: str) -> Iterator[Term]:
    for match in SENTENCE.finditer(text):
        sentence = match[0].strip()
        for of, pattern in (("together", TOGETHER), ("filing", FILING)):
            if pattern.search(re.sub(r"\s", "", sentence)):
                yield Term(of, "" if GENERAL.search(sentence) else clause, sentence)
