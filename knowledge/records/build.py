"""All data files of one version → Knowledge, checked: a record that does not fit the document never gets in."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import partial
from typing import TypeVar

from knowledge.document.about import about
from knowledge.document.numerals import days_in
from knowledge.document.terms import CALLED
from knowledge.records.amendments import read_amendments
from knowledge.records.annotated import read_annotated
from knowledge.records.answers import read_answers
from knowledge.records.checkups import read_checkup
from knowledge.records.contacts import with_contacts
from knowledge.records.document import ParseError, parse
from knowledge.records.examples import read_examples
from knowledge.records.facts import read_facts
from knowledge.records.files import BOM, plain_text
from knowledge.records.handouts import read_handouts
from knowledge.records.kinds import read_kinds
from knowledge.records.measures import PAYEES, read_measures
from knowledge.records.model import (
    About,
    Answer,
    Audience,
    CheckupRecord,
    Clause,
    Distractor,
    Example,
    Fact,
    Faq,
    Guide,
    HandoutRecord,
    Knowledge,
    Measure,
    Part,
    Policy,
    Ruling,
    ScopeTopic,
    Site,
    Terms,
    is_basis,
)
from knowledge.records.own_facts import with_own_facts
from knowledge.records.paused import with_paused
from knowledge.records.schema import DataError, Entry, Faults, read_toml
from knowledge.records.series import read_lpr
from knowledge.records.site import read_site
from knowledge.records.staff_files import read_faqs, read_guides, read_rulings
from knowledge.records.topics import Topics, called, covered, examples_for, read_own, read_topics, topics_for, touched

T = TypeVar("T")
POLICY_FILE = re.compile(r"^policies/([^/]+)/policy\.toml$")
FOLDER = re.compile(r"^policies/([^/]+)/")


def build(files: Mapping[str, str], version: int = 0, today: date | None = None) -> Knowledge:
    """Reads and checks every file; what is wrong is one DataError with a line for each fault: file, key, remedy.

    ``today``: what is dated later is refused; None for knowledge in force, which a wrong clock must not stop.
    """
    faults = Faults()
    knowledge = read(files, faults, version, today)
    faults.done()
    return knowledge


def read(files: Mapping[str, str], faults: Faults, version: int = 0, today: date | None = None) -> Knowledge:
    """Every file read; all that is wrong with them is noted. Of use only where nothing is, or to look for more.

    What depends on a file that cannot be read at all is left out, since every complaint about it would be wrong.
    """
    files = {path: plain_text(text) for path, text in files.items()}
    policies = _policies(files, faults)
    known = tuple(policy for policy in policies if policy)
    facts = _part(files, "facts", read_facts, faults, dict[str, Fact]())
    by_policy = [faults.attempt(partial(_measures, files, one, facts, faults), None) for one in known]
    measures = _linked([m for found in by_policy for m in found or ()])
    facts = with_own_facts(facts, measures, faults)
    common = _part(files, "scope", read_topics, faults, dict[str, ScopeTopic]())
    own = {policy.id: _own_topics(files, policy, common, faults) for policy in known} if common else {}
    words = {policy.id: covered(common, policy, measures) for policy in known}
    said = {policy.id: words[policy.id] | called(policy, measures) for policy in known}
    topics = topics_for(common, own.values(), known, frozenset[str]().union(*words.values()))
    whole = None not in policies and None not in by_policy and bool(policies)
    sections = {**{key: topic for added in own.values() for key, topic in added.items()}, **topics}
    examples = read_examples(files, known, measures, sections, faults) if whole and topics else ()
    return Knowledge(
        version=version,
        policies=known,
        measures=measures,
        lpr=faults.attempt(lambda: read_lpr(read_toml(files, "series/lpr.toml", faults), today), ()),
        facts=facts,
        distractors=_part(files, "distractors", _distractors, faults, ()),
        topics=topics,
        examples=_examples(common, examples, known, words, said),
        words=_words(files),
        synonyms=_part(files, "synonyms", _synonyms, faults, {}),
        intents=_part(files, "intents", _intents, faults, {}),
        departments=_part(files, "departments", partial(_departments, policies=known), faults, {}) if whole else {},
        audiences=_part(files, "audiences", partial(_audiences, policies=known), faults, ()) if whole else (),
        site=faults.attempt(partial(read_site, files, known, measures, faults), Site()) if whole else Site(),
        annotated=read_annotated(files, faults),
        kinds=read_kinds(files, faults),
        answers=tuple(_answers(files, known, measures, faults)) if whole else (),
        checkups=tuple(_checkups(files, known, measures, facts, faults)) if whole else (),
        handouts=tuple(_handouts(files, known, measures, faults)) if whole else (),
        faqs=tuple(_faqs(files, known, faults)),
        rulings=tuple(_rulings(files, known, faults)),
        guides=tuple(_guides(files, known, measures, faults)) if whole else (),
        files=files,
        apart=_apart(common, own, known, words, said, examples) if whole and len(known) > 1 else {},
    )


def _policies(files: Mapping[str, str], faults: Faults) -> list[Policy | None]:
    """Every document there is a folder for; None in the place of one that cannot be read."""
    names = [found[1] for path in sorted(files) if (found := POLICY_FILE.match(path))]
    if not names:
        faults.note(DataError("policies/", "policy.toml", "一份文件也没有", "请至少放一份政策文件的文件夹"))
    for name in _without_identity(files):
        wrong = "这个文件夹里没有 policy.toml，里面的东西不会被用到"
        faults.note(DataError(f"policies/{name}/policy.toml", "文件", wrong, "请补上 policy.toml，或者移走整个文件夹"))
    return [faults.attempt(partial(_policy, files, name, faults), None) for name in names]


def _own_topics(files: Mapping[str, str], policy: Policy, common: Topics, faults: Faults) -> dict[str, ScopeTopic]:
    return faults.attempt(partial(read_own, files, policy, common, faults), dict[str, ScopeTopic]())


def _apart(
    common: Topics,
    own: Mapping[str, Topics],
    policies: Sequence[Policy],
    words: Mapping[str, frozenset[str]],
    names: Mapping[str, frozenset[str]],
    examples: Sequence[Example],
) -> dict[str, Part]:
    """For each of several documents what is ours and what is not by it alone: as if it were the only one, but that the
    places of the others are known to be elsewhere, unless its own lies within them."""
    found = {}
    for one in policies:
        others = [other for other in policies if other is not one and not _is_above(other, one)]
        topics = topics_for(common, [own.get(one.id, {})], [one], words[one.id], others)
        found[one.id] = Part(topics, _examples(common, examples, [one], words, names))
    return found


def _examples(
    common: Topics,
    examples: Sequence[Example],
    ours: Sequence[Policy],
    words: Mapping[str, frozenset[str]],
    names: Mapping[str, frozenset[str]],
) -> tuple[Example, ...]:
    taken = frozenset[str]().union(*(words[one.id] for one in ours))
    called = frozenset[str]().union(*(names[one.id] for one in ours))
    return examples_for(examples, ours, called, touched(common, taken))


def _is_above(other: Policy, one: Policy) -> bool:
    """Whether the one's region is part of the other's, or the one carries out what the other says."""
    return one.region in (other.region, *other.districts) or is_basis(other, one)


def _answers(
    files: Mapping[str, str], policies: Sequence[Policy], measures: Sequence[Measure], faults: Faults
) -> Iterator[Answer]:
    for policy in policies:
        none: tuple[Answer, ...] = ()
        yield from faults.attempt(partial(read_answers, files, policy, measures, faults), none)


def _checkups(
    files: Mapping[str, str],
    policies: Sequence[Policy],
    measures: Sequence[Measure],
    facts: Mapping[str, Fact],
    faults: Faults,
) -> Iterator[CheckupRecord]:
    for policy in policies:
        read = partial(read_checkup, files, policy, measures, facts, faults)
        if found := faults.attempt(read, None):
            yield found


def _handouts(
    files: Mapping[str, str], policies: Sequence[Policy], measures: Sequence[Measure], faults: Faults
) -> Iterator[HandoutRecord]:
    for policy in policies:
        none: tuple[HandoutRecord, ...] = ()
        yield from faults.attempt(partial(read_handouts, files, policy, measures, faults), none)


def _ids(policy: Policy) -> tuple[str, ...]:
    return tuple(clause.id for clause in policy.clauses)


def _faqs(files: Mapping[str, str], policies: Sequence[Policy], faults: Faults) -> Iterator[Faq]:
    for policy in policies:
        none: tuple[Faq, ...] = ()
        yield from faults.attempt(partial(read_faqs, files, policy.id, _ids(policy), faults), none)


def _rulings(files: Mapping[str, str], policies: Sequence[Policy], faults: Faults) -> Iterator[Ruling]:
    for policy in policies:
        none: tuple[Ruling, ...] = ()
        yield from faults.attempt(partial(read_rulings, files, policy.id, _ids(policy), faults), none)


def _guides(
    files: Mapping[str, str], policies: Sequence[Policy], measures: Sequence[Measure], faults: Faults
) -> Iterator[Guide]:
    for policy in policies:
        none: tuple[Guide, ...] = ()
        own = [one.id for one in measures if one.policy == policy.id]
        yield from faults.attempt(partial(read_guides, files, policy.id, own, faults), none)


def _without_identity(files: Mapping[str, str]) -> tuple[str, ...]:
    """The folders of policies that hold files but do not say what document they are of."""
    folders = dict.fromkeys(found[1] for path in sorted(files) if (found := FOLDER.match(path)))
    return tuple(name for name in folders if f"policies/{name}/policy.toml" not in files)


def _measures(
    files: Mapping[str, str], policy: Policy, facts: Mapping[str, Fact], faults: Faults
) -> tuple[Measure, ...]:
    return with_paused(files, policy.id, read_measures(files, policy, facts, faults), faults)


def _linked(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Each with the shortest name that finds it among all."""
    ids = Counter(measure.id for measure in measures)
    return tuple(replace(one, link=one.id if ids[one.id] == 1 else one.key) for one in measures)


def _part(files: Mapping[str, str], name: str, make: Callable[[Entry], T], faults: Faults, otherwise: T) -> T:
    """One file of the vocabulary."""
    return faults.attempt(lambda: make(read_toml(files, f"vocabulary/{name}.toml", faults)), otherwise)


def _policy(files: Mapping[str, str], name: str, faults: Faults) -> Policy:
    folder = f"policies/{name}"
    entry, text = read_toml(files, f"{folder}/policy.toml", faults), files.get(f"{folder}/document.txt")
    if text is None:
        raise DataError(f"{folder}/document.txt", "文件", "找不到原文", "请放入文件的原文")
    policy = _identity(entry, text)
    if policy.id and policy.id != name:
        entry.fault("id", f"「{policy.id}」和文件夹名不一样", f'请写成 id = "{name}"')
    if policy.sha256 and policy.sha256 not in _digests(text):
        entry.fault("sha256", "和 document.txt 对不上，原文被改动过", "请从上一版恢复 document.txt")
    return _with_clauses(files, replace(policy, id=name, amendments=read_amendments(files, name, faults)), faults)


def _digests(text: str) -> set[str]:
    """The sums of a text as the editors of one or another system save it: what is meant is the same."""
    lines = (text, text.replace("\n", "\r\n"))
    return {hashlib.sha256((mark + one).encode()).hexdigest() for mark in ("", BOM) for one in lines}


def _identity(entry: Entry, text: str) -> Policy:
    policy = Policy(
        id=entry.text("id"),
        title=entry.text("title"),
        short_title=entry.text("short_title"),
        region=entry.text("region"),
        districts=entry.texts("districts"),
        neighbours=entry.texts("neighbours"),
        covers=entry.texts("covers") if "covers" in entry.table else None,
        issuer=entry.text("issuer"),
        issued_on=entry.day("issued_on", unwritten=date.min),
        valid_from=entry.day("valid_from", unwritten=date.min),
        valid_to=entry.day("valid_to", unwritten=date.max),
        basis_title=entry.text("basis_title"),
        basis_number=entry.text("basis_number"),
        doc_number=entry.text("doc_number", ""),
        sha256=entry.text("sha256"),
        text=text,
    )
    policy = replace(policy, terms=_terms(entry, text, Terms(policy.short_title)), about=_about(entry, text))
    entry.done()
    return policy


def _about(entry: Entry, text: str) -> About:
    """What the document says of itself: as it is written there, else as it is found in the text."""
    found = about(text)
    for one in fields(About):
        if one.name in entry.table:
            said = entry.text(one.name)
            if said not in text:
                entry.fault(one.name, f"「{said}」不是原文的话", "请从 document.txt 一字不差地复制；原文没写的，空着")
            found = replace(found, **{one.name: said})
    return found


def _terms(entry: Entry, text: str, usual: Terms) -> Terms:
    """What is written there of the sums of a text, else the ``usual``."""
    written = {key: entry.text(key) for key in CALLED if key in entry.table}
    for key, quote in written.items():
        if quote not in text:
            entry.fault(key, f"「{quote}」不是原文的话", "请从 document.txt 一字不差地复制；原文没写的，空着")
    return replace(usual, **written)


def _with_clauses(files: Mapping[str, str], policy: Policy, faults: Faults) -> Policy:
    """Joins what the parse derives with what the editors wrote; where both know a thing they must agree."""
    file = f"policies/{policy.id}/policy.toml"
    try:
        parsed = parse(policy.text, policy.id)
    except ParseError as error:
        raise DataError(f"policies/{policy.id}/document.txt", "原文", str(error), "请对照原件核对") from None
    for key in ("title", "issuer", "issued_on", "valid_from", "valid_to", "basis_title", "basis_number"):
        said, found = getattr(policy, key), getattr(parsed, key)
        if found and said not in (found, "", date.min) and not _is_written(said, policy.text):
            shown = "（空）" if said == date.max else said
            faults.note(DataError(file, key, f"写的是「{shown}」，原文是「{found}」", "请以原文为准"))
    notes = _clause_notes(read_toml(files, f"policies/{policy.id}/clauses.toml", faults), parsed.clauses)
    clauses = tuple(
        _noted(replace(clause, terms=policy.terms), notes[clause.id]) if clause.id in notes else clause
        for clause in parsed.clauses
    )
    return with_contacts(files, replace(policy, clauses=clauses), faults)


def _is_written(said: str | date, text: str) -> bool:
    """Whether the words stand in the document, wherever: of two titles or dates the staff may know the right one."""
    if isinstance(said, date):
        return said in days_in(text)
    return re.sub(r"\s", "", said) in re.sub(r"\s", "", text)


def _clause_notes(file: Entry, clauses: tuple[Clause, ...]) -> dict[str, Entry]:
    notes = {entry.text("id"): entry for entry in file.tables("clause")}
    file.done()
    known = {clause.id for clause in clauses}
    for clause_id, entry in notes.items():
        if clause_id not in known:
            entry.fault("id", f"原文里没有 {clause_id} 这一条", f"原文有：{'、'.join(sorted(known))}")
    for clause in clauses:
        if clause.id not in notes:
            file.fault(clause.id, f"缺少「{clause.title}」这一条的说明", f'请补一段 [[clause]] id = "{clause.id}"')
    return notes


def _noted(clause: Clause, entry: Entry) -> Clause:
    noted = replace(
        clause,
        summary=entry.text("summary"),
        quote=entry.text("quote"),
        words=entry.texts("words"),
        next_steps=entry.texts("next_steps"),
        terms=_terms(entry, clause.text, clause.terms),
    )
    entry.done()
    if noted.quote not in clause.text:
        entry.fault("quote", f"「{noted.quote}」不是 {clause.id} 的原话", "请从原文一字不差地复制")
    return noted


def _distractors(file: Entry) -> tuple[Distractor, ...]:
    found = []
    for entry in file.tables("distractor"):
        unit = entry.choice("unit", ("yuan", "months", "ratio"))
        beside = entry.choice("beside", ("", "always", "other", "unless_joined"), "")
        words = entry.phrases("announces")
        lies, lent = entry.phrases("forbids"), entry.phrases("is_it_where")
        found.append(Distractor(entry.text("key"), unit, words, entry.text("label"), beside, lies, lent))
        entry.done()
    file.done()
    return tuple(found)


def _departments(file: Entry, policies: tuple[Policy, ...]) -> dict[str, tuple[str, ...]]:
    """Full name → aliases; a name no clause has is refused."""
    known = {name for policy in policies for clause in policy.clauses for name in clause.offices}
    found = {name: file.phrases(name) for name in list(file.table)}
    for name in found:
        if name not in known:
            file.fault(name, "文件里没有这个部门", f"文件里有：{'、'.join(sorted(known))}")
    return {name: found.get(name, ()) for name in sorted(known)}


def _audiences(file: Entry, policies: tuple[Policy, ...]) -> tuple[Audience, ...]:
    known = [clause.key for policy in policies for clause in policy.clauses]
    found = []
    for entry in file.tables("audience"):
        audience = Audience(
            entry.text("key"),
            entry.text("label"),
            entry.phrases("words"),
            entry.texts("clauses"),
            general=entry.flag("general"),
            payees=entry.texts("payees", ("enterprise",)),
            names=entry.texts("names"),
        )
        entry.done()
        if strange := [payee for payee in audience.payees if payee not in PAYEES]:
            entry.fault("payees", f"没有「{strange[0]}」这种领款人", f"可以写的有：{'、'.join(PAYEES)}")
        if missing := [clause for clause in audience.clauses if clause not in known]:
            entry.fault("clauses", f"没有 {'、'.join(missing)} 这一条", f"可以写的有：{'、'.join(known)}")
        found.append(audience)
    file.done()
    return tuple(found)


def _words(files: Mapping[str, str]) -> tuple[str, ...]:
    lines = files.get("vocabulary/words.txt", "").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _synonyms(file: Entry) -> dict[str, str]:
    """said -> meant, from ``meant = [said, …]`` lines; one said word must not mean two things."""
    meant: dict[str, str] = {}
    for target in list(file.table):
        for said in file.texts(target):
            if meant.setdefault(said, target) != target:
                file.fault(said, f"同时指向「{meant[said]}」和「{target}」", "一个说法只能指一个词")
    return meant


def _intents(file: Entry) -> dict[str, tuple[str, ...]]:
    """Intent -> phrases; the gap sign … must stand between words."""
    intents = {key: file.phrases(key) for key in list(file.table)}
    for key, phrases in intents.items():
        for phrase in phrases:
            if phrase.startswith("…") or phrase.endswith("…"):
                file.fault(key, f"「{phrase}」以 … 开头或结尾", "… 只能夹在两个词中间")
    return intents
