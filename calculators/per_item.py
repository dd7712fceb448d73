"""So much for each: patents, firms, heads; of one kind or several, with a limit to how many count or to the sum."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from calculators import caps, checks
from calculators.core import Bound, Case, MissingInputError, Needed, Result, Step, backwards, formula, role_of, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.wording import measured, money

NOTHING = Decimal(0)


def objects(case: Case) -> Iterator[str]:
    """Kinds with a price and no count, or with a limit and no price; a common limit to counts of several kinds."""
    kinds = case.each("price")
    if kinds and case.maybe("price"):
        yield "price 要么只有一个，要么每一种都写 of"
    for kind in kinds:
        if role_of("count", kind) not in case.units:
            yield f'「{kind}」有单价，没有数量。请写一个 role = "count"、of = "{kind}" 的 input'
    for kind in case.each("most", "beyond", "cap"):
        if kind not in kinds:
            yield f"「{kind}」没有 price"
    if kinds and (case.maybe("most") or case.maybe("beyond")):
        yield "分几种的，most 和 beyond 要写 of"


@formula(
    "per_item",
    "按件数、家数、人数：每一个给多少，可以限数量、限总额",
    figures={
        "price": Part("每一个给多少（分几种的，每种写 of）", each="kind"),
        "most": Part("最多算几个", ("count",), required=False, each="kind"),
        "beyond": Part("超过几个的部分才算", ("count",), required=False, each="kind"),
        "threshold": Part("要达到几个才给", ("count",), required=False),
        "cap": Part("最高给多少（写了 of 就只管那一种）", required=False, each="kind"),
    },
    inputs={"count": Part("有几个", ("count", "usd"), each="kind"), "prior": caps.PRIOR},
    objects=objects,
    example=Example(
        "对获得授权的发明专利，每件给予资助2万元，每家企业每年最高10万元。",
        (
            Given("price", "20000", "yuan", "每件给予资助2万元"),
            Given("cap", "100000", "yuan", "每家企业每年最高10万元", label="每家企业每年最高"),
        ),
        (Said("count", "发明专利", "件", "3"),),
    ),
)
def per_item(case: Case) -> Result:
    """``count`` × ``price`` yuan, of each kind; at most ``most`` of them count, or only those ``beyond`` so many.

    Nothing below the ``threshold`` of all together. At most the kind's ``cap`` and the common one, less ``prior`` yuan.
    A kind of which nothing was said is none. Raises MissingInputError when no count is known, BadInputError.
    """
    kinds = [kind for kind in case.each("price") or ("",) if role_of("count", kind) in case.inputs]
    if not kinds:
        raise MissingInputError(role_of("count", (case.each("price") or ("",))[0]))
    counts = {kind: checks.amount(case.inputs, role_of("count", kind)) for kind in kinds}
    begins = tuple(_threshold(case, sum(counts.values(), NOTHING), kinds))
    if begins and sum(counts.values(), NOTHING) < case.figure("threshold").value:
        return Result(to_fen(NOTHING), "exact", begins)
    given = [_of(case, kind, counts[kind]) for kind in kinds]
    raw, steps = sum((one for one, _, _ in given), NOTHING), [step for _, _, own in given for step in own]
    loose: Bound = "capped" if all(cut for _, cut, _ in given) else "exact"
    if len(given) > 1:
        steps.append(Step(f"合计：{' ＋ '.join(money(one) for one, _, _ in given)} ＝ {money(raw)}"))
    amount, bound, closing = caps.limited(case, raw, loose)
    return Result(to_fen(amount), bound, (*begins, *steps, *closing))


def _threshold(case: Case, count: Decimal, kinds: list[str]) -> Iterator[Step]:
    if least := case.maybe("threshold"):
        unit = case.unit(role_of("count", kinds[0]))
        words = f"{measured(count, unit)}，{'达到' if count >= least.value else '没到'}{measured(least.value, unit)}"
        yield Step(words, quote=least.quote)


def _of(case: Case, kind: str, count: Decimal) -> tuple[Decimal, bool, tuple[Step, ...]]:
    """Yuan of one kind, whether a limit cut them, and how they come about."""
    price, most, beyond = case.figure(role_of("price", kind)), case.maybe("most", kind), case.maybe("beyond", kind)
    role = role_of("count", kind)
    unit, name = case.unit(role), case.label(role)
    steps, counted = [], count
    if beyond:
        counted = max(count - beyond.value, NOTHING)
        words = f"{name}{measured(count, unit)}，超过{measured(beyond.value, unit)}的是{measured(counted, unit)}"
        steps.append(Step(words, quote=beyond.quote))
    if most and counted > most.value:
        steps.append(Step(f"{name}{measured(counted, unit)}，最多算{measured(most.value, unit)}", quote=most.quote))
        counted = most.value
    raw, per = counted * price.value, "" if unit == "usd" else unit
    each = f"每{per}{money(price.value)}" if per else money(price.value)
    words = f"{name}{measured(counted, unit)} × {each} ＝ {money(to_fen(raw))}"
    steps.append(Step(words, quote=price.quote))
    cap = case.maybe("cap", kind) if kind else None
    if cap:
        steps.append(caps.step(raw, cap, NOTHING, case.called(role_of("cap", kind), f"{name}最高")))
    cut = bool(most and count > most.value) or bool(cap and raw >= cap.value)
    return min(raw, cap.value) if cap else raw, cut, tuple(steps)


@backwards("per_item")
def count_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """``target`` yuan ÷ ``price``, whole ones: how many of a single kind there must be. None for several kinds."""
    if role != "count" or case.each("price") or case.maybe("beyond") or case.maybe("threshold"):
        return None
    price, most, cap = case.figure("price"), case.maybe("most"), case.maybe("cap")
    if cap and (out_of_reach := caps.beyond(target, cap, caps.received(case), caps.named(case))):
        return out_of_reach
    count = (target / price.value).to_integral_value(ROUND_CEILING)
    unit = case.unit("count")
    if most and count > most.value:
        words = f"最多算{measured(most.value, unit)}，每{unit}{money(price.value)}"
        return Needed(None, (Step(words, quote=most.quote),), most.value * price.value)
    words = f"{money(target)} ÷ 每{unit}{money(price.value)}，要{measured(count, unit)}"
    return Needed(count, (Step(words, quote=price.quote),))
