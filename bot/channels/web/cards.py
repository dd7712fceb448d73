"""Reply → card: what the reply holds, and what only a page has — links, chips, a form to change the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from bot.channels.web.pictures import Bar, Chart, bar, chart
from bot.channels.web.top import Top, top_of
from bot.measures.assess import Standing
from bot.measures.inputs import pairs_of
from bot.messages import Reply, ReplyKind, Unused, View
from bot.operations.privacy import mask
from bot.replies.checkup_form import params_of
from bot.replies.form import Field, fields
from bot.replies.lines import Line, Role
from bot.replies.phrasebook import Phrasebook, Question
from bot.replies.render import card as html_card
from bot.replies.render import lines, say, told_apart
from bot.replies.sentences import sentence
from bot.replies.views import CheckupView, ClauseView, CompareView, MeasureView
from knowledge.records.model import Clause, Knowledge, Measure

SHOWN_APART = frozenset((Role.SOURCE, Role.OFFICES, Role.NEXT, Role.CONTACT, Role.NOTICE))
LONGEST_SHARED = 60  # characters of a question that goes along with a shared answer
FOLLOW_UPS = {  # whom to ask stands in every card
    "conditions": "需要什么条件",
    "materials": "怎么申报",
    "wording": "原文怎么写的",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """What a card about a sum has besides the reply: its form, chips, pictures and the link that gives it again."""

    measure: Measure
    query: str
    pairs: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    questions: tuple[Question, ...]
    choices: tuple[Question, ...]
    bar: Bar | None
    chart: Chart | None
    facts: Mapping[str, str]
    top: Top | None


class Place(StrEnum):
    """Where a card stands."""

    CHAT = "chat"
    HERE = "here"  # in the chat, in the place of the card it changed
    PAGE = "page"  # of its measure
    PAIR = "pair"  # beside another


@dataclass(frozen=True, slots=True)
class Shown:
    """How a card is shown. ``total``: the conditions that were open when it first was, 0 for a new one; ``story``: the
    message it answers was long; ``unused``: figures of that message that went into nothing, where the card was
    changed since; ``asked``: that message."""

    place: Place = Place.CHAT
    total: int = 0
    story: bool = False
    unused: tuple[Unused, ...] = ()
    asked: str = ""


NEW = Shown()


@dataclass(frozen=True, slots=True)
class Card:
    """A reply as a page shows it: all that its template reads.

    ``live``: the newest, whose chips still mean what they say; ``lines``: without what a card shows in its own way;
    ``heard``, ``problems``: those of what was repaired or changed, and of what could not be taken; ``begun``: something
    was filled in; ``story``: the message was long, what was heard of it is listed; ``answers``: the lines of each of
    several answers, ``after``: those behind them; ``earlier``: what was set aside before the card was changed;
    ``asked``: the message it answers; ``checked``: the query of the page that shows the same check-up.
    """

    reply: Reply
    live: bool
    place: Place
    begun: bool
    lines: tuple[Line, ...]
    heard: tuple[Line, ...]
    problems: tuple[Line, ...]
    follow: tuple[str, ...]
    sums: Sums | None
    beside: str
    story: bool = False
    answers: tuple[tuple[Line, ...], ...] = ()
    after: tuple[Line, ...] = ()
    earlier: tuple[Unused, ...] = ()
    asked: str = ""
    checked: str = ""

    @property
    def sum_of(self) -> str:
        """The measure a card of sums is about: what changes it stands in its place. "" for any other card."""
        return self.view.measure.key if isinstance(self.view, MeasureView) else ""

    @property
    def short(self) -> str:
        return short_of(self.reply)

    @property
    def can_undo(self) -> bool:
        """Whether the card came about by a change made in it, which can be taken back."""
        if not (self.live and self.place is Place.HERE and isinstance(self.view, MeasureView)):
            return False
        extra = self.view.extra
        return bool(extra.took or extra.changed or extra.parts or self.view.outcome.broken)

    @property
    def view(self) -> View:
        return self.reply.view

    def clause_url(self, clause: Clause, mark: str = "") -> str:
        return clause_url(clause, mark)

    def answer_url(self, clause: Clause, mark: str = "") -> str:
        """Where somebody else reads what the answer stands on, and may ask the same: without what is a person's."""
        asked = mask(self.asked)
        query = {"mark": mark, "q": asked if len(asked) <= LONGEST_SHARED else ""}
        said = urlencode({key: value for key, value in query.items() if value})
        return clause_url(clause) + (f"?{said}" if said else "")


def card(
    reply: Reply, knowledge: Knowledge, book: Phrasebook, day: date, *, live: bool = True, shown: Shown = NEW
) -> str:
    """The card of a reply as HTML."""
    return html_card(reply, card_of(reply, knowledge, book, day, live=live, shown=shown))


def short_of(reply: Reply) -> str:
    """The card in one line, for when it is an older one: the sum, who gets it where that is not the firm, and for
    what; of any other card its first words."""
    view = reply.view
    if isinstance(view, MeasureView):
        parts = (say().figure(view, reply), view.measure.payee_tag, view.measure.name)
        return " · ".join(filter(None, parts))
    return next((line.plain for line in lines(reply) if line.role in (Role.LEAD, Role.QUESTION)), "")


def card_of(
    reply: Reply,
    knowledge: Knowledge,
    book: Phrasebook,
    day: date,
    *,
    live: bool = True,
    shown: Shown = NEW,
    begun: bool = True,
) -> Card:
    made, words = sums(reply, knowledge, book, day, shown.total), lines(reply)
    return Card(
        reply=reply,
        live=live,
        place=shown.place,
        begun=begun,
        story=shown.story,
        earlier=shown.unused,
        asked=shown.asked,
        answers=told_apart(reply),
        after=tuple(line for line in words if line.role is Role.INVITE),
        lines=tuple(line for line in words if line.role not in SHOWN_APART),
        heard=tuple(line for line in words if line.role is Role.HEARD),
        problems=tuple(line for line in words if line.role is Role.PROBLEM),
        follow=follow_ups(reply) if live else (),
        sums=made,
        beside=beside(reply, made),
        checked=checked(reply, knowledge, book),
    )


def sums(reply: Reply, knowledge: Knowledge, book: Phrasebook, day: date, total: int = 0) -> Sums | None:
    """None for a reply that is not about a measure being worked out."""
    view = reply.view
    if not isinstance(view, MeasureView | CompareView):
        return None
    measure, outcome, standing = view.measure, view.outcome, view.standing
    pairs = pairs_of(measure, standing)
    questions = book.questions(measure, standing, view.ask["key"])
    return Sums(
        measure=measure,
        query=urlencode(pairs),
        pairs=pairs,
        fields=fields(measure, standing, view.extra.problems, sentence),
        questions=questions,
        choices=choices_of(measure, standing, book, knowledge),
        bar=bar(outcome),
        chart=chart(knowledge, outcome, standing, day),
        facts={key: value for key, value in standing.facts.items() if value != "unknown"},
        top=top_of(view, questions, book, total) if isinstance(view, MeasureView) else None,
    )


def beside(reply: Reply, made: Sums | None) -> str:
    """The query of the page that compares the first two of the variants the reply has."""
    view = reply.view
    if made is None or not isinstance(view, CompareView) or len(view.rows) < 2:
        return ""
    if view.across:
        return ""
    other = pairs_of(made.measure, view.rows[1].standing)
    return urlencode([*made.pairs, *((f"b.{key}", value) for key, value in other)])


def checked(reply: Reply, knowledge: Knowledge, book: Phrasebook) -> str:
    """The query of the page that shows the same sums of a check-up; "" where there is none, and for other replies."""
    view = reply.view
    if not isinstance(view, CheckupView) or view.question:
        return ""
    return urlencode(params_of(knowledge, book, view.checkup))


def choices_of(measure: Measure, standing: Standing, book: Phrasebook, knowledge: Knowledge) -> tuple[Question, ...]:
    """Inputs that are a choice among words (the tier of a listing) as chips."""
    records = [record for record in measure.inputs if record.unit == "choice" and record.key in knowledge.facts]
    return tuple(
        Question(r.key, r.label, "", book.choices(knowledge.facts[r.key], standing.facts.get(r.key, "")))
        for r in records
    )


def follow_ups(reply: Reply) -> tuple[str, ...]:
    """What a person would ask next, in the words he would use."""
    if reply.kind is not ReplyKind.ANSWER or not reply.sure:  # a sum has all of it in its card
        return ()
    asked = reply.view.focus if isinstance(reply.view, ClauseView) else ""
    return tuple(words for focus, words in FOLLOW_UPS.items() if focus != asked)


def clause_url(clause: Clause, mark: str = "") -> str:
    """Where a clause is read, with a passage marked."""
    query = f"?{urlencode({'mark': mark})}#mark" if mark else ""
    return f"/policies/{clause.policy}/{clause.id}{query}"
