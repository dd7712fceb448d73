"""Program and templates name nothing of one city: what it is called and what it promises stands in its records."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bot.measures.case import FORMULAS
from knowledge.records.build import build
from knowledge.records.files import PACKAGE
from knowledge.records.model import Knowledge
from tests.city import shipped_files

ROOT = PACKAGE.parent
PROGRAM = ("bot", "knowledge", "calculators", "deploy")
TEMPLATES = ROOT / "bot" / "replies" / "templates"
HAN = re.compile("[一-鿿]")
NAME = re.compile(r"\w+")
EXAMPLE = re.compile("「[^」]*」|例：.*")  # what a comment quotes, and the examples of a command's help

# Words of measures that any such document, and any talk about money, has: reviewed one by one.
EVERYDAY = frozenset({"贴息", "利息", "担保", "保险", "保费", "损失", "上市", "专利", "知识产权"})
SERIES = frozenset({"lpr"})  # published for the whole country


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return build(shipped_files())


def words_of(known: Knowledge) -> Iterator[str]:
    """Whatever the shipped records call their own."""
    yield known.site.region
    for policy in known.policies:
        yield from (policy.id, policy.title, policy.short_title, policy.region, policy.issuer)
        yield from (policy.basis_title, policy.basis_number, policy.doc_number)
        yield from (clause.title for clause in policy.clauses)
    yield from known.departments
    for measure in known.measures:
        yield from (measure.name, *measure.words, *measure.needs)


def keys_of(known: Knowledge) -> set[str]:
    """Keys of the measures' inputs, figures and facts, but for those that are a role of a formula too."""
    keys = {measure.id for measure in known.measures} | set(known.facts)
    for measure in known.measures:
        keys |= {record.key for record in (*measure.inputs, *measure.figures, *measure.conditions)}
    roles = {role for formula in FORMULAS.values() for role in (*formula.roles, *formula.figures)}
    return keys - roles - SERIES


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    ours = {word for word in words if len(word) >= 2 and HAN.search(word)} - EVERYDAY
    return re.compile("|".join(re.escape(word) for word in sorted(ours, key=len, reverse=True)))


def strings(source: str) -> Iterator[tuple[int, str, bool]]:
    """(line, text, whether only people read it) of every string and comment of a program; of an f-string its parts."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value, id(node) in said
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string, True


def found_in_program(source: str, words: re.Pattern[str], keys: set[str]) -> Iterator[tuple[int, str]]:
    for line, text, is_prose in strings(source):
        shown = EXAMPLE.sub("", text) if is_prose else text
        yield from ((line, word) for word in words.findall(shown))
        if not is_prose and text in keys:
            yield line, text


def found_in_template(source: str, words: re.Pattern[str], keys: set[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        yield from ((number, word) for word in words.findall(line))
        yield from ((number, name) for name in NAME.findall(line) if name in keys)


def test_no_program_names_a_policy(known: Knowledge) -> None:
    words, keys = pattern(words_of(known)), keys_of(known)
    files = sorted(path for folder in PROGRAM for path in (ROOT / folder).rglob("*.py"))
    assert len(files) > 200
    assert listed(files, lambda source: found_in_program(source, words, keys)) == []


def test_no_template_names_a_policy(known: Knowledge) -> None:
    words, keys = pattern(words_of(known)), keys_of(known)
    static = ROOT / "bot" / "channels" / "web" / "static"
    files = sorted(
        [*TEMPLATES.rglob("*.j2"), *static.glob("*.js"), *static.glob("*.css"), *static.glob("*.webmanifest")]
    )
    assert len(files) > 50
    assert listed(files, lambda source: found_in_template(source, words, keys)) == []


def listed(files: Iterable[Path], find) -> list[str]:
    """file:line: word of everything found."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in files
        for line, word in find(path.read_text(encoding="utf-8"))
    ]


SPOILT = {
    'x = "聊城的企业"': [(1, "聊城")],
    'x = f"{a}，鲁科担补多少"': [(1, "鲁科担")],
    'def f():\n    """One of 聊城市."""': [(2, "聊城市")],
    "x = 1  # 中国人民银行聊城市分行": [(1, "中国人民银行聊城市分行")],
    'if key == "bad_principal_yuan":\n    pass': [(1, "bad_principal_yuan")],
    'x = facts.get("tech_sme")': [(1, "tech_sme")],
    'def f():\n    """「聊城的企业」 is one."""': [],
    "x = 1  # 「鲁科担补多少」: the word says it": [],
    'x = ("贴息", "cap", "share", "start", "lpr")': [],
}


@pytest.mark.parametrize("source", SPOILT)
def test_what_is_looked_for_is_found_but_for_quoted_examples(known: Knowledge, source: str) -> None:
    assert list(found_in_program(source, pattern(words_of(known)), keys_of(known))) == SPOILT[source]


def test_the_everyday_words_are_words_of_measures(known: Knowledge) -> None:
    """A word that nothing is called by any more need not be excused."""
    assert set(words_of(known)) >= EVERYDAY
