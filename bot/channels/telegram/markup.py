"""A reply as Telegram shows it: the same words in the same order, with the conclusion and the labels in bold."""

import logging
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.messages import Reply, ReplyKind
from bot.replies.lines import Line, Role
from bot.replies.render import environment, lines

log = logging.getLogger("fudaoyuan.telegram")
APART = frozenset((Role.WORKING, Role.CONFIRM, Role.SOURCE, Role.OPEN))
LEADING = frozenset(
    {ReplyKind.CALCULATION, ReplyKind.EXPIRED, ReplyKind.ASK, ReplyKind.ANSWER, ReplyKind.OVERVIEW, ReplyKind.META}
)
LONGEST_LEAD = 120


@dataclass(frozen=True, slots=True)
class Marked:
    """One line. ``label`` in bold before ``text``; ``lead``: all in bold; ``apart``: after a blank line."""

    text: str
    label: str = ""
    lead: bool = False
    apart: bool = False


def html_of(reply: Reply, text: str, *, edited: bool = False) -> str:
    """The reply whose plain words are ``text``. Never raises: what a template cannot say is said plainly."""
    try:
        return page("reply", lines=[_marked(reply, line) for line in lines(reply)], edited=edited)
    except Exception:
        log.exception("a reply is sent without marks")
        return escape(text, quote=False)


def page(name: str, **context: Any) -> str:
    """A text of ``templates/telegram``; everything put into it is escaped."""
    return environment().get_template(f"telegram/{name}.j2").render(**context).strip("\n")


def _marked(reply: Reply, line: Line) -> Marked:
    """The conclusion and the labels in bold; a list's sign stays as it is."""
    if line.role is Role.ITEM:
        return Marked(line.plain)
    lead = line.role is Role.LEAD and reply.kind in LEADING and len(line.text) <= LONGEST_LEAD
    return Marked(line.text, line.label, lead, line.role in APART)
