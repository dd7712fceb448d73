"""Records that staff keep in forms: rulings, guides, contacts, answers in people's wording, the site's own words. Which
file a record stands in, what its fields are, and the file as it is once a form was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.document.terms import CALLED
from knowledge.publish import Files
from knowledge.records.model import Knowledge, KnowledgeError
from knowledge.records.staff import GUIDE_FIELDS
from knowledge.writing import TomlFile, Value, put

HEAD = "# {label}：在知识台里填，工作人员查到、核对过的，不是文件原文。\n"
SITE = "site"


@dataclass(frozen=True, slots=True)
class Field:
    """``kind``: "text", "area" (words over lines), "lines" (one entry a line), "day", or the name of a choice."""

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A kind of record. ``names``: the fields that tell one from the other; ``file``: within the policy's folder;
    ``table``: "" where the file holds one; ``fixed``: there are those there are, none is added or taken away."""

    name: str
    label: str
    file: str
    table: str
    names: tuple[str, ...]
    fields: tuple[Field, ...]
    about: str = ""
    fixed: bool = False

    def path(self, policy: str) -> str:
        return f"policies/{policy}/{self.file}" if policy else self.file


CHECKED = (
    Field("source", "从哪里知道的", hint="例如：科长本人电话里说的", needed=True),
    Field("checked_on", "核实日期", "day", needed=True),
)
OWN_WORDS = tuple(
    Field(key, f"原文的话：{called}", "area", "一字不差地复制，没写的空着") for key, called in CALLED.items()
)
CARDS = {
    card.name: card
    for card in (
        Card(
            "rulings",
            "口径",
            "rulings.toml",
            "ruling",
            ("id",),
            (
                Field("of", "哪一条", "clause"),
                Field("question", "文件没写明的是什么", needed=True),
                Field("says", "口径（没有就空着）", "area", "答复里单独写出来，不混进文件原文"),
                Field("given_by", "谁定的（部门和人）"),
                Field("basis", "依据", hint="哪份文件、哪次电话"),
                Field("on", "哪天定的", "day"),
                Field("until", "有效至", "day", "不写就是一直有效"),
                Field("words", "问话里有这些词就用它", "lines", "一行一个"),
                Field("asks", "大家的问法", "lines", "一行一句，这样问就直接答这个口径"),
            ),
            "文件没有写明的事，由牵头单位定的说法。空着的，答复照说“文件未写明”。",
        ),
        Card(
            "guides",
            "申报指南",
            "guides.toml",
            "guide",
            ("measure",),
            (
                Field("measure", "哪个政策点", "measure", needed=True),
                *(Field(key, label, "area") for key, label in GUIDE_FIELDS.items()),
                *CHECKED,
            ),
            "问“要什么材料”“怎么申请”时答的。没有查到的就空着，答复会说以牵头单位通知为准。",
        ),
        Card(
            "contacts",
            "部门联系方式",
            "contacts.toml",
            "contact",
            ("department", "county"),
            (
                Field("department", "部门", "office", needed=True),
                Field("county", "哪个县（市、区）", "county", "空着是市里的"),
                Field("phone", "电话", hint="一个号码，区号-号码"),
                Field("address", "地址"),
                Field("window", "窗口"),
                Field("hours", "几点到几点"),
                Field("online", "网上办的地址"),
                Field("note", "别的说明"),
                *CHECKED,
            ),
            "改一处，问答、一页纸、体检单、离线包里一起变。没有查到的电话不写，答复会说打12345。",
        ),
        Card(
            "faq",
            "常见问答",
            "faq.toml",
            "faq",
            ("asks",),
            (
                Field("asks", "大家的问法", "lines", "一行一句", needed=True),
                Field("says", "怎么答", "area", needed=True),
                Field("of", "有关的条款", "clause"),
                Field("by", "谁答的"),
                Field("on", "哪天", "day", needed=True),
            ),
            "这样问的，一字不差或差一两个字，就照这里答。",
        ),
        Card(
            "identity",
            "文件信息",
            "policy.toml",
            "",
            (),
            (
                Field("short_title", "大家怎么叫它", hint="每个答复里都这样叫", needed=True),
                Field("title", "全称", needed=True),
                Field("region", "哪里的文件", hint="例如：临沂市", needed=True),
                Field("districts", "下辖的县、市、区", "lines", "一行一个；那里的企业就是本地的企业"),
                Field("issuer", "哪个机关发的"),
                Field("doc_number", "文号", hint="公开文本里没有的空着"),
                Field("issued_on", "哪天发的", "day"),
                Field("valid_from", "从哪天起", "day"),
                Field("valid_to", "到哪天为止", "day", "没写到哪天的空着"),
                Field("basis_title", "上位依据的标题"),
                Field("basis_number", "上位依据的文号"),
                *OWN_WORDS,
            ),
            "每个答复都写着是哪一份文件。日期、地方、叫法请照原文核对。",
            fixed=True,
        ),
        Card(
            "clauses",
            "各条的白话",
            "clauses.toml",
            "clause",
            (),
            (
                Field("summary", "一句大白话", "area", needed=True),
                Field("words", "大家怎么叫它", "lines", "一行一个"),
                Field("next_steps", "下一步", "lines", "一行一步"),
                Field("quote", "最要紧的一句原话", "area", "一字不差地复制", needed=True),
                *OWN_WORDS,
            ),
            "问到这一条、又没有写好的答案时，先说这一句。",
            fixed=True,
        ),
        Card(
            SITE,
            "网站信息",
            "site.toml",
            "",
            (),
            (
                Field("host", "主办单位"),
                Field("phone", "服务电话"),
                Field("contact", "别的联系方式", hint="地址、邮箱、上班时间"),
                Field("queue_owner", "谁来看“没用”和留下的问题", hint="写了，答复下面才有“有用/没用”"),
                Field("icp", "ICP备案号"),
                Field("police", "公安备案号"),
                Field("site_code", "政府网站标识码"),
                Field("filings", "别的备案", "lines", "一行一项"),
                Field("privacy", "隐私页上要补充的", "lines", "一行一段"),
                Field("accessibility", "无障碍页上要补充的", "lines", "一行一段"),
                Field("name", "网站名称", needed=True),
                Field("headline", "首页标题", needed=True),
                Field("subject", "我能答的是……", needed=True),
                Field("offers", "细说能答什么", needed=True),
                Field("examples", "举例用的问题", "lines", "一行一句，至少三句", needed=True),
            ),
            "页头、页脚、首页和隐私页上写的。",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it stands. ``place``: which of its file, from 0."""

    place: int
    values: Mapping[str, str]
    policy: str = ""

    @property
    def name(self) -> str:
        """How a form and a list refer to it."""
        return f"{self.policy}:{self.place}"

    def title(self, names: Mapping[str, str]) -> str:
        """What a list calls it; ``names``: of the measures."""
        of = self.values.get
        office = of("county", "") + of("department", "")
        called = of("short_title") or of("summary") or of("asks", "").replace("\n", "；")
        return of("question") or names.get(of("measure", "")) or office or called


def kept(card: Card, files: Files, policy: str) -> list[Kept]:
    """The records of one policy, in the order of their file; of the site the one there is."""
    path = card.path(policy if card.name != SITE else "")
    if path not in files:
        return []
    file = TomlFile(files[path], path)
    rows = file.records(card.table) if card.table else [file.document]
    return [Kept(n, {f.key: _shown(row.get(f.key)) for f in card.fields}, policy) for n, row in enumerate(rows)]


def with_card(
    card: Card, files: Files, policy: str, place: int | None, typed: Mapping[str, str]
) -> dict[str, str | None]:
    """The file with the record as it was typed, a new one where ``place`` is None. Raises KnowledgeError."""
    values = _values(card, typed)
    path = card.path(policy if card.name != SITE else "")
    file = TomlFile(files.get(path, HEAD.format(label=card.label)), path)
    if not card.table:
        for key, value in values.items():
            if value is not None or key in file.document:
                put(file.document, key, value if value is not None else ([] if _is_lines(card, key) else ""))
    elif place is None and card.fixed:
        raise KnowledgeError(f"「{card.label}」不能添，只能改已有的。")
    elif place is None:
        new = {"id": _next_id(file)} if card.names == ("id",) else {}
        file.add(card.table, new | {key: value for key, value in values.items() if value})
    else:
        rows = file.records(card.table)
        if place >= len(rows):
            raise KnowledgeError("这一条已经不在了。请回到单子上再看。")
        for key, value in values.items():
            put(rows[place], key, value)
    return {path: file.text()}


def without_card(card: Card, files: Files, policy: str, one: Kept) -> dict[str, str | None]:
    """The file without the record. Raises KnowledgeError where another stands in its place."""
    if card.fixed:
        raise KnowledgeError(f"「{card.label}」不能去掉，只能改。")
    path = card.path(policy)
    file = TomlFile(files.get(path, ""), path)
    now = kept(card, files, policy)
    if one.place >= len(now) or now[one.place] != one:
        raise KnowledgeError("这一条已经不在了。请回到单子上再看。")
    del file.document[card.table][one.place]
    return {path: file.text()}


def checked_today(card: Card, files: Files, one: Kept, day: date) -> dict[str, str | None]:
    """打过，还是对的: the record was found right on this day."""
    return with_card(card, files, one.policy, one.place, {**one.values, "checked_on": day.isoformat()})


def choices(known: Knowledge, policy: str) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in the fields of a form."""
    own = known.policy(policy)
    offices = dict.fromkeys(name for clause in own.clauses for name in clause.offices)
    return {
        "clause": [("", "整份文件"), *((c.id, f"{c.printed}{c.title}") for c in own.clauses)],
        "measure": [(one.id, one.name) for one in known.measures if one.policy == policy],
        "office": [(name, name) for name in offices],
        "county": [("", "市里"), *((name, name) for name in own.districts)],
    }


def _values(card: Card, typed: Mapping[str, str]) -> dict[str, Value | None]:
    found: dict[str, Value | None] = {}
    for field in card.fields:
        text = typed.get(field.key, "").replace("\r\n", "\n").strip()
        if field.needed and not text:
            raise KnowledgeError(f"「{field.label}」要写。")
        if field.kind == "day" and text:
            text = _day(field, text)
        found[field.key] = text or None
        if field.kind == "lines":
            found[field.key] = [line.strip() for line in text.splitlines() if line.strip()] or None
        elif field.kind == "text":
            found[field.key] = " ".join(text.split()) or None
    return found


def _is_lines(card: Card, key: str) -> bool:
    return any(field.key == key and field.kind == "lines" for field in card.fields)


def _day(field: Field, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise KnowledgeError(f"「{field.label}」写成 2026-11-20 这样。") from None


def _next_id(file: TomlFile) -> str:
    taken = {str(one.get("id", "")) for table in ("ruling",) for one in file.records(table)}
    return next(name for n in range(1, 10_000) if (name := f"ruling-{n}") not in taken)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)
