"""Cuts off what others wrote: quoted and forwarded messages around one's own words, names and times of a chat."""

import re

_OPEN, _CLOSE = '「“"『【', '」”"』】'
_RULE = re.compile(r"[ \t]*(?:[-—–─_=*][ \t]?){4,}[ \t]*")  # a line of dashes
_QUOTE = re.compile(rf"\s*[{_OPEN}]\s*[^\n{_OPEN}{_CLOSE}：:]{{1,20}}[：:]")  # 「张三：
_REPLY = re.compile(r"\s*(?:[\[【(（]?(?:引用|回复|转发)[\]】)）]?)[^\n]{0,20}[：:]")
_MAIL = re.compile(
    r"[ \t]*[-—–─_=]{2,}[ \t]*(?:原始|转发|Original|Forwarded)[^\n]{0,20}[-—–─_=]{2,}[ \t]*", re.IGNORECASE
)
_TIME = (
    r"(?:\d{2,4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|昨天|今天|前天|星期[一二三四五六日天]|周[一二三四五六日天])?"
    r"[ \t]*(?:上午|下午|早上|晚上|凌晨|中午)?[ \t]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
)
_HEAD = re.compile(
    rf"^[ \t]*(?:[\[【(（](?:转发|引用|聊天记录|合并转发)[^\n\]】)）]{{0,12}}[\]】)）][ \t]*)?"
    rf"(?![^\n\d]{{0,16}}[放贷借还款期签批时保])"  # 「放款 2024-08-01 09:30」 is no name
    rf"(?P<name>[^\n：:，,。；;？?\d\s][^\n：:，,。；;？?\d]{{0,15}}?)"
    rf"[ \t]*[\[(（]?{_TIME}[\])）]?[ \t]*(?:[：:][ \t]*|(?=\n|$))",
    re.MULTILINE,
)
_MARK = re.compile(
    r"^[ \t]*[\[【(（](?:转发|引用|聊天记录|合并转发)[^\n\]】)）]{0,12}[\]】)）][ \t]*[：:]?", re.MULTILINE
)
# A line behind a bar is cited; one with more bars is the row of a table
_CITED = re.compile(r"^[ \t]*(?:[>＞][^\n]*|[|｜][^|｜\n]*)(?:\n|$)", re.MULTILINE)


def own_words(raw: str) -> str:
    """The message without what was quoted or forwarded with it, as far as the rest says something.

    Of a forwarded message that stands alone its words stay: they are what is asked; who wrote it, and when, goes.
    """
    if "\n" not in raw and not raw.lstrip().startswith(tuple("[【(（")):
        return raw
    text = raw.replace("\r\n", "\n")
    for cut in (_below_the_rule, _above_the_mail, _without_cited):
        rest = cut(text)
        text = rest if rest.strip() else text
    headed = _without_heads(text)
    return headed if headed.strip() else text


def _below_the_rule(text: str) -> str:
    """What stands below the line of dashes under a quotation; the quotation alone without who said it."""
    opening = _QUOTE.match(text) or _REPLY.match(text)
    if opening is None:
        return text
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if at and _RULE.fullmatch(line):
            below = "\n".join(lines[at + 1 :])
            return below if below.strip() else _unquoted("\n".join(lines[:at]), opening)
    ends = [at for at, sign in enumerate(text) if sign in _CLOSE and at > opening.end()]
    if ends and text[opening.start() :].lstrip()[:1] in _OPEN:
        below = text[ends[-1] + 1 :]
        return below if below.startswith("\n") and below.strip() else text
    return text


def _unquoted(quotation: str, opening: re.Match[str]) -> str:
    return quotation[opening.end() :].rstrip().rstrip(_CLOSE)


def _above_the_mail(text: str) -> str:
    """What stands above 「-----原始邮件-----」."""
    mail = _MAIL.search(text)
    return text[: mail.start()] if mail is not None else text


def _without_cited(text: str) -> str:
    """Without the lines that begin with >."""
    return _CITED.sub("", text)


def _without_heads(text: str) -> str:
    """Without names and times of a forwarded chat; what follows it after an empty line is one's own, alone."""
    if not _HEAD.search(text) and not _MARK.search(text):
        return text
    _, gap, own = text.rpartition("\n\n")
    if gap and own.strip() and not _HEAD.search(own) and not _MARK.search(own):
        return own
    return _MARK.sub("", _HEAD.sub("", text))
