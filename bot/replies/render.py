"""Reply → lines, plain words or a card, through jinja2; web and telegram escape, plain does not need to."""

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Macro
from markupsafe import Markup

from bot.memo import PerObject, WhileItLives
from bot.messages import Reply, View
from bot.replies.lines import LABEL, ROLE, TEXT, Line, Role, bullet, label, mark
from bot.replies.lines import read as read_lines
from bot.replies.lines import words as words_of
from bot.replies.views import ToldView
from calculators.wording import WAN, YI, money, percent, to_places
from knowledge.records.staff import GUIDE_FIELDS

TEMPLATES = Path(__file__).parent / "templates"
PLAIN = ("plain/", "messenger/", "_sentences.")  # what gives words, which a page escapes where it sets them
NUMBER = re.compile(r"[\d.,]+%?")
PAUSE = re.compile("[，；。：]")
OF_RECORDS = ("offices", "next_steps")


class _Plainly(Environment):
    """Gives each template, those that others import too, its globals as a plain dict: jinja's chain of two is asked ten
    times as long, and gone through name by name for every import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class Templates:
    """The templates of a folder: unknown names are errors, everything but plain text is escaped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.template = cache(self._template)
        self.parts = cache(self._parts)
        self.plain = WhileItLives(self._plain)

    @cached_property
    def environment(self) -> Environment:
        env = _Plainly(
            loader=FileSystemLoader(self._folder),
            autoescape=lambda name: not (name or "").startswith(PLAIN),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        # Filters, not functions: what they make of constants is made once, when a template is compiled
        env.filters.update(mark=mark, label=label, bullet=bullet)
        env.filters.update(yuan=yuan, big=big, wan=money, percent=percent, rate=rate, day=day)
        env.filters.update(digits=digits, tel=tel, parted=parted)
        env.filters.update(fitting=fitting, first_words=first_words)
        env.globals["say"] = sentences(env)
        return env

    def _template(self, name: str) -> Template:
        return self.environment.get_template(name)

    def _parts(self, flavour: str) -> Any:
        """The macros a flavour's templates share, as ``parts``: plain ones, in every reply, need not import them.

        What some say of a record alone is said once for each record.
        """
        module = self.template(f"{flavour}/_parts.j2").module
        macros = {name: made for name, made in vars(module).items() if isinstance(made, Macro)}
        return SimpleNamespace(**{**macros, **{name: PerObject(macros[name]) for name in OF_RECORDS if name in macros}})

    def _plain(self, reply: Reply) -> str:
        view = {name: getattr(reply.view, name) for name in _names(type(reply.view))}
        return self.rendered(reply, "plain", reply=reply, parts=self.parts("plain"), **view)

    def rendered(self, reply: Reply, flavour: str, /, **context: Any) -> str:
        """``context``: a name given twice is an error of Python's own, nothing shadows another."""
        text = self.template(f"{flavour}/{reply.view.template or reply.kind.value}.j2").render(**context)
        if reply.document or reply.beside:
            more = self.template(f"{flavour}/document.j2").render(reply=reply)
            text = with_document(text, more, reply) if flavour == "plain" else in_card(text, more)
        if reply.rulings or reply.guide or reply.nearby:
            more = self.template(f"{flavour}/added.j2").render(reply=reply, fields=GUIDE_FIELDS)
            text = f"{text.rstrip()}\n{more}" if flavour == "plain" else in_card(text, more)
        if reply.lacking and reply.document:
            more = self.template(f"{flavour}/lacking.j2").render(lacking=reply.lacking, document=reply.document)
            text = f"{more}\n{text}"
        if reply.over:
            text = f"{self.template(f'{flavour}/over.j2').render(policy=reply.over)}\n{text}"
        if reply.paused:
            text = f"{self.template(f'{flavour}/paused.j2').render(paused=reply.paused)}\n{text}"
        if reply.notice:
            return f"{self.template(f'{flavour}/notice.j2').render(notice=reply.notice)}\n{text}"
        return text


def with_document(text: str, more: str, reply: Reply) -> str:
    """The marked lines with the document before the clause they stand on, or by itself where none is shown; ``more``
    behind them."""
    if reply.document:
        name = say().titled(reply.document, reply.level)
        source = f"{ROLE}{Role.SOURCE}{LABEL}"
        before, found, rest = text.partition(source)
        words, _, clause = rest.partition(TEXT)
        if f"《{reply.document.title}》" in text:
            pass  # it is named in full
        elif found:
            text = f"{before}{source}{words}{TEXT}{name} {clause}"
        else:
            text = f"{text.rstrip()}\n{label(Role.SOURCE, '文件')}{name}\n"
    return f"{text}\n{more}" if more.strip() else text


def in_card(html: str, more: str) -> str:
    """A card with ``more`` at its end."""
    body, end, rest = html.rpartition("</article>")
    return f"{body}{more}{end}{rest}" if end else f"{html}{more}"


SHIPPED = Templates(TEMPLATES)


def sentences(env: Environment) -> SimpleNamespace:
    """What is said in several flavours, as ``say``. Each gives plain words, never markup: jinja holds what a macro
    gives to be escaped already, and these are not."""
    module = env.get_template("_sentences.j2").module
    return SimpleNamespace(**{name: _sentence(made) for name, made in vars(module).items() if isinstance(made, Macro)})


def _sentence(made: Macro) -> Callable[..., str]:
    """The sentence a macro says; one that is always the same is said once."""
    if made.arguments:
        return partial(made)
    words = made()
    return lambda: words


def environment() -> Environment:
    """The one factory of templates."""
    return SHIPPED.environment


def say() -> Any:
    """The sentences that several flavours share, each a function that gives plain words."""
    return environment().globals["say"]


def lines(reply: Reply) -> tuple[Line, ...]:
    """The reply line by line, each with its role; said once, for all who show it."""
    return read_lines(SHIPPED.plain(reply))


def render(reply: Reply) -> str:
    """The plain words of a reply."""
    return words_of(SHIPPED.plain(reply))


def card(reply: Reply, shown: object) -> str:
    """The reply as HTML; ``shown``: the one record its template reads, as ``card``."""
    return SHIPPED.rendered(reply, "web", card=shown)


def told_apart(reply: Reply) -> tuple[tuple[Line, ...], ...]:
    """The lines of each of several answers by itself."""
    view = reply.view
    if not isinstance(view, ToldView) or len(view.answers) < 2:
        return ()
    made = SHIPPED.template("plain/_told.j2").module
    parts = SHIPPED.parts("plain")
    return tuple(read_lines(str(vars(made)["told"](one, one.home or view.clause, parts))) for one in view.answers)


def lines_of_macro(name: str, *values: Any) -> tuple[Line, ...]:
    """The lines a macro of the plain templates makes of ``values``."""
    return read_lines(str(getattr(SHIPPED.parts("plain"), name)(*values)))


# The fields of a view, as the plain templates name them
_names: PerObject[type[View], tuple[str, ...]] = PerObject(lambda view: tuple(field.name for field in fields(view)))


def yuan(amount: Decimal) -> str:
    """67000 -> 67,000.00元."""
    return f"{to_places(amount)}元"


def big(amount: Decimal) -> str:
    """67000 -> 6.70 万元; below 10,000 -> 6,000 元; 66,666.67 is shown to the fen beside it anyway."""
    if amount >= YI:
        return f"{to_places(amount / YI)} 亿元"
    return f"{to_places(amount / WAN)} 万元" if amount >= WAN else f"{to_places(amount)} 元"


def digits(text: str) -> str:
    """鲁公网安备37150002000001号 -> 37150002000001."""
    return "".join(one for one in text if one.isdecimal())


def tel(phone: str) -> Markup:
    """A telephone number that is called when it is tapped."""
    number = "".join(one for one in phone if one.isdecimal() or one in "+-,")
    return Markup('<a href="tel:{}">{}</a>').format(number, phone)


def parted(figure: str) -> tuple[str, str]:
    """The number of a figure, set large on a card, and the unit behind it: 746.2687万元 -> 746.2687, 万元."""
    found = NUMBER.match(figure)
    number = found.group() if found else figure
    return number, figure.removeprefix(number).strip()


def fitting(pieces: Sequence[str], room: int) -> int:
    """How many of these pieces of HTML, from the first, have no more than so many characters together; at least one."""
    left = room
    for count, piece in enumerate(pieces):
        left -= len("".join(Markup(piece).striptags().split()))
        if left < 0:
            return max(count, 1)
    return len(pieces)


def first_words(text: str, most: int) -> str:
    """The first part of a sentence, up to a comma where one comes in time, else cut."""
    if len(text) <= most:
        return text
    part = PAUSE.split(text, maxsplit=1)[0]
    return (part if len(part) <= most else text[:most]) + "…"


def rate(ratio: Decimal) -> str:
    """A published rate with its two decimals: 0.03 -> 3.00%."""
    return f"{to_places(ratio * 100)}%"


def day(value: date) -> str:
    """2024-05-20 -> 2024年5月20日; a day that the document does not write is said to be none."""
    if value in (date.min, date.max):
        return "（文件没有写的日子）"
    return f"{value.year}年{value.month}月{value.day}日"
