"""The check-up of a list of firms, and the workbook that comes of it: the same table as of each firm alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.kit.firm_list import Firm, FirmList, Note
from bot.kit.list_columns import template_columns
from bot.kit.workbook import Column, Sheet, Value, workbook
from bot.measures.checkup import Group, Item, check
from bot.measures.profile import read_profile
from bot.replies.checkup import reasons, view_of
from bot.replies.render import say
from bot.replies.views import CheckupView
from knowledge.records.model import Knowledge, Terms

GROUPS = {Group.AVAILABLE: "可享受", Group.CONDITIONAL: "待补条件", Group.NOT_MET: "不符合"}
BOUNDS = {"estimate": "预计最高", "at_most": "最高", "capped": "已封顶", "exact": "", "ceiling": "文件只写了上限"}


@dataclass(frozen=True, slots=True)
class Checked:
    """One firm and its table. ``asks``: what to ask it, each once."""

    firm: Firm
    view: CheckupView

    @property
    def asks(self) -> tuple[str, ...]:
        told = (reason for item in (*self.view.open, *self.view.money) for reason in reasons(self.view, item))
        return tuple(dict.fromkeys(told))


def check_list(
    knowledge: Knowledge, firms: Sequence[Firm], day: date, tell: Callable[[float], None] = lambda share: None
) -> list[Checked]:
    """Each firm checked; ``tell`` hears which share is done."""
    done = []
    for number, firm in enumerate(firms, 1):
        known = read_profile(knowledge, firm.profile, day)
        done.append(Checked(firm, view_of(knowledge, check(knowledge, known, day))))
        tell(number / len(firms))
    return done


def result_workbook(knowledge: Knowledge, found: FirmList, checked: Sequence[Checked], day: date) -> bytes:
    """What to tell each firm, what to ask it, and what of the list could not be read."""
    firms = Sheet(
        "企业",
        (
            Column("行号", "count", 6),
            Column("企业名称", width=26),
            Column("可享受（项）", "count", 8),
            Column("可享受", width=46),
            Column("用得上的服务", width=34),
            Column("待补条件", width=46),
            Column("要问企业的", width=46),
            Column("不符合", width=34),
            Column("备注", width=16),
        ),
        (_firm_row(one) for one in checked),
    )
    items = Sheet(
        "明细",
        (
            Column("行号", "count", 6),
            Column("企业名称", width=26),
            Column("结果", width=10),
            Column("政策点", width=28),
            Column("条款", width=26),
            Column("金额（元）", "money", 16),
            Column("金额说明", width=16),
            Column("给谁", width=14),
            Column("还差什么/为什么", width=50),
            Column("怎么算的", width=40),
            Column("牵头单位", width=30),
            Column("下一步", width=40),
        ),
        (row for one in checked for row in _item_rows(one)),
    )
    notes = Sheet(
        "要核对的",
        (
            Column("行号", "count", 6),
            Column("列", width=34),
            Column("写的是", width=26),
            Column("怎么处理的", width=60),
        ),
        (_note_row(one) for one in found.notes),
    )
    return workbook([firms, items, notes, Sheet("说明", (Column("说明", width=90),), _about(knowledge, day))])


def terms_of(knowledge: Knowledge) -> list[Terms]:
    """What the documents say of all their sums, clause by clause."""
    return [clause.terms for policy in knowledge.policies for clause in policy.clauses]


def template_workbook(knowledge: Knowledge) -> bytes:
    """An empty list, with how each column is filled in, and the columns told one by one."""
    columns = template_columns(knowledge)
    wide = tuple(Column(one.title, width=max(12, min(len(one.title) + 4, 30)), help=one.help) for one in columns)
    told = ((one.title, one.help) for one in columns)
    return workbook(
        [
            Sheet("企业名单", wide, ()),
            Sheet("怎么填", (Column("列", width=44), Column("怎么填（不知道的空着）", width=70)), told),
        ]
    )


def _firm_row(one: Checked) -> Sequence[Value]:
    view = one.view
    return (
        one.firm.line,
        one.firm.name,
        len(view.money),
        "\n".join(_named(item) for item in view.money),
        "\n".join(item.clause.title for item in view.services),
        "\n".join(_named(item) for item in view.open),
        "\n".join(one.asks),
        "\n".join(item.measure.name for item in view.not_met if item.measure),
        one.firm.remark,
    )


def _named(item: Item) -> str:
    """The measure with its sum in words."""
    name = item.measure.name if item.measure else item.clause.title
    words = str(say().item_sum(item)).strip() if item.begun and not item.to_bank else ""
    return f"{name}：{words}" if words else name


def _item_rows(one: Checked) -> Iterator[Sequence[Value]]:
    for row_group, items in (
        ("可享受", (*one.view.money,)),
        ("待补条件", (*one.view.open, *one.view.possible)),
        ("可享受的服务", one.view.services),
        ("不符合", one.view.not_met),
    ):
        for item in items:
            yield _item_row(one, row_group, item)


def _item_row(one: Checked, group: str, item: Item) -> Sequence[Value]:
    measure, result = item.measure, item.outcome.result if item.outcome and item.begun else None
    shown = item.begun and item.group is not Group.NOT_MET
    return (
        one.firm.line,
        one.firm.name,
        group,
        measure.name if measure else item.clause.title,
        f"{item.clause.printed}{item.clause.title}",
        (item.amount if item.amount is not None else item.ceiling) if shown else None,
        BOUNDS.get(item.bound or "", "") if shown else "",
        measure.payee_tag if measure else "",
        "；".join(reasons(one.view, item)) or item.says,
        str(say().worked(result)).strip() if result and shown else "",
        "、".join(item.clause.in_charge),
        " → ".join(item.next_steps) if item.begun else "",
    )


def _note_row(note: Note) -> Sequence[Value]:
    return (note.line or None, note.column, note.said, note.why)


def _about(knowledge: Knowledge, day: date) -> Iterator[Sequence[Value]]:
    for policy in knowledge.policies:
        yield (f"依据《{policy.title}》，{say().over_on(policy)}",)
    yield (f"{say().checked_on(day)}，资料第 {knowledge.version} 版。",)
    terms = terms_of(knowledge)
    for words in (say().not_added(terms), say().filing(terms), say().disclaimer()):
        yield (str(words),)
    yield ("金额一列是每一项单独算的，写“给银行，不给企业”的不是企业的钱。",)
