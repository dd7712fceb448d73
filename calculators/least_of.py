"""The least of several limits: a fixed sum, and shares of what was spent, paid or earned."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import checks
from calculators.core import Case, Result, Step, formula, role_of, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.wording import money, percent


def objects(case: Case) -> Iterator[str]:
    """Fewer than two limits; shares of nothing."""
    kinds = case.each("share") or (("",) if case.maybe("share") else ())
    if len(kinds) + bool(case.maybe("award")) < 2:
        yield "取最小的至少要两个数：award 加 share，或两个 share（各写 of）"
    for kind in kinds:
        if role_of("base", kind) not in case.units:
            yield f'「{kind or "share"}」是哪笔钱的百分之几没有写。请写一个 role = "base" 的 input' + (
                f'、of = "{kind}"' if kind else ""
            )


@formula(
    "least_of",
    "几个数里取最小的：一个定额，和一笔（几笔）钱的百分之几",
    figures={
        "award": Part("定额", required=False),
        "share": Part("不超过百分之几（几笔钱的，每笔写 of）", ("ratio",), each="kind"),
    },
    inputs={"base": Part("是哪笔钱的百分之几", each="kind")},
    objects=objects,
    example=Example(
        "每家奖励50万元，且不高于其实际投入资金的50%。",
        (
            Given("award", "500000", "yuan", "每家奖励50万元", label="每家奖励"),
            Given("share", "0.5", "ratio", "不高于其实际投入资金的50%"),
        ),
        (Said("base", "实际投入", "yuan", "800000"),),
    ),
)
def least_of(case: Case) -> Result:
    """The least of ``award`` yuan and each ``share`` of its ``base``. Raises MissingInputError, BadInputError."""
    sums = list(_sums(case))
    amount = min(value for value, _ in sums)
    words = f"取小的：{money(to_fen(amount))}"
    steps = (*(step for _, step in sums), Step(words))
    return Result(to_fen(amount), "exact", steps)


def _sums(case: Case) -> Iterator[tuple[Decimal, Step]]:
    if award := case.maybe("award"):
        yield award.value, Step(f"{case.called('award', '定额')}{money(award.value)}", quote=award.quote)
    for kind in case.each("share") or ("",):
        share, role = case.figure(role_of("share", kind)), role_of("base", kind)
        base = checks.yuan(case.inputs, role)
        words = f"{case.label(role)}{money(base)} × {percent(share.value)} ＝ {money(to_fen(base * share.value))}"
        yield base * share.value, Step(words, quote=share.quote)
