"""A measure more by a known formula, its figures and words filled in from the clause, to be looked at; which sums of a
document are not written yet; and a measure taken away."""

import re
import tomllib

from bot.desk.measure_form import path_of
from bot.measures.case import FORMULAS
from bot.measures.promised import promised_in
from bot.measures.skeleton import new_record
from knowledge.document.sums import Sum
from knowledge.publish import Files
from knowledge.records.model import Clause, Knowledge, KnowledgeError, Policy

HEAD = re.compile(r"^\[\[measure\]\]", re.MULTILINE)


def with_measure(
    files: Files, known: Knowledge, policy: str, clause: str, formula: str, sentence: str = ""
) -> tuple[str, Clause, dict[str, str | None]]:
    """What it is named, the clause it is of, and the file it stands in. ``sentence``: the one it is written from, else
    the first that looks like it and is not written yet. Raises KnowledgeError."""
    place = next((c for p in known.policies if p.id == policy for c in p.clauses if c.id == clause), None)
    if formula not in FORMULAS or place is None or sentence not in place.text:
        raise KnowledgeError("请选一条和一个公式。")
    before = files.get(path_of(policy), "")
    taken = {str(one.get("id")) for one in tomllib.loads(before).get("measure", ())} if before else set()
    stem = f"m{clause.replace('.', '_')}" if clause[0].isdecimal() else clause.replace(".", "_")
    name = next(one for one in (stem, *(f"{stem}_{n}" for n in range(2, 99))) if one not in taken)
    several = len(promised_in(place, ())) > 1
    record = new_record(FORMULAS[formula], place, name, quotes_of(before, clause), sentence=sentence, alone=not several)
    return name, place, {path_of(policy): (before.rstrip("\n") + "\n\n" if before else "") + record}


def without_measure(files: Files, policy: str, name: str) -> dict[str, str | None]:
    """The file without a measure; everything else stays as it is. Raises KnowledgeError where it is not there."""
    text = files.get(path_of(policy), "")
    heads = [*(found.start() for found in HEAD.finditer(text)), len(text)]
    records = tomllib.loads(text).get("measure", [])
    place = next((n for n, one in enumerate(records) if one.get("id") == name), None)
    if place is None or len(records) != len(heads) - 1:
        raise KnowledgeError(f"{policy} 里没有「{name}」这个政策点，或者已经去掉了。")
    return {path_of(policy): text[: heads[place]] + text[heads[place + 1] :] or None}


def open_sums(files: Files, policy: Policy) -> list[tuple[Clause, Sum]]:
    """The sentences of a document that promise sums and that no measure goes by, each with its clause."""
    text = files.get(path_of(policy.id), "")
    return [(one, found) for one in policy.clauses for found in promised_in(one, quotes_of(text, one.id))]


def quotes_of(text: str, clause: str) -> list[list[str]]:
    """What the figures of each of a clause's measures go by, in the text of measures.toml."""
    records = [one for one in tomllib.loads(text).get("measure", ()) if one.get("clause") == clause]
    return [[str(row.get("quote", "")) for row in one.get("figure", ())] for one in records]
