"""A policy document that was read → the folder of a policy, ready for staff to go over: nothing in it is invented."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from knowledge.document.clauses import Passage
from knowledge.document.paragraphs import paragraphs
from knowledge.document.reading import Reading, read_document
from knowledge.document.sums import Sum, sums
from knowledge.document.terms import CALLED, Term, terms
from knowledge.importers.files import Imported
from knowledge.importers.refusal import UnreadableError
from knowledge.records.document import parse
from knowledge.records.files import FORBIDDEN, plain_text
from knowledge.records.model import Clause

LONGEST_SHORT_TITLE = 24
LONGEST_SUMMARY = 70
REGION = re.compile(r"[一-鿿]{2,7}?(?:自治[区州县]|[省市区县旗州盟])")
INDENT = "　　"
ISSUED_BY = re.compile("^.{2,30}?(?:政府|办公室|办公厅|委员会|局|厅)(?=关于)")  # before the matter of a title
REMARK = "原文的话；答复里照着说，请核对，没写的空着"


def new_folder(imported: Imported, name: str, root: Path, formulas: Collection[str]) -> tuple[Path, Reading]:
    """Writes ``root``/policies/``name`` and returns it with what was read; ``formulas``: those there are.

    Raises UnreadableError where the text is no policy, the name cannot be one, or the folder is there already.
    """
    if not name or not name.isprintable() or FORBIDDEN & set(name) or "/" in name or name.startswith("."):
        raise UnreadableError(f"「{name}」不能当文件夹名。请用字母、数字和短横，例如 linyi-2026")
    folder = root / "policies" / name
    if folder.exists():
        raise UnreadableError(f"{folder}：已经有这个文件夹了，没有动它。请换一个名字，或先移走它")
    text = document_text(imported)
    reading = read_document(text)
    if reading.refused:
        raise UnreadableError(reading.refused)
    clauses = parse(text, name).clauses
    folder.mkdir(parents=True)
    for file, words in _files(name, text, reading, clauses, formulas):
        (folder / file).write_text(words, encoding="utf-8", newline="\n")
    return folder, reading


def document_text(imported: Imported) -> str:
    """The text as document.txt holds it: a text file's own words untouched, else a line for each paragraph."""
    text = plain_text(imported.text).replace("\r", "\n")
    if imported.exact:
        return text
    return "".join(f"{INDENT}{one.text(text)}\n" for one in paragraphs(text))


def _files(
    name: str, text: str, reading: Reading, clauses: Sequence[Clause], formulas: Collection[str]
) -> Iterator[tuple[str, str]]:
    general = terms(text, reading.clauses)
    yield "document.txt", text
    yield "policy.toml", _identity(name, text, reading, general)
    yield "clauses.toml", "\n".join(_note(clause, general) for clause in clauses)
    yield "sums.md", _promises(name, list(sums(reading.clauses)), reading.clauses, formulas) + _said_of_all(general)


def _identity(name: str, text: str, reading: Reading, general: Sequence[Term]) -> str:
    short = ISSUED_BY.sub("", reading.title).removeprefix("关于")
    rows = [
        ("id", name, ""),
        ("title", reading.title, ""),
        (
            "short_title",
            short if len(short) <= LONGEST_SHORT_TITLE else f"{short[: LONGEST_SHORT_TITLE - 1]}…",
            "请改成大家平时的叫法",
        ),
        ("region", _region(reading), "请核对"),
        ("issuer", "、".join(reading.issuers), ""),
        ("issued_on", _day(reading.issued), "" if reading.issued else "原文没有写成文日期"),
        ("valid_from", _day(reading.validity.begins), _why(reading.validity.begins, reading, "原文没有写从哪天起")),
        ("valid_to", _day(reading.validity.ends), _why(reading.validity.ends, reading, "原文没有写到哪天为止")),
        ("basis_title", reading.basis_title, ""),
        ("basis_number", reading.basis_number, ""),
        ("doc_number", reading.number, "" if reading.number else "原文没有，查到以后再填"),
        *((of, _first(general, of, ""), f"{called}：{REMARK}") for of, called in CALLED.items()),
        ("sha256", sha256(text.encode()).hexdigest(), ""),
    ]
    lines = ["# 这份文件的身份信息，由 document.txt 读出来的；空着的是原文没有写。document.txt 一个字都不能改。"]
    for key, value, remark in rows:
        lines.append(f"{key} = {_quoted(value)}" + (f"  # {' '.join(remark.split())}" if remark else ""))
    return "\n".join(lines) + "\n"


def _why(day: date | None, reading: Reading, missing: str) -> str:
    rule = reading.validity.rule
    return f"原文：{rule}，请核对" if rule else "" if day else missing


def _region(reading: Reading) -> str:
    """Whose document it is: the place nearest to the office that issued it."""
    for words in (*reading.issuers, reading.title):
        head = re.split("人民|政府|办公|委员会|关于|局", words.removeprefix("中共"))[0]
        if found := REGION.findall(words if not REGION.match(head) else head):
            return str(found[-1] if words != reading.title else found[0])
    return ""


def _first(general: Iterable[Term], of: str, clause: str) -> str:
    return next((one.quote for one in general if (one.of, one.clause) == (of, clause)), "")


def _note(clause: Clause, general: Sequence[Term]) -> str:
    """A draft for one clause: what it is called and its first sentence; the quote is that sentence."""
    quote = _quote(clause)
    summary = clause.title if quote.startswith(clause.title) else f"{clause.title}：{quote}"
    if len(summary) > LONGEST_SUMMARY:
        summary = f"{summary[: LONGEST_SUMMARY - 1]}…"
    summary = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", summary)  # blanks that printing put there
    called = " ".join((clause.printed + clause.title).split())
    return (
        f"# {called}（草稿：summary 请改成一句大白话，words 请补上大家的叫法）\n"
        f"[[clause]]\nid = {_quoted(clause.id)}\nsummary = {_quoted(summary)}\nwords = []\nnext_steps = []\n"
        f"quote = {_quoted(quote)}\n"
        + "".join(
            f"{of} = {_quoted(own)}  # {called}，只管这一条：{REMARK}\n"
            for of, called in CALLED.items()
            if (own := _first(general, of, clause.id))
        )
    )


def _quote(clause: Clause) -> str:
    """The sentence that gives something, else the first one."""
    sentences = [one.strip() for one in re.findall(r"[^。；\n]+[。；]?", clause.body) if one.strip()]
    giving = [one for one in sentences if re.search("给予|奖励|补助|补贴|贴息|支持", one)]
    first: str = (giving or sentences or [clause.text.split("\n")[0]])[0]
    return first


def _promises(name: str, found: Sequence[Sum], clauses: Sequence[Passage], formulas: Collection[str]) -> str:
    """For staff: where the document promises sums, and with which formula a measure could be written."""
    lines = [
        f"# 文件里写到钱的地方：{len(found)} 处",
        "",
        "由程序找出来的，可能多、可能漏。逐处核对以后，用下面的命令写进 measures.toml，再核对每个数、叫法和条件；",
        "换一个公式就把公式的名字换掉，有哪些公式：fudaoyuan knowledge formulas",
    ]
    for clause in clauses:
        own = [one for one in found if one.clause == clause.id]
        if own:
            lines += ["", f"## {clause.id} {''.join(clause.printed)}{clause.heading}"]
        for one in own:
            known = one.formula in formulas
            formula = one.formula if known else "要人看"
            command = f"fudaoyuan knowledge new {name} {one.formula} --clause {clause.id}"
            lines += [
                "",
                f"- 「{one.quote}」",
                f"  - 数：{'、'.join(one.figures)}",
                f"  - 像是：{one.kind}（公式：{formula}）",
                *([f"  - 写出来：`{command}`"] if known else []),
            ]
    return "\n".join(lines) + "\n"


def _said_of_all(general: Sequence[Term]) -> str:
    """For staff: the sentences of which policy.toml and clauses.toml take the first of each kind."""
    if not general:
        return ""
    rows = [f"- {CALLED[one.of]}（{one.of}），{one.clause or '整份文件'}：「{one.quote}」" for one in general]
    told = "像是写了这些的话，头一句写进了 policy.toml（只管一条的写进 clauses.toml），请核对；一句不对就换另一句："
    return "\n".join(["", "# 对所有的钱都管的话", "", told, "", *rows]) + "\n"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _quoted(text: str) -> str:
    """As TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
