"""A reply as Telegram shows it: the same words in the same order, with the conclusion and the labels in bold."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.messages import Reply, ReplyKind
from bot.replies.build import NOTHING
from bot.replies.render import environment

log = logging.getLogger("fudaoyuan.telegram")
LABELS = (
    "怎么算的：",
    "原文：",
    "待确认：",
    "还要确认：",
    "没确认的还有：",
    "依据：",
    "找谁：",
    "下一步：",
    "接着刚才的：",
)
APART = ("怎么算的：", "待确认：", "还要确认：", "没确认的还有：", "依据：", "接着刚才的：")
LEADING = frozenset(
    {ReplyKind.CALCULATION, ReplyKind.EXPIRED, ReplyKind.ASK, ReplyKind.ANSWER, ReplyKind.OVERVIEW, ReplyKind.META}
)
LONGEST_LEAD = 120
HEARD = "heard"  # the macro of the plain templates


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``label`` in bold before ``text``; ``lead``: all in bold; ``apart``: after a blank line."""

    text: str
    label: str = ""
    lead: bool = False
    apart: bool = False


def html_of(reply: Reply, text: str, *, edited: bool = False) -> str:
    """The reply whose plain words are ``text``. Never raises: what a template cannot say is said plainly."""
    try:
        return page("reply", lines=tuple(lines_of(reply, text)), edited=edited)
    except Exception:
        log.exception("a reply is sent without marks")
        return escape(text, quote=False)


def page(name: str, **context: Any) -> str:
    """A text of ``templates/telegram``; everything put into it is escaped."""
    return environment().get_template(f"telegram/{name}.j2").render(**context).strip("\n")


def lines_of(reply: Reply, text: str) -> Iterator[Line]:
    """The plain words line by line. The first that is not about how the message was understood is the conclusion."""
    asides = _asides(reply)
    leading = reply.kind in LEADING
    for line in text.splitlines():
        label = next((label for label in LABELS if line.startswith(label)), "")
        lead = leading and not label and line not in asides and len(line) <= LONGEST_LEAD
        if line not in asides:
            leading = False
        yield Line(line.removeprefix(label), label, lead, label in APART)


def _asides(reply: Reply) -> frozenset[str]:
    """Lines that stand before the conclusion: what was repaired or changed, that the talk was interrupted."""
    extra = reply.view.get("extra", NOTHING)
    said = str(getattr(environment().get_template("plain/_parts.j2").module, HEARD)(extra))
    notice = reply.view.get("notice")
    said += environment().get_template("plain/notice.j2").render(notice=notice) if notice else ""
    return frozenset(line.strip() for line in said.splitlines() if line.strip())
