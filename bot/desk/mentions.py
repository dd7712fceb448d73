"""Where a figure that a draft changes still stands as it was, in words that somebody wrote."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.desk.measure_form import shown_figure
from bot.desk.wording import answers
from knowledge.publish import Files
from knowledge.records.model import Knowledge


@dataclass(frozen=True, slots=True)
class Mention:
    """``figure``: as it was; ``where``: the record; ``text``: its words; ``path``: of the page that mends them."""

    figure: str
    where: str
    text: str
    path: str


def mentions(old: Knowledge, new: Knowledge, files: Files) -> tuple[Mention, ...]:
    """Written answers, summaries and notes of the measure and its clause that name a figure as it was before."""
    found: dict[tuple[str, str], Mention] = {}
    before = {measure.key: measure for measure in old.measures}
    for measure in new.measures:
        was = before.get(measure.key)
        if was is None or was.figures == measure.figures:
            continue
        gone = {(row.value, row.unit) for row in was.figures} - {
            (row.value, row.unit) for row in measure.figures if row.until.year == 9999
        }
        for figure in {shown_figure(str(value), unit) for value, unit in gone}:
            for one in _of(new, files, measure.policy, measure.id, measure.clause, figure):
                found[one.where, one.text] = one
    return tuple(found.values())


def _of(known: Knowledge, files: Files, policy: str, name: str, clause: str, figure: str) -> Iterator[Mention]:
    for one in answers(files, policy):
        if one.of in (name, clause) and figure in one.says:
            yield Mention(figure, "答案", one.says, f"/desk/answers/{policy}/{one.place}")
    for record in known.policy(policy).clauses:
        if record.id == clause and figure in record.summary:
            yield Mention(figure, "条款的一句话", record.summary, "")
    for measure in known.measures:
        if measure.policy == policy and measure.id == name:
            yield from (
                Mention(figure, "说明", note, f"/desk/measures/{policy}/{name}")
                for note in measure.notes
                if figure in note
            )
