"""Sentences that every flavour shares, taken from the plain templates; as text, so that a page escapes them."""

from bot.replies.build import Extra
from bot.replies.render import environment
from bot.slots.model import Problem


def heard(extra: Extra) -> tuple[str, ...]:
    """What was understood otherwise than typed, and what changed."""
    return _lines("heard", extra)


def problems(extra: Extra) -> tuple[str, ...]:
    """Why figures were not taken, one sentence each."""
    return _lines("problems", extra)


def notice(name: str) -> str:
    """What the plain answer begins with after a long silence or a lost memory; "" for neither."""
    return environment().get_template("plain/notice.j2").render(notice=name)


def sentence(problem: Problem) -> str:
    return problems(Extra(problems=(problem,)))[0]


def _lines(macro: str, extra: Extra) -> tuple[str, ...]:
    # Called from here the macro's text is a plain str; called from a web template it would pass for escaped.
    said = getattr(environment().get_template("plain/_parts.j2").module, macro)(extra)
    return tuple(line.strip() for line in str(said).splitlines() if line.strip())
