"""What the commands do for words and answers: the same changes as the pages make, into the draft of who says so."""

import re
from collections.abc import Sequence
from pathlib import Path

from bot.desk import wording
from bot.desk.acts import ACTS
from bot.desk.keeping import pairs, working, written
from bot.desk.raw import faults_in, kinds
from bot.desk.terminal import Clerk, files_now
from bot.desk.terms import ANSWERS, LABELS, SCOPE, Term, term, terms, with_term, with_topic
from bot.desk.wording import KIND_NAMES, AnswerRecord
from knowledge.publish import Files
from knowledge.records.files import decoded, plain_text
from knowledge.records.model import Clause, Knowledge, KnowledgeError

YES = ("yes", "是", "true", "1")
ANSWER_FIELDS = ("of", "kinds", "words", "unless", "says", "quote", "settles")
LISTS = ("kinds", "words", "unless")
APART = re.compile(r"[,，、\n]|\\n")


def find(desk: Clerk, text: str) -> str:
    """The sentences with these words in them, each with the file and the section it stands in."""
    found = wording.found_lines(files_now(desk), text)
    return "\n".join(f"{one.path}  [{one.section}]  {one.text}" for one in found) or "没有这样的句子。"


def kind(desk: Clerk, name: str, text: str) -> str:
    """A question of which it is known what it wants to know; ``name``: the kind, or how it is called."""
    key = next((one for one, label in KIND_NAMES.items() if name in (one, label)), "")
    if not key:
        raise KnowledgeError(f"没有「{name}」这种问法。有：{'、'.join(KIND_NAMES.values())}。")
    _, files, draft = working(desk, f"问法「{text[:20]}」")
    return written(desk, draft, files, wording.with_kind(files, key, text), f"问法「{text}」是{KIND_NAMES[key]}")


def turn(desk: Clerk, text: str, acts: Sequence[str], fact: str, measure: str) -> str:
    """What a sentence does and which condition it tells, 「条件=是」."""
    keys = [_act(one) for one in acts]
    known, files, draft = working(desk, f"标注「{text[:20]}」")
    facts = dict([_fact(known, fact)]) if fact else {}
    policy, _, name = measure.rpartition("/")
    policy = policy or next((one.policy for one in known.measures if one.id == name), known.main.id)
    changed = wording.with_turn(files, policy, text, keys, facts, name)
    return written(desk, draft, files, changed, f"标注「{text}」")


def remove(desk: Clerk, text: str, path: str) -> str:
    """Takes a sentence away that stands in one place, or in the file that is named."""
    _, files, draft = working(desk, f"去掉「{text[:20]}」")
    found = [line for line in wording.lines_of(files) if line.text == text and path in ("", line.path)]
    if not found:
        raise KnowledgeError(f"没有「{text}」这一句。用 fudaoyuan knowledge words find 找一找。")
    if len({line.path for line in found}) > 1:
        places = "、".join(dict.fromkeys(line.path for line in found))
        raise KnowledgeError(f"「{text}」在几个文件里都有：{places}。请用 --file 写明去掉哪一处的。")
    return written(desk, draft, files, wording.without_line(files, found[0]), f"去掉「{text}」")


def listed(desk: Clerk, sort: str, name: str, values: Sequence[str]) -> str:
    """Conditions, or what is not ours: all, one with its lists, or one of these changed."""
    if not name:
        return "\n".join(f"{one.name}  {one.label}  {one.count} 个说法" for one in terms(files_now(desk), sort))
    if not values:
        return _told(_term(files_now(desk), sort, name))
    _, files, draft = working(desk, LABELS[sort])
    one = _term(files, sort, name)
    typed = pairs(values, [field.key for field in one.fields])
    lists = {field.key for field in one.fields if field.lines}
    typed = {key: "\n".join(_apart(value)) if key in lists else value for key, value in typed.items()}
    return written(desk, draft, files, with_term(files, sort, one.name, typed), f"{LABELS[sort]}：{one.label}")


def topic(desk: Clerk, label: str, refer: str, words: Sequence[str]) -> str:
    """A topic more that is not ours."""
    _, files, draft = working(desk, f"不归我们管的：{label[:20]}")
    _, changed = with_topic(files, label, refer, "\n".join(words))
    return written(desk, draft, files, changed, f"{LABELS[SCOPE]}：{label[:30]}")


def file(desk: Clerk, path: str, source: str) -> str:
    """The data files there are; one of them as it stands; or one as it lies on the disk, unless that has faults, which
    are told with their lines."""
    if not path:
        rows = [row for _, folder in kinds(files_now(desk)) for row in folder]
        return "\n".join(f"{name}  {what}".rstrip() for name, what in rows)
    if not source:
        return plain_text(_text(files_now(desk), path)).rstrip("\n")
    try:
        text = plain_text(decoded(Path(source).read_bytes()))
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{source}：读不出来（{error}）。请检查路径，或另存为 UTF-8。") from None
    _, files, draft = working(desk, path)
    if text == _text(files, path):
        return "没有改什么。"
    before = {str(one) for one in desk.known.of(files)[1]}
    errors = [one for one in desk.known.of({**files, path: text})[1] if str(one) not in before]
    if faults := faults_in(path, text, errors):
        raise KnowledgeError("\n".join(f"第 {one.line} 行：{one.words}" if one.line else one.words for one in faults))
    return written(desk, draft, files, {path: text}, path)


def answers(desk: Clerk, policy: str, number: int | None, values: Sequence[str], *, remove: bool) -> str:
    """The written answers of a document, numbered from 1; or one of them changed, taken away, or added (0)."""
    files = files_now(desk)
    home = policy or desk.known.of(files)[0].main.id
    if number is None:
        rows = wording.answers(files, home)
        return "\n".join(f"{n}  {one.of}  {'、'.join(one.kinds)}  {one.says}" for n, one in enumerate(rows, 1))
    known, files, draft = working(desk, "写好的答案")
    rows = wording.answers(files, home)
    if not 0 <= number <= len(rows):
        raise KnowledgeError(f"没有第 {number} 条答案。不写号就列出全部。")
    one = rows[number - 1] if number else AnswerRecord(-1, "", (), (), (), "", "", settles=False)
    if remove:
        changed = wording.without_answer(files, home, one.place, one.says)
        return written(desk, draft, files, changed, f"去掉答案「{one.says}」")
    typed = {**{key: getattr(one, key) for key in ANSWER_FIELDS}, **_answer(pairs(values, ANSWER_FIELDS))}
    _check_answer(known, home, typed)
    kept = {key: list(value) if isinstance(value, tuple) else value for key, value in typed.items()}
    changed = wording.with_answer(files, home, one.place if number else None, kept)
    return written(desk, draft, files, changed, f"答案「{str(typed['says'])[:40]}」")


def _answer(typed: dict[str, str]) -> dict[str, str | bool | tuple[str, ...]]:
    """What was typed as the file has it."""
    found: dict[str, str | bool | tuple[str, ...]] = {}
    for key, value in typed.items():
        found[key] = tuple(_apart(value)) if key in LISTS else value in YES if key == "settles" else value.strip()
    return found


def _check_answer(known: Knowledge, policy: str, typed: dict[str, object]) -> None:
    """Raises KnowledgeError for what no answer is without."""
    clauses: tuple[Clause, ...] = known.policy(policy).clauses
    homes = {one.id for one in clauses} | {one.id for one in known.measures if one.policy == policy}
    if typed["of"] not in homes:
        raise KnowledgeError("of=条款号或政策点：这句话答的是哪一条。")
    if not typed["kinds"]:
        raise KnowledgeError(f"kinds=问法，几种用逗号隔开：{'、'.join(f'{k} {v}' for k, v in KIND_NAMES.items())}。")
    if not typed["says"]:
        raise KnowledgeError("says=第一句怎么答。")


def _term(files: Files, sort: str, name: str) -> Term:
    found = term(files, sort, name) or next((one for one in terms(files, sort) if one.label == name), None)
    if found is None:
        raise KnowledgeError(f"没有「{name}」。不写名字就列出全部。")
    return found


def _told(one: Term) -> str:
    """A record with the keys by which its fields are changed."""
    lines = [f"{one.name}  {one.label}"]
    for field in one.fields:
        lines.append(f"{field.key}（{field.label}）：{'，'.join(field.value.splitlines())}")
    return "\n".join(lines)


def _text(files: Files, path: str) -> str:
    if path not in files:
        raise KnowledgeError(f"没有「{path}」这个资料文件。不写就列出全部。")
    return files[path]


def _act(name: str) -> str:
    key = next((one for one, label in ACTS.items() if name in (one, label)), "")
    if not key:
        raise KnowledgeError(f"没有「{name}」这一样。一句话可以是：{'、'.join(ACTS.values())}。")
    return key


def _fact(known: Knowledge, typed: str) -> tuple[str, str]:
    """「登记=是」 as the condition's key and value."""
    name, _, said = typed.partition("=")
    key = next((one for one, fact in known.facts.items() if name in (one, fact.label)), "")
    if not key:
        raise KnowledgeError(f"没有「{name}」这个条件。用 fudaoyuan knowledge words list facts 看有哪些。")
    return key, next((value for value, label in ANSWERS.items() if said in (value, label)), said or "yes")


def _apart(text: str) -> list[str]:
    return [one.strip() for one in APART.split(text) if one.strip()]
