"""What a document says of itself, apart from its clauses: to whom it goes, who explains it, what was before it and what
comes after it, where details are to be found. Each letter for letter; "" is what it does not say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SENTENCE = re.compile(r"[^。；;\n]+")
ADDRESSED = re.compile(
    r"^[\s　]*(各[^。\n]{3,160}|[^。\n]{0,20}有关(?:单位|部门)[^。\n]{0,80})[：:][\s　]*$", re.MULTILINE
)
NUMBERED = re.compile(r"^[\s　]*(?:一、|第一[章条]|1[.．、])", re.MULTILINE)
THIS = "(?:本|该|此)(?:措施|政策|办法|意见|细则|规定|文件|通知|方案|条例|计划)"
MARK = re.compile(r"^(?:第[^条\s]{1,6}条|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)[\s　]*")
KINDS = {
    "explains": r"(?:由|归).{1,60}(?:负责)?解释|解释权",
    "before": rf"{THIS}(?:施行|实施|印发|发布|出台|生效)(?:之日)?(?:以|之)?前|与{THIS}不一致的|同时废止"
    r"|追溯(?:适用|执行|至)|此前.{0,20}(?:规定|政策|办法)|(?:原有?|此前)(?:政策|规定|办法|措施).{0,30}(?:废止|执行|为准)",
    "after": rf"{THIS}.{{0,12}}(?:到期|期满|届满)|有效期(?:届满|期满|满)",
    "details": r"(?:细则|指南|办法|通知).{0,12}由.{1,30}(?:制定|发布|印发|公布)"
    r"|另[行文](?:制定|发布|印发|公布|通知)",
}


@dataclass(frozen=True, slots=True)
class About:
    """Sentences of the document. ``to``: whom it is sent to; ``explains``: who explains it; ``before``: what holds of
    what was before it; ``after``: what holds once it has ended; ``details``: where more is laid down."""

    to: str = ""
    explains: str = ""
    before: str = ""
    after: str = ""
    details: str = ""


NOTHING = About()


def about(text: str) -> About:
    """What stands in the text."""
    first = NUMBERED.search(text)
    sent = ADDRESSED.search(text[: first.start()] if first else text[:2000])
    told = {name: next(_sentences(text, pattern), "") for name, pattern in KINDS.items()}
    return About(to=sent[1].strip() if sent else "", **told)


def _sentences(text: str, pattern: str) -> Iterator[str]:
    for match in SENTENCE.finditer(text):
        if re.search(pattern, re.sub(r"\s", "", match[0])):
            yield MARK.sub("", match[0].strip())
