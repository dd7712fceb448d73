"""A reply as 企业微信 shows it: the same words in the same order, with the conclusion and the labels in bold."""

import logging

from bot.messages import Reply
from bot.replies.lines import Line, Role
from bot.replies.render import lines

log = logging.getLogger("fudaoyuan.wecom")
LONGEST_LEAD = 120
SIGNS = str.maketrans({"*": "＊", "`": "｀", "<": "＜", "#": "＃", "~": "～"})  # that would be taken for marks


def markdown_of(reply: Reply, text: str) -> str:
    """The reply whose plain words are ``text``. Never raises: what a template cannot say is said plainly."""
    try:
        return "\n".join(_marked(line) for line in lines(reply))
    except Exception:
        log.exception("a reply is sent without marks")
        return plain(text)


def plain(text: str) -> str:
    """Words without a sign that could be taken for a mark."""
    return text.translate(SIGNS)


def _marked(line: Line) -> str:
    label, text = plain(line.label), plain(line.text)
    if line.role is Role.ITEM:
        return label + text
    if line.role is Role.LEAD and not label and len(text) <= LONGEST_LEAD:
        return f"**{text}**"
    return f"**{label}**{text}" if label else text
