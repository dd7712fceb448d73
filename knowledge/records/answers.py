"""answers.toml → what staff wrote as the first sentence for a clause or measure and a kind of question."""

from collections.abc import Mapping, Sequence

from knowledge.records.kinds import KINDS
from knowledge.records.model import Answer, Clause, Measure, Policy
from knowledge.records.schema import Entry, Faults, read_toml

ANY = "*"  # whatever is asked, where one of the words is said


def read_answers(
    files: Mapping[str, str], policy: Policy, measures: Sequence[Measure], faults: Faults | None = None
) -> tuple[Answer, ...]:
    """The answers of one policy in the order of the file; without the file there are none."""
    path = f"policies/{policy.id}/answers.toml"
    if path not in files:
        return ()
    file = read_toml(files, path, faults)
    own = [one for one in measures if one.policy == policy.id]
    homes = {clause.id: clause for clause in policy.clauses}
    homes |= {one.id: homes[one.clause] for one in own if one.clause in homes}
    found = tuple(_answer(entry, policy.id, homes) for entry in file.tables("answer"))
    file.done()
    return found


def _answer(entry: Entry, policy: str, homes: Mapping[str, Clause]) -> Answer:
    answer = Answer(
        policy=policy,
        of=entry.choice("of", tuple(homes)),
        kinds=entry.texts("kinds", ...),
        says=entry.text("says"),
        quote=entry.text("quote", ""),
        words=entry.phrases("words"),
        unless=entry.phrases("unless"),
        settles=entry.flag("settles"),
    )
    entry.done()
    if strange := [kind for kind in answer.kinds if kind not in (*KINDS, ANY)]:
        entry.fault("kinds", f"没有「{strange[0]}」这种问法", f"可以写的有：{'、'.join((*KINDS, ANY))}")
    if ANY in answer.kinds and not answer.words:
        entry.fault("words", "kinds 写了「*」却没有写 words", "请写出问话里要有的词，否则什么问题都会答成这一句")
    if answer.settles and not answer.words:
        entry.fault("words", "settles 写了 true 却没有写 words", "请写出问话里要有的词，否则算钱的问题都会答成这一句")
    if answer.of and answer.quote and answer.quote not in homes[answer.of].text:
        entry.fault("quote", f"「{answer.quote}」不是 {homes[answer.of].id} 的原话", "请从原文一字不差地复制")
    return answer
