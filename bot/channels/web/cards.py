"""Reply → card: what the reply holds, and what only a page has — links, chips, a form to change the figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from bot.channels.web.forms import Field, canonical, fields, pairs_of
from bot.channels.web.pictures import Bar, Chart, bar, chart
from bot.measures.assess import Outcome, Standing
from bot.messages import Reply, ReplyKind
from bot.replies.build import NOTHING
from bot.replies.phrasebook import Phrasebook, Question
from bot.replies.render import render
from bot.replies.sentences import heard, notice, problems, sentence
from knowledge.records.model import Clause, Knowledge, Measure

SHOWN_APART = ("依据：", "找谁：", "下一步：", "联系方式：", "回序号或名字都行")
QUOTED = re.compile(r"(?:原文：)?「([^「」]+)」")
NUMBERED = re.compile(r"\d\. ")
FOLLOW_UPS = {
    "office": "找哪个部门",
    "conditions": "需要什么条件",
    "materials": "怎么申报",
    "wording": "原文怎么写的",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply's words. ``kind``: lead, item (of a list), quote, question, open (still unanswered), text."""

    kind: str
    text: str


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


def card(reply: Reply, text: str, knowledge: Knowledge, book: Phrasebook, day: date, *, live: bool = True) -> str:
    """The card of a reply as HTML. ``live``: the newest, whose chips still mean what they say."""
    made = sums(reply, knowledge, book, day)
    view: dict[str, Any] = {
        **reply.view,
        "lines": lines_of(text.removeprefix(notice(reply.view.get("notice", "")))),
        "live": live,
        "follow": follow_ups(reply) if live else (),
        "sums": made,
        "beside": beside(reply, made),
        "clause_url": clause_url,
        **said_apart(reply),
    }
    return render(replace(reply, view=view), "web")


def said_apart(reply: Reply) -> dict[str, tuple[str, ...]]:
    """What was repaired, changed or could not be taken, as sentences."""
    extra = reply.view.get("extra", NOTHING)
    return {"heard": heard(extra), "problems": problems(extra)}


def sums(reply: Reply, knowledge: Knowledge, book: Phrasebook, day: date) -> Sums | None:
    """None for a reply that is not about a measure being worked out."""
    outcome, standing = reply.view.get("outcome"), reply.view.get("standing")
    if not isinstance(outcome, Outcome) or not isinstance(standing, Standing):
        return None
    measure = outcome.measure
    asked = reply.view["ask"]["key"] if "ask" in reply.view else ""
    wrong = reply.view.get("extra", NOTHING).problems
    pairs = pairs_of(measure, standing)
    return Sums(
        measure=measure,
        query=urlencode(pairs),
        pairs=pairs,
        fields=fields(measure, standing, wrong, sentence),
        questions=book.questions(measure, standing, asked),
        choices=choices_of(measure, standing, book, knowledge),
        bar=bar(outcome),
        chart=chart(knowledge, outcome, standing, day),
        facts={key: value for key, value in standing.facts.items() if value != "unknown"},
    )


def beside(reply: Reply, made: Sums | None) -> str:
    """The query of the page that compares the first two of the variants the reply has."""
    rows = reply.view.get("rows", ())
    record = made.measure.input(reply.view.get("key", "")) if made else None
    if made is None or record is None or len(rows) < 2:
        return ""
    other = {**dict(made.pairs), record.key: canonical(rows[1][0], record)}
    return urlencode([*made.pairs, *((f"b.{key}", value) for key, value in other.items())])


def choices_of(measure: Measure, standing: Standing, book: Phrasebook, knowledge: Knowledge) -> tuple[Question, ...]:
    """Inputs that are a choice among words (the tier of a listing) as chips."""
    records = [record for record in measure.inputs if record.unit == "choice" and record.key in knowledge.facts]
    return tuple(
        Question(r.key, r.label, "", book.choices(knowledge.facts[r.key], standing.facts.get(r.key, "")))
        for r in records
    )


def follow_ups(reply: Reply) -> tuple[str, ...]:
    """What a person would ask next, in the words he would use."""
    if reply.kind not in (ReplyKind.CALCULATION, ReplyKind.ANSWER) or not reply.sure:
        return ()
    asked = reply.view.get("focus", "")
    return tuple(words for focus, words in FOLLOW_UPS.items() if focus != asked)


def lines_of(text: str) -> tuple[Line, ...]:
    """The plain words, line by line, without what a card shows in its own way."""
    kept = [line for line in text.splitlines() if line and not line.startswith(SHOWN_APART)]
    return tuple(Line(_kind(line, number), _bare(line)) for number, line in enumerate(kept))


def _kind(line: str, number: int) -> str:
    if QUOTED.fullmatch(line):
        return "quote"
    if line.startswith("还差一个数："):
        return "question"
    if line.lstrip().startswith("·") or NUMBERED.match(line):
        return "item"
    if line.startswith("接着刚才的："):
        return "open"
    return "lead" if number == 0 else "text"


def _bare(line: str) -> str:
    if quoted := QUOTED.fullmatch(line):
        return quoted[1]
    return NUMBERED.sub("", line.lstrip().removeprefix("·").lstrip(), count=1)


def clause_url(clause: Clause, mark: str = "") -> str:
    """Where a clause is read, with a passage marked."""
    query = f"?{urlencode({'mark': mark})}#mark" if mark else ""
    return f"/policies/{clause.policy}/{clause.id}{query}"
