"""The check-up as a form: its fields filled with what stands, and what its parameters say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from multidict import MultiDict

from bot.measures.assess import Standing
from bot.measures.checkup import Business, Checkup, Known, check
from bot.measures.checkup_questions import asked_of_firm, with_fact
from bot.measures.inputs import Params, pairs_of, read_form
from bot.replies.form import Field, fields
from bot.replies.phrasebook import SHORT, Chip, Phrasebook, Question
from bot.replies.sentences import sentence
from bot.slots.model import Problem
from knowledge.records.checkup import Part
from knowledge.records.model import Fact, Knowledge, Measure

HAS = "has"
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PartForm:
    """One kind of business. ``prefix``: of its fields' names; ``has``: there is one."""

    key: str
    label: str
    measure: Measure
    prefix: str
    has: bool
    fields: tuple[Field, ...]
    questions: tuple[Question, ...]
    choices: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class CheckupForm:
    """What an enterprise is asked, and ``known``: what it said."""

    firm: tuple[Question, ...]
    parts: tuple[PartForm, ...]
    known: Known

    @property
    def begun(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.known.facts or self.known.has)


def read_checkup_form(knowledge: Knowledge, book: Phrasebook, params: Params, day: date) -> CheckupForm:
    """The form as the parameters fill it."""
    known, asked = Known(), asked_of_firm(knowledge)
    for fact, _ in asked:
        value = next(iter(params.getall(fact.key, ())), "")
        known = with_fact(fact, known, value) if value in fact.values else known
    parts = tuple(_parts(knowledge, book, params, day, known))
    standings = {one.measure.key: (one, *_read(knowledge, one.measure, params, day, one.prefix)) for one in parts}
    has = {
        key: Business(_with_given(knowledge, form.key, standing), problems=problems)
        for key, (form, standing, problems) in standings.items()
        if form.has
    }
    firm = tuple(_question(book, fact, words, known.facts.get(fact.key, "unknown")) for fact, words in asked)
    return CheckupForm(firm, parts, replace(known, has=has))


def params_of(knowledge: Knowledge, book: Phrasebook, checkup: Checkup) -> Pairs:
    """The parameters that fill the form with what a talk has told; none where a form cannot hold all that decides what
    fits and how much: it would tell another sum."""
    pairs = _told(knowledge, checkup)
    read = read_checkup_form(knowledge, book, MultiDict(pairs), checkup.day)
    again = check(knowledge, read.known, checkup.day)
    return pairs if _sums(again) == _sums(checkup) else []


def _sums(checkup: Checkup) -> set[tuple[object, ...]]:
    """Each measure with its group and sum."""
    return {(item.measure.key, item.group, item.amount, item.bound) for item in checkup.items if item.measure}


def _told(knowledge: Knowledge, checkup: Checkup) -> Pairs:
    pairs = [("policy", checkup.policies[0])] if len(knowledge.policies) > 1 and len(checkup.policies) == 1 else []
    firm = [fact.key for fact, _ in asked_of_firm(knowledge)]
    pairs += [(key, checkup.known.facts[key]) for key in firm if checkup.known.facts.get(key, "unknown") != "unknown"]
    for part, measure in _measured(knowledge):
        business = checkup.known.has.get(measure.key)
        if business is not None:
            told = [(key, value) for key, value in pairs_of(measure, business.standing) if key not in firm]
            pairs += [(HAS, part.key), *((f"{part.key}.{key}", value) for key, value in told)]
    return pairs


def _with_given(knowledge: Knowledge, key: str, standing: Standing) -> Standing:
    part = next(part for record in knowledge.checkups for part in record.parts if part.key == key)
    return replace(standing, facts={**part.given, **dict.fromkeys(part.named, "yes"), **standing.facts})


def _read(
    knowledge: Knowledge, measure: Measure, params: Params, day: date, prefix: str
) -> tuple[Standing, tuple[Problem, ...]]:
    own = MultiDict((name.removeprefix(prefix), value) for name, value in params.items() if name.startswith(prefix))
    return read_form(knowledge, measure, own, day)


def _parts(knowledge: Knowledge, book: Phrasebook, params: Params, day: date, known: Known) -> Iterator[PartForm]:
    for part, measure in _measured(knowledge):
        yield _part(knowledge, book, params, day, part, measure)


def _measured(knowledge: Knowledge) -> Iterator[tuple[Part, Measure]]:
    """Each kind of business with the measure whose inputs it is told by: what the firm itself gets."""
    for record in knowledge.checkups:
        for part in record.parts:
            measures = (knowledge.measure(one, record.policy) for one in part.measures)
            for measure in (one for one in measures if not one.payee_note):
                yield part, measure
                break


def _part(knowledge: Knowledge, book: Phrasebook, params: Params, day: date, part: Part, measure: Measure) -> PartForm:
    prefix = f"{part.key}."
    standing, problems = _read(knowledge, measure, params, day, prefix)
    has = part.key in params.getall(HAS, ()) or bool(standing.inputs or standing.facts or problems)
    shown = replace(standing, facts={**part.given, **standing.facts}) if has else standing
    firm = {fact.key for fact, _ in asked_of_firm(knowledge)}
    asked = (one for one in book.questions(measure, shown) if one.chips and one.key not in firm)
    choices = (record for record in measure.inputs if record.unit == "choice" and record.key in knowledge.facts)
    return PartForm(
        key=part.key,
        label=part.label,
        measure=measure,
        prefix=prefix,
        has=has,
        fields=fields(measure, standing, problems, sentence),
        questions=tuple(asked),
        choices=tuple(
            Question(r.key, r.label, "", book.choices(knowledge.facts[r.key], standing.facts.get(r.key, "")))
            for r in choices
        ),
    )


def _question(book: Phrasebook, fact: Fact, words: str, value: str) -> Question:
    unclear = Chip(SHORT["unknown"], "", "unknown", value == "unknown")
    return Question(fact.key, words, "", (*book.choices(fact, value), unclear))
