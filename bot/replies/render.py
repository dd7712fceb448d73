"""Reply → text of one flavour through jinja2; web and telegram escape, plain does not need to."""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.messages import Reply
from calculators.wording import money, percent
from knowledge.records.model import Clause

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
    env.filters.update(yuan=yuan, big=big, wan=money, percent=percent, rate=rate, day=day, body=body)
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


def render(reply: Reply, flavour: str = "plain") -> str:
    """The words of a reply; blank lines and trailing spaces are taken out of plain text."""
    name = reply.view.get("template") or reply.kind.value
    text = _template(f"{flavour}/{name}.j2").render(reply=reply, parts=_parts(flavour), **reply.view)
    if notice := reply.view.get("notice"):
        text = _template(f"{flavour}/notice.j2").render(notice=notice) + text
    return "\n".join([line for each in text.splitlines() if (line := each.rstrip())])


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


def body(clause: Clause) -> str:
    """The clause's own words without heading and offices."""
    text = clause.text.partition("。")[2]
    return text.rpartition("（牵头单位")[0]
