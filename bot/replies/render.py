"""Reply → lines, plain words or a card, through jinja2; web and telegram escape, plain does not need to."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.messages import Reply, View
from bot.replies.lines import Line, bullet, label, mark
from bot.replies.lines import read as read_lines
from calculators.wording import money, percent

TEMPLATES = Path(__file__).parent / "templates"
WAN = Decimal(10_000)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one factory of templates: unknown names are errors, everything but plain text is escaped."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: not (name or "").startswith("plain/"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.globals.update(mark=mark, label=label, bullet=bullet)
    env.filters.update(yuan=yuan, big=big, wan=money, percent=percent, rate=rate, day=day)
    return env


@cache
def _template(name: str) -> Template:
    template = environment().get_template(name)
    # Copied for each rendering, and a plain dict ten times as fast as jinja's chain of two
    template.globals = dict(template.globals)
    return template


@cache
def _parts(flavour: str) -> Any:
    """The macros a flavour's templates share, as ``parts``: plain ones, said in every reply, need not import them."""
    return _template(f"{flavour}/_parts.j2").module


def lines(reply: Reply) -> tuple[Line, ...]:
    """The reply line by line, each with its role."""
    return read_lines(_rendered(reply, "plain"))


def render(reply: Reply) -> str:
    """The plain words of a reply."""
    return "\n".join([line.plain for line in lines(reply)])


def card(reply: Reply, context: Mapping[str, Any]) -> str:
    """The reply as HTML; ``context``: what the page adds to the view."""
    return _rendered(reply, "web", context)


def context_of(view: View) -> dict[str, Any]:
    """The fields of a view, as templates name them."""
    return {field.name: getattr(view, field.name) for field in fields(view)}


def lines_of_macro(name: str, *values: Any) -> tuple[Line, ...]:
    """The lines a macro of the plain templates makes of ``values``."""
    return read_lines(str(getattr(_parts("plain"), name)(*values)))


def _rendered(reply: Reply, flavour: str, context: Mapping[str, Any] | None = None) -> str:
    name = reply.view.template or reply.kind.value
    shown = {**context_of(reply.view), **(context or {})}
    text = _template(f"{flavour}/{name}.j2").render(reply=reply, parts=_parts(flavour), **shown)
    if reply.notice:
        text = _template(f"{flavour}/notice.j2").render(notice=reply.notice) + text
    return text


def yuan(amount: Decimal) -> str:
    """67000 -> 67,000.00元."""
    return f"{amount:,.2f}元"


def big(amount: Decimal) -> str:
    """67000 -> 6.70 万元; below 10,000 -> 6,000 元; 66,666.67 is shown to the fen beside it anyway."""
    if amount >= 100_000_000:
        return f"{amount / 100_000_000:,.2f} 亿元"
    return f"{amount / WAN:,.2f} 万元" if amount >= WAN else f"{amount:,.2f} 元"


def rate(ratio: Decimal) -> str:
    """A published rate with its two decimals: 0.03 -> 3.00%."""
    return f"{ratio * 100:.2f}%"


def day(value: date) -> str:
    """2024-05-20 -> 2024年5月20日."""
    return f"{value.year}年{value.month}月{value.day}日"
