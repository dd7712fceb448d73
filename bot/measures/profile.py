"""An enterprise's profile, named fields with values, → what is known of it. Nothing is guessed: what contradicts itself
or cannot be read stays open, and is told."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.measures.audiences import party_of
from bot.measures.business import business_of
from bot.measures.checkup import Contradiction, Known, follows
from bot.measures.profile_fields import Field, fields_of, matches
from bot.nlu.facts import read_facts
from bot.nlu.firm_place import place_facts, placed
from knowledge.records.checkup import CheckupRecord, Part, Trait
from knowledge.records.checkups import SMALL
from knowledge.records.model import Audience, Knowledge
from knowledge.text.tokens import fold

YES_NO = {True: "yes", False: "no"}
UNKNOWN = "unknown"
Parts = dict[str, list[list[Field]]]  # key of a part → its rows


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact of the enterprise, and the words that say it."""

    key: str
    value: str
    said: str


def day_asked(knowledge: Knowledge, profile: Mapping[str, Any], day: date) -> date:
    """The day the profile is asked for, ``day`` when it names none. Raises ValueError for one that is no day."""
    for field in fields_of(knowledge.checkups, profile):
        if not field.part and field.words and any(matches(record.days, field.name) for record in knowledge.checkups):
            return date.fromisoformat(field.words[:10])
    return day


def read_profile(knowledge: Knowledge, profile: Mapping[str, Any], day: date) -> Known:
    """What the profile says: of the enterprise, and of each of its businesses for the measure it is for."""
    found, known = list(fields_of(knowledge.checkups, profile)), Known()
    for record in knowledge.checkups:
        known = _read(knowledge, record, found, day, known)
    return known


def _read(knowledge: Knowledge, record: CheckupRecord, found: Sequence[Field], day: date, known: Known) -> Known:
    parts, own = _apart(record, found)
    claims = [claim for field in own for claim in _claims(knowledge, record, field)]
    facts, contradictions = settled(record, claims)
    has, wanted = dict(known.has), [f.words for f in own if f.words and matches(record.needs, f.name)]
    for part in record.parts:
        rows = parts.get(part.key, [])
        wanted += [part.label] if rows and part.wish else []
        for measure in (knowledge.measure(one, record.policy) for one in part.measures if rows):
            has[measure.key] = business_of(knowledge, record, part, measure, rows, day)
    return replace(
        known,
        facts={**known.facts, **facts},
        has=has,
        party=known.party or _party(knowledge, record, own, claims),
        wishes="，".join([*filter(None, [known.wishes]), *wanted]),
        words=_told(record, parts, own),
        contradictions=(*known.contradictions, *contradictions),
    )


def _party(
    knowledge: Knowledge, record: CheckupRecord, own: Iterable[Field], claims: Iterable[Claim]
) -> Audience | None:
    """What the kinds of organisation say, unless one of them is said to be of enterprises."""
    kinds = [field.words for field in own if field.words and matches(record.kinds, field.name)]
    of_firms = {claim.said for claim in claims if claim.value == "yes"}
    return None if of_firms & set(kinds) else party_of(knowledge, kinds)


def _apart(record: CheckupRecord, found: Iterable[Field]) -> tuple[Parts, list[Field]]:
    """The fields of each part, row by row, and those of the enterprise itself."""
    parts: Parts = {}
    loose: dict[str, list[Field]] = {}
    own: list[Field] = []
    by_key = {part.key: part for part in record.parts}
    for field in found:
        if field.part:
            for key in field.part:
                rows = parts.setdefault(key, []) if key in by_key else []
                rows += [[] for _ in range(field.row + 1 - len(rows))]
                if key in by_key:
                    rows[field.row].append(field)
        elif part := next((one for one in record.parts if _belongs(one, field)), None):
            loose.setdefault(part.key, []).append(field)
        else:
            own.append(field)
    for key, fields in loose.items():
        if key in parts:
            parts[key][0] += fields
        elif _is_told(by_key[key], fields):
            parts[key] = [fields]
        else:
            own += fields
    return parts, own


def _belongs(part: Part, field: Field) -> bool:
    """Whether a field that stands by itself is named after a part, and is one of its fields."""
    if not part.is_named(field.name):
        return False
    rest = re.sub(part.names, "", field.name, count=1, flags=re.IGNORECASE)
    patterns = (*part.figures.values(), *part.facts.values(), *part.must.values())
    return not patterns or any(matches(pattern, rest) for pattern in patterns)


def _is_told(part: Part, fields: Iterable[Field]) -> bool:
    """Whether single fields tell that there is such a thing: one of its sums is among them."""
    return not part.figures or any(
        not isinstance(field.value, bool | str) and matches(pattern, field.name)
        for field in fields
        for pattern in part.figures.values()
    )


def _claims(knowledge: Knowledge, record: CheckupRecord, field: Field) -> Iterator[Claim]:
    fact = knowledge.facts.get(field.name)
    if fact and fact.of == "firm" and isinstance(field.value, bool):
        yield Claim(fact.key, YES_NO[field.value], f"{fact.label}：{'是' if field.value else '否'}")
    for trait in record.traits if field.words else ():
        if matches(trait.names, field.name):
            yield from _of_trait(knowledge, trait, field.words)


def _of_trait(knowledge: Knowledge, trait: Trait, said: str) -> Iterator[Claim]:
    for pattern, value in ((trait.large, "no"), (trait.small, "yes")):
        if pattern and matches(pattern, said):
            yield Claim(SMALL, value, said)
            return
    folded, places = fold(trait.says.format(said)), [fact for fact in place_facts(knowledge) if fact.key in trait.facts]
    found = {**read_facts(folded, knowledge.facts), **placed(folded, knowledge)}
    yield from (Claim(key, found[key], said) for key in trait.facts if key in found)
    for fact in places:
        if fact.key not in found:
            yield Claim(fact.key, _by_region(knowledge, said), said)


def _by_region(knowledge: Knowledge, said: str) -> str:
    """Of a place that is in no list: ours when the region's name is in it, else not known."""
    return "yes" if any(name in said for name in (knowledge.site.region, knowledge.main.place)) else UNKNOWN


def settled(record: CheckupRecord, claims: Iterable[Claim]) -> tuple[dict[str, str], list[Contradiction]]:
    """What the claims come to; facts that are claimed both ways, or against what follows from others, stay open."""
    said: dict[str, dict[str, list[str]]] = {}
    for claim in claims:
        said.setdefault(claim.key, {}).setdefault(claim.value, []).append(claim.said)
    facts = {key: next(iter(values)) for key, values in said.items() if len(values) == 1}
    wrong = {key: [words[0] for words in values.values()] for key, values in said.items() if len(values) > 1}
    for row in record.implied:
        for key, value in follows(row, facts).items() if not row.measures else ():
            if key in facts and facts[key] != value:
                wrong[key] = [said[key][facts[key]][0], *(said[one][facts[one]][0] for one in row.when)]
    open_facts = dict.fromkeys(wrong, UNKNOWN)
    kept = {key: value for key, value in facts.items() if key != SMALL or not wrong}
    return {**kept, **open_facts}, [Contradiction(key, tuple(dict.fromkeys(words))) for key, words in wrong.items()]


def _told(record: CheckupRecord, parts: Parts, own: Iterable[Field]) -> str:
    """Everything said in words, each part behind its name."""
    labels = {part.key: part.label for part in record.parts}
    told = [field.words for field in own if field.words]
    for key, rows in parts.items():
        told.append("，".join([labels[key], *(field.words for row in rows for field in row if field.words)]))
    return "。".join(told)
