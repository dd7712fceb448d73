"""Whether a text is a policy document at all, and what it is when it is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.document.paragraphs import Paragraph

QUESTION_TITLE = re.compile(
    "[?]|(?:是什么|有哪些|哪些内容|怎么办|如何|怎样|吗|呢)[?]?$|^(?:如何|怎么|什么是|为什么|哪些)"
)
ASKED = re.compile(r"[\s*]*(?:问题?|提问|咨询内容|来信内容|网友提问|Q)\s*\d*[\s*]*[:.、]")
ANSWERED = re.compile(r"[\s*]*(?:答复?|回复|回答|答复内容|回复内容|A)\s*\d*[\s*]*[:.、]")
EXPLAINED = re.compile("解读|图解|一图读懂|问答|答记者问|政策说明|起草说明|吹风会|新闻发布会")
REPORTED = re.compile(r"(?:本报|新华社|记者|通讯员|讯)[^。]{0,30}(?:讯|电|报道)|[(]记者|记者从")
OTHER_TITLES = {
    "招标或采购公告": "招标公告|采购公告|中标|成交公告|磋商|竞价|比选",
    "公示": "公示(?:公告|名单)?$|公示$",
    "会议纪要或讲话": "会议纪要|讲话|致辞|发言",
    "工作报告或总结": "工作总结|总结报告|工作报告|简报",
    "申请表": "申请表|申报书|登记表|承诺书",
    "合同": "合同|协议书",
}
ENOUGH = 5  # clauses of a document that a news agency carries word for word
NO_TEXT = "里面没有可以读的文字"


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a policy document."""

    title: str
    issuer: bool
    number: bool
    dated: bool
    valid: bool
    clauses: int


def refusal(paragraphs: Sequence[Paragraph], signs: Signs) -> str | None:
    """Why this is no policy document, None where it is one."""
    if not paragraphs:
        return f"{NO_TEXT}。如果是扫描件，请先用识别软件（OCR）转成文字，再试一次"
    if why := _other_nature(paragraphs, signs):
        return why
    if not signs.clauses:
        return f"没有找到带编号的条款（一、（一）1. 第一条 这样的），不像政策文件。全文第一行是「{_first(paragraphs)}」"
    if not (signs.title or signs.issuer or signs.number or signs.valid):
        return (
            "没有标题（……措施、办法、意见、通知 这样的）、发文机关、文号，也没有写从哪天起施行，不像政策文件。"
            f"全文第一行是「{_first(paragraphs)}」"
        )
    return None


def _other_nature(paragraphs: Sequence[Paragraph], signs: Signs) -> str | None:
    first = _first(paragraphs)
    official = signs.number or (signs.issuer and signs.dated)
    asked = [one for one in paragraphs if ASKED.match(one.fold)]
    answered = [one for one in paragraphs if ANSWERED.match(one.fold)]
    if asked and answered and not official:
        place = f"第{asked[0].line}行「{asked[0].fold[:8]}」、第{answered[0].line}行「{answered[0].fold[:8]}」"
        return (
            f"这是一问一答（{place}），说的是一份政策，不是政策文件本身；没有发文机关、文号和落款。"
            "请导入它说的那份文件的原文"
        )
    if QUESTION_TITLE.search(re.sub("[《》]", "", first)) and not official:
        return f"标题「{first}」是一个问题，不是政策文件的标题；没有发文机关、文号和落款。请导入政策文件的原文"
    if EXPLAINED.search(first) and not official:
        return f"这是对政策的解读或问答（标题「{first}」），不是政策文件本身。请导入政策文件的原文"
    for nature, words in OTHER_TITLES.items():
        if re.search(words, first) and not signs.valid:
            return f"标题「{first}」看起来是{nature}，不是政策文件"
    reported = next((one for one in paragraphs[:12] if REPORTED.search(one.fold)), None)
    if reported and not official and not (signs.title and signs.clauses >= ENOUGH):
        return f"第{reported.line}行像是新闻报道（「{reported.fold[:20]}」），不是政策文件本身。请导入政策文件的原文"
    return None


def _first(paragraphs: Sequence[Paragraph]) -> str:
    return paragraphs[0].fold[:60].strip()
