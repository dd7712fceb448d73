"""How well labelled documents are read: clauses, headings, offices, frame; a table of them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.importers.described import described
from knowledge.records.model import KnowledgeError

FRAME = ("title", "issuer", "doc_number", "date", "valid_from", "valid_to")
ROLES = ("lead", "coop", "resp", "guide")


@dataclass(frozen=True, slots=True)
class Score:
    """Of one document: (right, labelled) for each column; ``wrong``: what was read otherwise, in words."""

    file: str
    clauses: tuple[int, int]
    headings: tuple[int, int]
    offices: tuple[int, int]
    frame: tuple[int, int]
    refusals: tuple[int, int]
    wrong: tuple[str, ...] = ()


def scored(folder: Path) -> list[Score]:
    """The scores of the documents that ``folder``/labels.jsonl names. Raises KnowledgeError without that file."""
    try:
        lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
        labels = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise KnowledgeError(f"{folder}/labels.jsonl：读不出来（{error}）。每行一个 JSON，file 写文件名") from error
    return [_score(label, described(folder / label["file"])) for label in labels]


def _score(label: Mapping[str, Any], found: Mapping[str, Any]) -> Score:
    wrong: list[str] = []
    if not label["clauses"] and not label.get("clauses_total"):
        refused = found["refused"] is not None
        return Score(label["file"], (0, 0), (0, 0), (0, 0), (0, 0), (int(refused), 1), ("没有拒绝",) * (not refused))
    clauses = {one["id"]: one for one in found["clauses"]}
    known = [(one, clauses[one["id"]]) for one in label["clauses"] if one["id"] in clauses]
    right = [(one, got) for one, got in known if _bare(one["first_words"]) in _bare(got["text"])]
    wrong += [f"{one['id']} 没有找到" for one in label["clauses"] if not any(one is other for other, _ in right)]
    headings = [_bare(one["heading"]) == _bare(got["heading"]) for one, got in known]
    wrong += [
        f"{one['id']} 小标题「{got['heading']}」" for (one, got), ok in zip(known, headings, strict=True) if not ok
    ]
    offices = [[one.get(role, []) == got[role] for role in ROLES] for one, got in known]
    wrong += [f"{one['id']} 部门" for (one, _), ok in zip(known, offices, strict=True) if not all(ok)]
    frame = [_same(label.get(key), found[key]) for key in FRAME]
    wrong += [f"{key}「{found[key]}」" for key, ok in zip(FRAME, frame, strict=True) if not ok]
    total = label.get("clauses_total", len(label["clauses"]))
    if len(clauses) != total:
        wrong.append(f"共 {len(clauses)} 条，应是 {total} 条")
    count = len(label["clauses"])
    return Score(
        label["file"],
        (len(right), count),
        (sum(headings), count),
        (sum(map(all, offices)), count),
        (sum(frame), len(FRAME)),
        (0, 0),
        tuple(wrong),
    )


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _same(wanted: Any, found: Any) -> bool:
    names = [[_bare(one) for one in (value if isinstance(value, list) else [value or ""])] for value in (wanted, found)]
    return names[0] == names[1]


def report(scores: Sequence[Score]) -> str:
    """The table, its sums, and below it what was read otherwise than labelled."""
    columns = ("clauses", "headings", "offices", "frame", "refusals")
    lines = ["文件\t条款\t小标题\t部门\t标题文号日期\t该拒的"]
    for one in scores:
        lines.append("\t".join([one.file, *(_share(getattr(one, column)) for column in columns)]))
    total = [tuple(sum(getattr(one, column)[i] for one in scores) for i in (0, 1)) for column in columns]
    lines.append("\t".join(["合计", *(f"{_share(pair)} {_percent(pair)}" for pair in total)]))
    lines += [f"{one.file}：{'；'.join(one.wrong)}" for one in scores if one.wrong]
    return "\n".join(lines)


def _share(pair: tuple[int, ...]) -> str:
    return f"{pair[0]}/{pair[1]}" if pair[1] else "－"


def _percent(pair: tuple[int, ...]) -> str:
    return f"{100 * pair[0] / pair[1]:.1f}%" if pair[1] else ""
