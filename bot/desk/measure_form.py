"""A measure as a form: fields from its record and from what its formula declares, faults at their fields, and back into
the file it stands in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from bot.desk.fault_words import means_of
from bot.desk.measure_choices import Shown, open_fields, put_choices, way_fields
from bot.desk.measure_faults import path_of as path_of
from bot.desk.measure_faults import sorted_faults
from bot.desk.measure_fields import ONLY_WHERE, PARTS, UNITS, WORDS, Spec
from bot.measures.case import FORMULAS
from calculators.wording import money, percent, plain
from knowledge.publish import Files
from knowledge.records.faults import DataError
from knowledge.records.model import Knowledge, KnowledgeError
from knowledge.records.quoted import written
from knowledge.writing import TomlFile, insert_after, put


@dataclass(frozen=True, slots=True)
class Box:
    """One field as it is shown. ``name``: of the form; ``mark``: of the value it began with, by which a change somebody
    else made meanwhile is noticed; ``fault``: what is wrong with it; ``theirs``: what somebody else made of it."""

    name: str
    spec: Spec
    value: str
    mark: str
    fault: str = ""
    theirs: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: the words of the measure, one figure, one input, one condition. ``means``: what
    it is to the formula."""

    title: str
    means: str
    boxes: tuple[Box, ...]
    part: str = ""
    place: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """The whole form. ``faults``: what is wrong and has no field; ``elsewhere``: what is wrong in other records."""

    policy: str
    id: str
    name: str
    formula: str
    clause: str
    groups: tuple[Group, ...]
    faults: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    conflicts: int = 0


def form_of(
    files: Files,
    policy: str,
    name: str,
    faults: tuple[DataError, ...] = (),
    typed: Mapping[str, str] | None = None,
    *,
    known: Knowledge | None = None,
) -> MeasureForm:
    """The form of a measure as the files have it. ``typed``: what somebody typed, which is shown where it is another;
    ``known``: what the files were read as. Raises KnowledgeError when there is no such measure."""
    file = TomlFile(files.get(path_of(policy), ""), path_of(policy))
    record = file.find("measure", id=name)
    if record is None:
        raise KnowledgeError(f"{policy} 里没有「{name}」这个政策点。")
    own, of_form, elsewhere = sorted_faults(faults, policy, name, known, record)
    notices = tuple((str(one["id"]), str(one["title"])) for one in _notices(files, policy))
    groups: list[Group] = []
    for part, (title, specs) in PARTS.items():
        for place, row in enumerate(record.get(part, [])):
            made = tuple(
                _box(
                    spec, f"{part}.{place}.{spec.key}", row.get(spec.key), own, typed, str(row.get("unit", "")), notices
                )
                for spec in specs
                if spec.key not in ONLY_WHERE or ONLY_WHERE[spec.key](row)
            )
            means = _means(str(record["formula"]), part, row)
            shown = str(row.get("label") or row.get("question") or means or row.get("key", ""))
            rest = tuple(own.get(f"{part}.{place}.", ()))
            groups.append(Group(f"{title}：{shown}", means if means != shown else "", made, part, place, rest))
    groups += _chosen(str(record["formula"]), record, own, typed)
    boxes = tuple(_box(spec, spec.key, record.get(spec.key), own, typed) for spec in WORDS)
    groups.append(Group("怎么说、怎么认", "", boxes))
    conflicts = sum(bool(box.theirs) for group in groups for box in group.boxes)
    return MeasureForm(
        policy,
        name,
        str(record.get("name", name)),
        str(record["formula"]),
        str(record.get("clause", "")),
        tuple(groups),
        tuple(of_form),
        tuple(elsewhere),
        conflicts,
    )


def written_back(files: Files, policy: str, name: str, typed: Mapping[str, str]) -> str:
    """The file with what was typed put into the record; fields that were not sent stay. Raises KnowledgeError."""
    file = TomlFile(files.get(path_of(policy), ""), path_of(policy))
    record = file.find("measure", id=name)
    if record is None:
        raise KnowledgeError(f"{policy} 里没有「{name}」这个政策点。")
    for spec in WORDS:
        _put(record, spec, spec.key, typed)
    for part, (_, specs) in PARTS.items():
        for place, row in enumerate(record.get(part, [])):
            for spec in specs:
                if spec.key not in ONLY_WHERE or ONLY_WHERE[spec.key](row):
                    _put(row, spec, f"{part}.{place}.{spec.key}", typed, str(row.get("unit", "")))
    put_choices(record, typed)
    return file.text()


def conflicts_of(files: Files, policy: str, name: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Fields that somebody else changed after they were shown, and that are typed otherwise → what they are now."""
    found = {}
    for group in form_of(files, policy, name).groups:
        for box in group.boxes:
            began = typed.get(f"o.{box.name}")
            if began and began != box.mark and box.name in typed and mark(typed[box.name]) not in (began, box.mark):
                found[box.name] = box.value
    return found


def only_changed(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without the fields that are as they were shown: what others made of those stays."""
    return {key: value for key, value in typed.items() if typed.get(f"o.{key}") != mark(value)}


def change_from(
    files: Files, policy: str, name: str, key: str, *, value: str, since: date, quote: str, notice: Mapping[str, str]
) -> dict[str, str]:
    """The files in which a figure of a measure is another from a day on; of the day before the old one still counts.

    ``notice``: of the notice that says so: ``id`` of one that is known, or title, number, issuer, issued_on and text of
    a new one; {} where the document itself says it. Raises KnowledgeError.
    """
    changed: dict[str, str] = {}
    by = notice.get("id", "")
    if notice and not by:
        path, by = f"policies/{policy}/amendments.toml", f"{notice['issued_on']}"
        file = TomlFile(files.get(path, ""), path)
        taken = {str(one["id"]) for one in file.records("amendment")}
        by = next(one for one in (by, *(f"{by}-{n}" for n in range(2, 100))) if one not in taken)
        file.add("amendment", {"id": by, **{k: v for k, v in notice.items() if v}})
        changed[path] = file.text()
    file = TomlFile(files[path_of(policy)], path_of(policy))
    record = file.find("measure", id=name)
    rows: Any = record.get("figure", []) if record is not None else []
    places = [place for place, row in enumerate(rows) if row.get("key") == key]
    if record is None or not places:
        raise KnowledgeError(f"「{name}」没有「{key}」这个数。")
    place = next((p for p in places if _holds(rows[p], since)), places[-1])
    last, row = str(rows[place].get("until", "")), rows[place]
    if str(row.get("since", "")) == since.isoformat():
        raise KnowledgeError(f"{since} 起已经有一个数了。要改它，直接改那一行。")
    new = {k: str(row[k]) for k in ("key", "label", "role", "of", "unit") if row.get(k)}
    new |= {"value": figure_of(value, str(row["unit"])), "quote": quote.strip(), "since": since.isoformat()}
    if last:
        new["until"] = last
    if by:
        new["by"] = by
    put(row, "until", (since - timedelta(days=1)).isoformat())
    order = ("key", "label", "role", "of", "value", "unit", "quote", "since", "until", "by")
    insert_after(rows, place, {k: new[k] for k in order if k in new})
    changed[path_of(policy)] = file.text()
    return changed


def _holds(row: Mapping[str, Any], day: date) -> bool:
    since, until = str(row.get("since", "")), str(row.get("until", ""))
    return (not since or since <= day.isoformat()) and (not until or day.isoformat() <= until)


def shown_figure(value: str, unit: str) -> str:
    """0.40 ratio → 40%; 100000 yuan → 10万元."""
    try:
        number = Decimal(value)
    except ArithmeticError:
        return value
    return percent(number) if unit == "ratio" else money(number) if unit == "yuan" else plain(number)


def figure_of(text: str, unit: str) -> str:
    """The number somebody typed as the files have it; as it was typed where it is none, to be complained of."""
    found = written(text, unit)
    if len(found) == 1:
        number = found[0]
    else:
        try:
            number = Decimal(text.strip().replace(",", ""))
        except ArithmeticError:
            return text.strip()
    short = plain(number)
    return f"{number:.2f}" if unit == "ratio" and len(short.partition(".")[2]) < 2 else short


def mark(value: str) -> str:
    """By which it is known whether a field is as it was shown."""
    return sha256("\n".join(value.replace("\r\n", "\n").strip().splitlines()).encode()).hexdigest()[:10]


def _box(
    spec: Spec,
    name: str,
    value: Any,
    own: Mapping[str, list[str]],
    typed: Mapping[str, str] | None,
    unit: str = "",
    notices: tuple[tuple[str, str], ...] = (),
) -> Box:
    now = _shown(spec, value, unit)
    shown, theirs = now, ""
    if typed is not None and name in typed:
        shown = typed[name]
        began = typed.get(f"o.{name}")
        theirs = now if began and began != mark(now) and mark(shown) not in (began, mark(now)) else ""
    help_ = UNITS.get(unit, "") if spec.kind == "figure" else spec.help
    fault = "；".join(own.get(name, ()))
    options = spec.options or ((("", "原文件"), *notices) if spec.kind == "choice" else ())
    return Box(name, Spec(spec.key, spec.label, spec.kind, help_), shown, mark(now), fault, theirs, options)


def _chosen(
    formula: str, record: Mapping[str, Any], own: Mapping[str, list[str]], typed: Mapping[str, str] | None
) -> Iterator[Group]:
    """What the formula lets one choose, and what of its open questions the document settles."""

    def made(fields: Iterable[Shown]) -> tuple[Box, ...]:
        return tuple(
            _box(Spec("", label, "choice" if options else "long", help_, options), name, value, own, typed)
            for name, label, help_, value, options in fields
        )

    if ways := made(way_fields(formula, record)):
        yield Group("怎么算", "", ways)
    rest = tuple(own.get("open.", ()))
    for means, fields in open_fields(formula, record):
        yield Group(f"文件写没写：{means}", "", made(fields), faults=rest)
        rest = ()


def _shown(spec: Spec, value: Any, unit: str) -> str:
    if spec.kind == "flag":
        return "yes" if value else ""
    if spec.kind == "lines":
        return "\n".join(str(one) for one in value or ())
    if spec.kind == "figure":
        return shown_figure(str(value or ""), unit)
    if spec.kind == "options":
        return "\n".join(f"{one.get('label', '')}：{'，'.join(map(str, one.get('words', ())))}" for one in value or ())
    return str(value if value is not None else "")


def _put(table: Any, spec: Spec, name: str, typed: Mapping[str, str], unit: str = "") -> None:
    """Puts what was typed in a field; one that was not sent, as one that is empty and was not there, stays away."""
    if name not in typed:
        return
    text = typed[name].replace("\r\n", "\n").strip()
    if spec.kind == "flag":
        put(table, spec.key, True if text else None)
    elif spec.kind == "lines":
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if lines or spec.key in table:
            put(table, spec.key, lines)
    elif spec.kind == "options":
        if spec.key in table and text != _shown(spec, table[spec.key], unit):
            _put_options(table[spec.key], text)
    elif spec.kind == "figure":
        if mark(text) != mark(shown_figure(str(table.get(spec.key, "")), unit)):
            put(table, spec.key, figure_of(text, unit))
    elif text or (spec.key in table and (spec.kind not in ("day", "choice") or spec.options)):
        put(table, spec.key, text)
    else:
        put(table, spec.key, None)


def _put_options(rows: Any, text: str) -> None:
    """What each option is called and how people say it, line by line. Raises KnowledgeError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) != len(rows):
        raise KnowledgeError(f"「有哪几种」要写 {len(rows)} 行：文件给 {len(rows)} 种各定了数，一行一种。")
    for row, line in zip(rows, lines, strict=True):
        label, _, said = line.replace(":", "：").partition("：")
        if not label.strip():
            raise KnowledgeError(f"「有哪几种」里「{line}」没有写叫法，写成 国家级：国家级，国家的。")
        words = [one.strip() for one in said.replace(",", "，").replace("、", "，").split("，") if one.strip()]
        row["label"], row["words"] = label.strip(), words or [label.strip()]


def figure_name(formula: str, key: str, role: str, label: str = "") -> str:
    """What a figure is called: by itself, else what it is to its formula."""
    known = FORMULAS.get(formula)
    found = known.figures.get(role or key) if known else None
    return label or (means_of(found) if found else key)


def _means(formula: str, part: str, row: Mapping[str, Any]) -> str:
    """What the record is to the formula, as the formula declares it."""
    known = FORMULAS.get(formula)
    declared = {"figure": known.figures, "input": known.inputs}.get(part, {}) if known else {}
    found = declared.get(str(row.get("role") or (row.get("key") if part == "figure" else "")))
    return means_of(found) if found else ""


def _notices(files: Files, policy: str) -> Iterator[Mapping[str, Any]]:
    path = f"policies/{policy}/amendments.toml"
    if path in files:
        yield from TomlFile(files[path], path).records("amendment")
