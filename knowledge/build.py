"""All data files of one version → Knowledge, checked: a record that does not fit the document never gets in."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from knowledge.contacts import with_contacts
from knowledge.examples import read_examples
from knowledge.files import BOM, plain_text
from knowledge.measures import read_measures
from knowledge.model import (
    Audience,
    Clause,
    Distractor,
    Fact,
    Knowledge,
    Policy,
    Topic,
)
from knowledge.parse import ParseError, parse
from knowledge.schema import DataError, Entry, read_toml
from knowledge.series import read_lpr

POLICY_FILE = re.compile(r"^policies/([^/]+)/policy\.toml$")
FACT_KEYS = ("label", "answers", "bare_yes", "bare_no", "wins", "like", "inside")


def build(files: Mapping[str, str], version: int = 0, today: date | None = None) -> Knowledge:
    """Reads and checks every file; the first thing wrong is a DataError naming file, key and remedy.

    ``today``: what is dated later is refused; None for knowledge in force, which a wrong clock must not stop.
    """
    files = {path: plain_text(text) for path, text in files.items()}
    policies = tuple(_policy(files, found[1]) for path in sorted(files) if (found := POLICY_FILE.match(path)))
    if not policies:
        raise DataError("policies/", "policy.toml", "一份文件也没有", "请至少放一份政策文件的文件夹")
    facts = _facts(read_toml(files, "vocabulary/facts.toml"))
    measures = tuple(m for policy in policies for m in read_measures(files, policy, facts))
    topics = _topics(read_toml(files, "vocabulary/scope.toml"))
    return Knowledge(
        version=version,
        policies=policies,
        measures=measures,
        lpr=read_lpr(read_toml(files, "series/lpr.toml"), today),
        facts=facts,
        distractors=_distractors(read_toml(files, "vocabulary/distractors.toml")),
        topics=topics,
        examples=read_examples(files, policies, measures, topics),
        words=_words(files),
        synonyms=_synonyms(read_toml(files, "vocabulary/synonyms.toml")),
        intents=_intents(read_toml(files, "vocabulary/intents.toml")),
        departments=_departments(read_toml(files, "vocabulary/departments.toml"), policies),
        audiences=_audiences(read_toml(files, "vocabulary/audiences.toml"), policies),
        files=files,
    )


def _policy(files: Mapping[str, str], name: str) -> Policy:
    folder = f"policies/{name}"
    entry, text = read_toml(files, f"{folder}/policy.toml"), files.get(f"{folder}/document.txt")
    if text is None:
        raise DataError(f"{folder}/document.txt", "文件", "找不到原文", "请放入文件的原文")
    policy = _identity(entry, text)
    if policy.id != name:
        raise entry.complain("id", f"「{policy.id}」和文件夹名不一样", f'请写成 id = "{name}"')
    if policy.sha256 not in _digests(text):
        raise entry.complain("sha256", "和 document.txt 对不上，原文被改动过", "请从上一版恢复 document.txt")
    return _with_clauses(files, policy)


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
        issuer=entry.text("issuer"),
        issued_on=entry.day("issued_on"),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        basis_title=entry.text("basis_title"),
        basis_number=entry.text("basis_number"),
        doc_number=entry.text("doc_number", ""),
        sha256=entry.text("sha256"),
        text=text,
    )
    entry.done()
    return policy


def _with_clauses(files: Mapping[str, str], policy: Policy) -> Policy:
    """Joins what the parse derives with what the editors wrote; where both know a thing they must agree."""
    file = f"policies/{policy.id}/policy.toml"
    try:
        parsed = parse(policy.text, policy.id)
    except ParseError as error:
        raise DataError(f"policies/{policy.id}/document.txt", "原文", str(error), "请对照原件核对") from None
    for key in ("title", "issuer", "issued_on", "valid_from", "valid_to", "basis_title", "basis_number"):
        said, found = getattr(policy, key), getattr(parsed, key)
        if found and said != found:
            raise DataError(file, key, f"写的是「{said}」，原文是「{found}」", "请以原文为准")
    notes = _clause_notes(read_toml(files, f"policies/{policy.id}/clauses.toml"), parsed.clauses)
    clauses = tuple(_noted(clause, notes[clause.id]) for clause in parsed.clauses)
    return with_contacts(files, replace(policy, clauses=clauses))


def _clause_notes(file: Entry, clauses: tuple[Clause, ...]) -> dict[str, Entry]:
    notes = {entry.text("id"): entry for entry in file.tables("clause")}
    file.done()
    known = {clause.id for clause in clauses}
    for clause_id, entry in notes.items():
        if clause_id not in known:
            raise entry.complain("id", f"原文里没有 {clause_id} 这一条", f"原文有：{'、'.join(sorted(known))}")
    for clause in clauses:
        if clause.id not in notes:
            raise DataError(
                file.file, clause.id, f"缺少「{clause.title}」这一条的说明", f'请补一段 [[clause]] id = "{clause.id}"'
            )
    return notes


def _noted(clause: Clause, entry: Entry) -> Clause:
    noted = replace(
        clause,
        summary=entry.text("summary"),
        quote=entry.text("quote"),
        words=entry.texts("words"),
        next_steps=entry.texts("next_steps"),
    )
    entry.done()
    if noted.quote not in clause.text:
        raise entry.complain("quote", f"「{noted.quote}」不是 {clause.id} 的原话", "请从原文一字不差地复制")
    return noted


def _facts(file: Entry) -> dict[str, Fact]:
    facts = {}
    for key, table in file.rest().items():
        entry = Entry(file.file, f"{key} ", table)
        answers = Entry(file.file, f"{key} answers ", entry.table.get("answers", {}))
        known = {"label": entry.text("label"), "yes": entry.text("bare_yes", "yes"), "no": entry.text("bare_no", "no")}
        entry.read.add("answers")
        values = {name: entry.phrases(name) for name in entry.table if name not in FACT_KEYS}
        loose = {name: answers.phrases(name) for name in answers.table}
        facts[key] = Fact(
            key,
            known["label"],
            values,
            loose,
            known["yes"],
            known["no"],
            wins=entry.text("wins", ""),
            like=entry.text("like", ""),
            inside=entry.text("inside", ""),
        )
    return facts


def _distractors(file: Entry) -> tuple[Distractor, ...]:
    found = []
    for entry in file.tables("distractor"):
        found.append(
            Distractor(entry.text("key"), entry.choice("unit", ("yuan", "months", "ratio")), entry.phrases("announces"))
        )
        entry.done()
    file.done()
    return tuple(found)


def _topics(file: Entry) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for entry in file.tables("topic"):
        topic = Topic(
            key=entry.text("key"),
            label=entry.text("label"),
            kind=entry.choice("kind", ("out_of_scope", "smalltalk")),
            refer=entry.text("refer"),
            words=entry.texts("words"),
            unless=entry.texts("unless"),
            ignore=entry.texts("ignore"),
        )
        entry.done()
        if topic.key in topics:
            raise entry.complain("key", f"「{topic.key}」写了两遍", "请合并成一段")
        topics[topic.key] = topic
    file.done()
    return topics


def _departments(file: Entry, policies: tuple[Policy, ...]) -> dict[str, tuple[str, ...]]:
    """Full name → aliases; a name no clause has is refused."""
    known = {name for policy in policies for clause in policy.clauses for name in (*clause.lead, *clause.cooperate)}
    found = {name: file.phrases(name) for name in list(file.table)}
    for name in found:
        if name not in known:
            raise file.complain(name, "文件里没有这个部门", f"文件里有：{'、'.join(sorted(known))}")
    return {name: found.get(name, ()) for name in sorted(known)}


def _audiences(file: Entry, policies: tuple[Policy, ...]) -> tuple[Audience, ...]:
    known = {clause.id for policy in policies for clause in policy.clauses}
    found = []
    for entry in file.tables("audience"):
        audience = Audience(entry.text("key"), entry.text("label"), entry.phrases("words"), entry.texts("clauses"))
        entry.done()
        if missing := [clause for clause in audience.clauses if clause not in known]:
            raise entry.complain("clauses", f"没有 {'、'.join(missing)} 这一条", f"原文有：{'、'.join(sorted(known))}")
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
                raise file.complain(said, f"同时指向「{meant[said]}」和「{target}」", "一个说法只能指一个词")
    return meant


def _intents(file: Entry) -> dict[str, tuple[str, ...]]:
    """Intent -> phrases; the gap sign … must stand between words."""
    intents = {key: file.phrases(key) for key in list(file.table)}
    for key, phrases in intents.items():
        for phrase in phrases:
            if phrase.startswith("…") or phrase.endswith("…"):
                raise file.complain(key, f"「{phrase}」以 … 开头或结尾", "… 只能夹在两个词中间")
    return intents
