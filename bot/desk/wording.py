"""Words and answers of a draft: each change as the files it makes, and what stands against it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.publish import Files
from knowledge.records.kinds import KINDS
from knowledge.records.model import KnowledgeError
from knowledge.text.tokens import clean, fold
from knowledge.writing import TomlFile, put

LONGEST = 300  # characters of a sentence
ALIKE = 90  # of 100, from which two sentences say the same
SYNONYMS, WORDS = "vocabulary/synonyms.toml", "vocabulary/words.txt"
NOT_OURS, ASKED = "vocabulary/not_ours/desk.txt", "vocabulary/kinds/desk.txt"
HEAD = "# 工作人员在知识台添的句子，一行一句\n"
LINES = re.compile(r"^(?:policies/[^/]+/(?:examples|listening)/|vocabulary/(?:kinds|not_ours)/)")
SECTION = re.compile(r"\[([A-Za-z_][A-Za-z0-9_]*)\]")
# What a question wants to know, as it is called at the desk
KIND_NAMES = {
    "amount": "多少钱",
    "eligibility": "我能不能享受",
    "how": "怎么办",
    "who": "找谁",
    "when": "什么时候",
    "materials": "要什么材料",
    "terms": "什么条件",
    "meaning": "是什么意思",
    "claim": "说的对不对",
    "list": "有哪些",
    "effect": "有什么好处",
    "why": "为什么",
    "compare": "哪个多",
    "inverse": "倒着算",
    "total": "一共多少",
    "frequency": "一次还是每年",
    "stacking": "能不能同时享受",
    "payer": "谁出钱",
    "tax": "要不要缴税",
    "split": "怎么分",
    "document": "原文怎么写",
    "other": "别的",
    "need": "只说了难处",
    "person": "要找人",
}
assert set(KIND_NAMES) == set(KINDS)  # every kind has a name


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the data and where it stands: its file, its section."""

    path: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """A written answer as its form shows it; ``place``: which of its file."""

    place: int
    of: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...]
    says: str
    quote: str
    settles: bool


def sentence(text: str) -> str:
    """One line as the files hold it. Raises KnowledgeError for what is none."""
    line = " ".join(clean(text).split())
    if not line or len(line) > LONGEST or line.startswith(("#", "[")):
        raise KnowledgeError(f"请写一句话，最多 {LONGEST} 个字，不要用 # 或 [ 开头。")
    return line


def with_example(files: Files, policy: str, clause: str, section: str, text: str) -> dict[str, str | None]:
    """An example question more; ``section``: of a measure of the clause, or "general"."""
    return _with_line(files, f"policies/{policy}/examples/{clause}.txt", section, sentence(text))


def with_examples(files: Files, policy: str, clause: str, section: str, text: str) -> dict[str, str | None]:
    """Example questions more, one a line. Raises KnowledgeError."""
    changed: dict[str, str | None] = {}
    for line in filter(str.strip, text.splitlines() or [text]):
        now = {**files, **{path: kept for path, kept in changed.items() if kept is not None}}
        changed |= with_example(now, policy, clause, section, line)
    if not changed:
        raise KnowledgeError("请写上人们会怎么问，一行一句。")
    return changed


def with_not_ours(files: Files, topic: str, text: str) -> dict[str, str | None]:
    """A question that is not ours, of a topic of scope.toml."""
    return _with_line(files, NOT_OURS, topic, sentence(text))


def with_kind(files: Files, kind: str, text: str) -> dict[str, str | None]:
    """A question of which it is known what it wants to know."""
    if kind not in KINDS:
        raise KnowledgeError("请从单子里选一种问法。")
    return _with_line(files, ASKED, kind, sentence(text))


def with_turn(
    files: Files,
    policy: str,
    text: str,
    acts: Sequence[str],
    facts: Mapping[str, str],
    measure: str = "",
    asked: str = "",
) -> dict[str, str | None]:
    """An annotated sentence more: what it does, and which conditions it tells."""
    if not acts:
        raise KnowledgeError("请至少选一样：这句话在做什么。")
    path = f"policies/{policy}/listening/desk.jsonl"
    told = {
        "measure": measure or None,
        "asked": asked or None,
        "sum": None,
        "has": {},
        "say": sentence(text),
        "acts": list(acts),
        "figures": [],
        "facts": dict(facts),
    }
    return {path: files.get(path, "") + json.dumps(told, ensure_ascii=False) + "\n"}


def with_synonym(files: Files, word: str, saying: str) -> dict[str, str | None]:
    """A saying more for a word of the document. Raises KnowledgeError where it means another already."""
    word, saying = sentence(word), sentence(saying)
    if taken := next((other for other, said in synonyms(files) if saying in said), ""):
        raise KnowledgeError(f"「{saying}」已经是「{taken}」的说法，一个说法只能指一个词。要改，先从那里去掉。")
    file = TomlFile(files.get(SYNONYMS, ""), SYNONYMS)
    put(file.document, word, [*(str(one) for one in file.document.get(word, [])), saying])
    changed: dict[str, str | None] = {SYNONYMS: file.text()}
    return changed | (with_word(files, saying) if saying not in words(files) else {})


def without_synonym(files: Files, word: str, saying: str) -> dict[str, str | None]:
    """Without it, and without the word cut whole for it."""
    file = TomlFile(files.get(SYNONYMS, ""), SYNONYMS)
    said = [str(one) for one in file.document.get(word, [])]
    if saying not in said:
        raise KnowledgeError(f"「{word}」没有「{saying}」这个说法。")
    left = [one for one in said if one != saying]
    put(file.document, word, left or None)
    lines = [line for line in files.get(WORDS, "").splitlines(keepends=True) if line.strip() != saying]
    return {SYNONYMS: file.text(), WORDS: "".join(lines)}


def with_word(files: Files, word: str) -> dict[str, str | None]:
    """A word that is cut whole."""
    word = sentence(word)
    if word in words(files):
        raise KnowledgeError(f"「{word}」已经有了。")
    text = files.get(WORDS, "")
    return {WORDS: f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{word}\n"}


def without_line(files: Files, line: Line) -> dict[str, str | None]:
    """Without a sentence. Raises KnowledgeError where it is not there (any more)."""
    if not LINES.match(line.path):
        raise KnowledgeError("这一行不能在这里去掉。")
    kept, gone, section = list[str](), False, ""
    for raw in files.get(line.path, "").splitlines(keepends=True):
        if mark := SECTION.fullmatch(raw.strip()):
            section = mark[1]
        if not gone and section == line.section and _said(raw) == line.text:
            gone = True
            continue
        kept.append(raw)
    if not gone:
        raise KnowledgeError("这一句已经不在了。请刷新再看。")
    return {line.path: "".join(kept)}


def lines_of(files: Files) -> Iterator[Line]:
    """Every sentence that is learnt from."""
    for path in sorted(files):
        if not LINES.match(path):
            continue
        section = ""
        for raw in files[path].splitlines():
            if mark := SECTION.fullmatch(raw.strip()):
                section = mark[1]
            elif raw.strip() and not raw.startswith("#"):
                yield Line(path, section, _said(raw))


def found_lines(files: Files, text: str, most: int = 60) -> list[Line]:
    """Sentences with these words in them, the shortest first."""
    wanted = fold(text)
    found = [line for line in lines_of(files) if wanted in fold(line.text)]
    return sorted(found, key=lambda line: len(line.text))[:most]


def alike(files: Files, text: str, most: int = 5) -> list[Line]:
    """Sentences that say nearly the same, the most alike first: one that means another thing is a conflict."""
    rows = list(lines_of(files))
    best = process.extract(
        fold(text), [fold(row.text) for row in rows], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=most
    )
    return [rows[place] for _, _, place in best]


def synonyms(files: Files) -> list[tuple[str, tuple[str, ...]]]:
    """Each word of the document with its sayings."""
    file = TomlFile(files.get(SYNONYMS, ""), SYNONYMS)
    return [(str(word), tuple(str(one) for one in said)) for word, said in file.document.items()]


def words(files: Files) -> list[str]:
    """The words that are cut whole."""
    return [line.strip() for line in files.get(WORDS, "").splitlines() if line.strip() and not line.startswith("#")]


def answers(files: Files, policy: str) -> list[AnswerRecord]:
    """The written answers of a policy, in the order of their file."""
    file = TomlFile(files.get(answers_path(policy), ""), answers_path(policy))
    return [_answer(place, one) for place, one in enumerate(file.records("answer"))]


def with_answer(
    files: Files, policy: str, place: int | None, values: Mapping[str, str | bool | Sequence[str]]
) -> dict[str, str | None]:
    """An answer changed, or one more (``place`` None): of, kinds, words, unless, says, quote, settles."""
    file = TomlFile(files.get(answers_path(policy), ""), answers_path(policy))
    if place is None:
        file.add("answer", {key: value for key, value in values.items() if value})
    else:
        records = file.records("answer")
        if not 0 <= place < len(records):
            raise KnowledgeError("这条答案已经不在了。请刷新再看。")
        for key, value in values.items():
            put(records[place], key, value or None)
    return {answers_path(policy): file.text()}


def without_answer(files: Files, policy: str, place: int, says: str) -> dict[str, str | None]:
    """Without an answer; ``says``: what it says, so that none but it is taken away."""
    file = TomlFile(files.get(answers_path(policy), ""), answers_path(policy))
    records = file.records("answer")
    if not 0 <= place < len(records) or str(records[place]["says"]) != says:
        raise KnowledgeError("这条答案已经不在了。请刷新再看。")
    file.remove_at("answer", place)
    return {answers_path(policy): file.text()}


def answers_path(policy: str) -> str:
    return f"policies/{policy}/answers.toml"


def _answer(place: int, one: Mapping[str, object]) -> AnswerRecord:
    def texts(key: str) -> tuple[str, ...]:
        value = one.get(key, ())
        return tuple(str(text) for text in value) if isinstance(value, list | tuple) else ()

    return AnswerRecord(
        place,
        str(one.get("of", "")),
        texts("kinds"),
        texts("words"),
        texts("unless"),
        str(one.get("says", "")),
        str(one.get("quote", "")),
        bool(one.get("settles", False)),
    )


def _with_line(files: Files, path: str, section: str, text: str) -> dict[str, str | None]:
    """The file with a line more at its end, under its section; sections may come again."""
    before = files.get(path, HEAD)
    same = next((line for line in lines_of({path: before}) if line.text == text and line.section == section), None)
    if same:
        raise KnowledgeError(f"「{text}」已经有了，不用再添。")
    marks = SECTION.findall("\n".join(line.strip() for line in before.splitlines() if line.startswith("[")))
    head = "" if marks and marks[-1] == section else f"\n[{section}]\n"
    return {path: f"{before.rstrip(chr(10))}\n{head}{text}\n"}


def _said(raw: str) -> str:
    """What a line says; of an annotated one the sentence."""
    if raw.startswith("{"):
        try:
            return str(json.loads(raw)["say"])
        except (ValueError, KeyError, TypeError):
            return raw.strip()
    return raw.strip()
