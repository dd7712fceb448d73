"""A measure more by a known formula: figures and words filled in from the clause, to be looked at."""

from bot.desk.measure_form import path_of
from bot.measures.case import FORMULAS
from bot.measures.skeleton import new_record
from knowledge.publish import Files
from knowledge.records.model import Clause, Knowledge, KnowledgeError


def with_measure(
    files: Files, known: Knowledge, policy: str, clause: str, formula: str
) -> tuple[str, Clause, dict[str, str | None]]:
    """What it is named, the clause it is of, and the file it stands in. Raises KnowledgeError."""
    place = next((c for p in known.policies if p.id == policy for c in p.clauses if c.id == clause), None)
    if formula not in FORMULAS or place is None:
        raise KnowledgeError("请选一条和一个公式。")
    before = files.get(path_of(policy), "")
    taken = {one.id for one in known.measures if one.policy == policy}
    stem = f"m{clause.replace('.', '_')}"
    name = next(one for one in (stem, *(f"{stem}_{n}" for n in range(2, 99))) if one not in taken)
    text = (before.rstrip("\n") + "\n\n" if before else "") + new_record(FORMULAS[formula], place, name)
    return name, place, {path_of(policy): text}
