"""What a draft changes, in plain Chinese: record by record, figures with their dates, texts word by word."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Literal

from bot.measures.case import FORMULAS
from calculators.wording import money, percent
from knowledge.document.terms import CALLED
from knowledge.publish import Files, diff

WORD = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*%?|.", re.S)
NEAR = 2  # words that are the same between two changes and are not worth an interruption
GENERATED = "/sums.md"
SHOWN = 60  # characters of a document that came or went whole
MOST = 200  # lines of one file that are told
KEYS = ("id", "key", "of", "title", "value", "name", "number", "since", "text")  # by which a record is known again

# What the keys of the data files are called at the desk.
LABELS = {
    "name": "名称",
    "value": "数值",
    "unit": "单位",
    "quote": "原话",
    "since": "从哪天起",
    "until": "到哪天",
    "by": "依据哪份通知",
    "clause": "条款",
    "formula": "公式",
    "label": "叫法",
    "ask": "怎么问",
    "required": "必填",
    "default": "默认的数",
    "announces": "旁边常有的词",
    "forbids": "不能有的词",
    "words": "叫法和说法",
    "needs": "要有的词",
    "excludes": "不能有的词",
    "notes": "说明",
    "next_steps": "下一步",
    "question": "问法",
    "unmet": "不符合时说",
    "says": "第一句",
    "kinds": "问法的种类",
    "unless": "有这些词就不用",
    "summary": "一句话",
    "paused": "停用时说的话",
    "id": "编号",
    "department": "部门",
    "county": "哪个县（市、区）",
    "window": "窗口",
    "online": "网上办的地址",
    "note": "别的说明",
    "source": "从哪里知道的",
    "checked_on": "核实日期",
    "asks": "问法",
    "on": "哪天",
    "of": "关于哪一条、哪一项",
    "given_by": "谁定的",
    "basis": "依据",
    "measure": "政策点",
    "who": "对象",
    "terms": "条件",
    "materials": "材料",
    "deadline": "申报时限",
    "process": "流程",
    "paid": "兑现时限",
    "key": "代号",
    "refer": "请人去问谁",
    "ignore": "先去掉再看的词",
    "answers": "刚问过时的回答",
    "phone": "电话",
    "address": "地址",
    "hours": "上班时间",
    "verified_on": "核实日期",
    "title": "标题",
    "doc_number": "文号",
    "issued_on": "发文日期",
    "valid_from": "从哪天起有效",
    "valid_to": "有效至",
    "text": "内容",
    "one_year": "一年期",
    "five_year": "五年期",
    "lead_in": "开头的话",
    "unmet_lead_in": "拿不到时开头的话",
    "payee_note": "钱给谁",
    "apply_when": "什么时候申报",
    "figure": "数字",
    "input": "要问的数",
    "condition": "条件",
    "options": "选项",
    "short_title": "大家怎么叫它",
    "region": "哪里的文件",
    "districts": "下辖的县、市、区",
    "issuer": "发文机关",
    "basis_title": "上位依据",
    "basis_number": "上位依据的文号",
    "sha256": "原文的校验值",
    **CALLED,
}
FILES = {
    "measures.toml": "政策点",
    "answers.toml": "答案",
    "clauses.toml": "条款",
    "policy.toml": "文件信息",
    "document.txt": "文件原文",
    "contacts.toml": "联系方式",
    "rulings.toml": "口径",
    "guides.toml": "申报指南",
    "faq.toml": "常见问答",
    "handouts.toml": "一页纸",
    "checkup.toml": "体检",
    "paused.toml": "停用的政策点",
    "amendments.toml": "调整通知",
    "synonyms.toml": "近义词",
    "words.txt": "专用词",
    "facts.toml": "条件的说法",
    "scope.toml": "不归我们管的",
    "site.toml": "网站信息",
    "lpr.toml": "LPR",
}
Tag = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: in both, only before, or only after."""

    tag: Tag
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that changed. ``pieces``: the text with what went and what came, of a change of words alone."""

    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one record, or in one file of lines. ``kind``: what sort of record; ``name``: which one."""

    path: str
    kind: str
    name: str
    rows: tuple[Row, ...]


def differences(old: Files, new: Files) -> list[Difference]:
    """Everything that changed, record by record."""
    found: list[Difference] = []
    for path in sorted({*old, *new}):
        before, after = old.get(path), new.get(path)
        if before != after:
            found += _of_file(path, before or "", after or "")
    return found


def plain(difference: Difference) -> str:
    """A difference as lines for a terminal."""
    lines = [f"{difference.kind}：{difference.name}"]
    lines += [f"  {row.label}：{row.before or '（没有）'} → {row.after or '（去掉）'}" for row in difference.rows]
    return "\n".join(lines)


def _of_file(path: str, before: str, after: str) -> Iterator[Difference]:
    kind = FILES.get(path.rpartition("/")[2], "")
    if path.endswith(".toml"):
        try:
            yield from _of_tables(path, kind or path, tomllib.loads(before), tomllib.loads(after))
            return
        except tomllib.TOMLDecodeError:
            pass
    if path.endswith(GENERATED):
        return  # written by the program for staff to read, and read by nobody else
    if path.endswith("document.txt") and not (before and after):
        whole = f"{len(before or after)} 字：{(before or after).strip()[:SHOWN]}……"
        yield Difference(
            path, kind, path.split("/")[1], (Row("全文", whole if before else "", whole if after else ""),)
        )
        return
    if path.endswith("document.txt"):
        yield Difference(path, kind, path.split("/")[1], tuple(_paragraphs(before, after)))
        return
    yield Difference(path, kind or _sort(path), _name(path), tuple(_lines(path, before, after)))


def _sort(path: str) -> str:
    for part, kind in (
        ("/examples/", "例句"),
        ("/listening/", "标注过的话"),
        ("/kinds/", "问法"),
        ("not_ours", "不归我们管的例句"),
    ):
        if part in f"/{path}":
            return kind
    return "词表"


def _name(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _lines(path: str, before: str, after: str) -> Iterator[Row]:
    """Lines that came and went; blank ones are not worth telling."""
    change = diff({path: before}, {path: after})[0]
    gone, new = ([_line(one) for one in lines if one.strip()] for lines in (change.removed, change.added))
    for one in gone[:MOST]:
        yield Row("去掉", one, "")
    for one in new[:MOST]:
        yield Row("添上", "", one)
    if (more := max(len(gone) - MOST, 0) + max(len(new) - MOST, 0)) > 0:
        yield Row("还有", "", f"{more} 行")


def _line(text: str) -> str:
    """A line as it is told; of an annotated one what was said."""
    if text.startswith("{"):
        try:
            told = json.loads(text)
            return f"{told['say']}（{'、'.join(told.get('acts', []))}）"
        except (ValueError, KeyError, TypeError):
            return text
    return text


def _paragraphs(before: str, after: str) -> Iterator[Row]:
    """Paragraphs that changed, word by word."""
    old, new = before.split("\n"), after.split("\n")
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            was, now = "\n".join(old[i:j]), "\n".join(new[k:m])
            yield Row("原文", was, now, pieces(was, now))


def _of_tables(path: str, kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """Records of a file, and what stands by itself in it."""
    alone: list[Row] = []
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if _is_records(before) or _is_records(after):
            yield from _of_records(path, kind, before or [], after or [])
        elif before or after:  # a key that is empty says nothing
            alone += _rows(key, before, after)
    if alone:
        yield Difference(path, kind, "", tuple(alone))


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _of_records(
    path: str, kind: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    before, after = _by_identity(old), _by_identity(new)
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        shown = _title(now or was or {})
        if was is None:
            yield Difference(path, f"添上{kind}", shown, tuple(_fields({}, now or {})))
        elif now is None:
            yield Difference(path, f"去掉{kind}", shown, tuple(_fields(was, {})))
        else:
            yield Difference(path, kind, shown, tuple(_fields(was, now)))


def _by_identity(records: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Records by what they are called; of several that are called the same by their order."""
    found: dict[tuple[str, int], Mapping[str, Any]] = {}
    for record in records:
        name = next((f"{key}={record[key]}" for key in KEYS if record.get(key)), "")
        if "kinds" in record:
            name += f" {record['kinds']} {record.get('words', '')}"
        place = 0
        while (name, place) in found:
            place += 1
        found[name, place] = record
    return found


def _title(record: Mapping[str, Any]) -> str:
    """What a person calls the record."""
    shown = record.get("name") or record.get("title") or record.get("says") or record.get("label") or ""
    name = next((str(record[key]) for key in KEYS if record.get(key)), "")
    return f"{shown}（{name}）" if shown and name and shown != name else str(shown or name)


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Row]:
    formula = str(new.get("formula") or old.get("formula") or "")
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) == new.get(key) or not (old.get(key) or new.get(key)):
            continue
        if key == "figure":
            yield from _figures(old.get(key) or [], new.get(key) or [], formula)
        else:
            yield from _rows(key, old.get(key), new.get(key))


def _rows(key: str, before: Any, after: Any) -> Iterator[Row]:
    label = LABELS.get(key, key)
    if _is_records(before) or _is_records(after):
        old, new = _by_identity(before or []), _by_identity(after or [])
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                shown = _title(new.get(name) or old.get(name) or {})
                for row in _fields(old.get(name, {}), new.get(name, {})):
                    yield Row(f"{label}「{shown}」的{row.label}", row.before, row.after, row.pieces)
    elif isinstance(before, list) or isinstance(after, list):
        was, now = [str(one) for one in before or []], [str(one) for one in after or []]
        gone, come = [one for one in was if one not in now], [one for one in now if one not in was]
        yield (
            Row(label, "、".join(gone), "、".join(come)) if gone or come else Row(label, "、".join(was), "、".join(now))
        )
    else:
        one, other = _said(before), _said(after)
        yield Row(label, one, other, pieces(one, other) if len(one) > 4 and len(other) > 4 else ())


def _figures(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], formula: str) -> Iterator[Row]:
    """The rows of each figure side by side: 40% → 40%（到2026-12-31）；50%（2027-01-01起）."""
    names = dict.fromkeys((one["key"], one.get("of", "")) for one in (*old, *new))
    for key, of in names:
        was, now = ([one for one in rows if (one["key"], one.get("of", "")) == (key, of)] for rows in (old, new))
        if was == now:
            continue
        label = next((str(one["label"]) for one in (*now, *was) if one.get("label")), "") or _means(now or was, formula)
        yield Row(f"数字「{label}」", _spans(was), _spans(now))
        quotes = [[one.get("quote", "") for one in rows] for rows in (was, now)]
        if quotes[0] != quotes[1]:
            before, after = ("；".join(dict.fromkeys(one)) for one in quotes)
            yield Row(f"数字「{label}」的原话", before, after, pieces(before, after) if before and after else ())


def _means(rows: Sequence[Mapping[str, Any]], formula: str) -> str:
    """What a figure without a name is to its formula."""
    role = str(rows[0].get("role") or rows[0]["key"])
    known = FORMULAS.get(formula)
    return known.figures[role].means if known and role in known.figures else role


def _spans(rows: Sequence[Mapping[str, Any]]) -> str:
    return "；".join(f"{figure_words(str(one.get('value', '')), str(one.get('unit', '')))}{span(one)}" for one in rows)


def span(row: Mapping[str, Any]) -> str:
    """When a row of a figure counts, in words."""
    since, until = str(row.get("since", "") or ""), str(row.get("until", "") or "")
    if since and until:
        return f"（{since} 至 {until}）"
    return f"（{since} 起）" if since else f"（到 {until}）" if until else ""


def figure_words(value: str, unit: str) -> str:
    """0.40 ratio → 40%; 100000 yuan → 10万元."""
    try:
        number = Decimal(value)
    except ArithmeticError:
        return value
    return (
        percent(number)
        if unit == "ratio"
        else money(number)
        if unit == "yuan"
        else f"{value}{'个月' if unit == 'months' else ''}"
    )


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "不是"
    if isinstance(value, dict):
        return "；".join(f"{LABELS.get(key, key)} {_said(one)}" for key, one in value.items())
    return str(value)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one, with what went and what came marked word by word."""
    old, new = WORD.findall(before), WORD.findall(after)
    codes = _calm(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    found: list[Piece] = []
    for tag, i, j, k, m in codes:
        if tag == "equal":
            found.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            found.append(Piece("gone", "".join(old[i:j])))
        if k < m:
            found.append(Piece("new", "".join(new[k:m])))
    return tuple(found)


def _calm(codes: Sequence[tuple[str, int, int, int, int]]) -> list[tuple[str, int, int, int, int]]:
    """Changes with next to nothing between them are one: single characters in common make no sense of their own."""
    calm: list[tuple[str, int, int, int, int]] = []
    for place, (tag, i, j, k, m) in enumerate(codes):
        inside = 0 < place < len(codes) - 1 and j - i <= NEAR
        this = "replace" if tag != "equal" or inside else "equal"
        if calm and this == calm[-1][0] == "replace":
            _, first, _, third, _ = calm[-1]
            calm[-1] = ("replace", first, j, third, m)
        else:
            calm.append((this, i, j, k, m))
    return calm
