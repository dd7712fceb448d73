"""The fields of a measure's form: what each is called, how it is typed, and which records have it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.desk.measure_choices import counts

Kind = Literal["text", "long", "lines", "flag", "day", "figure", "choice", "options"]
UNITS = {
    "ratio": "写百分数，例如 40%",
    "yuan": "例如 10万元",
    "months": "写几个月，例如 6",
    "count": "写个数",
    "usd": "美元",
}


@dataclass(frozen=True, slots=True)
class Spec:
    """A field of a record: the key it is, what it is called, how it is typed."""

    key: str
    label: str
    kind: Kind = "text"
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()


WORDS = (
    Spec("name", "名称"),
    Spec("payee", "钱给谁", "choice", options=(("enterprise", "企业"), ("bank", "不是企业，下面写给谁"))),
    Spec("lead_in", "有数时开头的话", help="例如：预计最高可贴息"),
    Spec("unmet_lead_in", "拿不到时开头的话"),
    Spec("payee_note", "钱不是给企业的，写给谁", "long"),
    Spec("payee_tag", "金额旁边的几个字", help="例如：给银行，不给企业"),
    Spec("payer", "谁出钱", help="原文写了才写，例如：市财政"),
    Spec("payer_quote", "写谁出钱的原话", "long"),
    Spec("apply_when", "什么时候去申报", help="原文看得出来才写"),
    Spec("words", "人们怎么叫它", "lines", "一行一个"),
    Spec("needs", "话里要有其中一个", "lines", "一行一个"),
    Spec("excludes", "话里有这些就不是它", "lines", "一行一个"),
    Spec("elsewhere", "同一句里的封顶，管的是别的事", "lines", "一行一个，照原文写，例如：最高50万元"),
    Spec("notes", "说明", "lines", "一行一条，写在数的下面"),
    Spec("next_steps", "下一步", "lines", "一行一步"),
)
FIGURE = (
    Spec("label", "叫法"),
    Spec("value", "数", "figure"),
    Spec("quote", "原话", "long", "从文件或通知里一字不差地复制，里面要有这个数"),
    Spec("since", "从哪天起", "day", "不写就是一直"),
    Spec("until", "到哪天", "day", "当天也算，不写就是一直"),
    Spec("by", "出自哪份通知", "choice", "原文件里的不选"),
)
INPUT = (
    Spec("label", "叫法"),
    Spec("unit", "数它用什么词", help="件、台、亩、平方米这样的词"),
    Spec("ask", "怎么问", "long"),
    Spec("required", "没有它就算不出来", "flag"),
    Spec("options", "有哪几种", "options", "一行一种，叫法后面写人们怎么说：国家级：国家级，国家的"),
    Spec("announces", "常在它旁边的词", "lines", "一行一个"),
    Spec("forbids", "有这些词就不是它", "lines", "一行一个"),
)
CONDITION = (
    Spec("question", "怎么问", "long"),
    Spec("quote", "原话", "long", "从文件里一字不差地复制"),
    Spec("unmet", "不符合时说", "long"),
    Spec("yes", "说了这些就是符合", "lines", "一行一个"),
    Spec("no", "说了这些就是不符合", "lines", "一行一个"),
)
ONLY_WHERE: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {  # fields that not every record has
    "options": lambda row: "options" in row,
    "yes": lambda row: "yes" in row,
    "no": lambda row: "no" in row,
    "unit": counts,
}
PARTS: Mapping[str, tuple[str, tuple[Spec, ...]]] = {
    "figure": ("数字", FIGURE),
    "input": ("要问的数", INPUT),
    "condition": ("条件", CONDITION),
}
