"""Bands of an amount: each with a sum or a share, for the whole of it or for the part that lies in the band."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from calculators import caps, checks
from calculators.core import Case, Figure, Result, Step, formula, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.wording import measured, money, percent

ANY = ("yuan", "count", "ratio", "months", "usd")  # a count itself is named by its counter
WHOLE, MARGINAL, INCLUDED, EXCLUDED = "whole", "marginal", "included", "excluded"
GIVES = ("award", "share", "price")
SAYS_WHETHER = ("含", "不低于", "不少于", "达到", "超过", "以下", "不足", "大于", "高于")


def objects(case: Case) -> Iterator[str]:
    """Bands that begin alike, or have no beginning or no sum; shares of what is no money."""
    bands = case.each("from", *GIVES)
    begins = [case.maybe("from", band) for band in bands]
    if sum(one is None for one in begins) > 1:
        yield "只有最低的一档可以不写 from"
    if None in begins[1:] and begins.count(None) == 1:
        yield "不写 from 的最低一档要写在最前面"
    values = [one.value for one in begins if one]
    if any(low >= high for low, high in pairwise(values)):
        yield "各档的 from 要从小到大写，不能一样"
    for band in bands:
        given = [role for role in GIVES if case.maybe(role, band)]
        if len(given) != 1:
            yield f"第「{band}」档要有一个 award、share 或 price，现在是 {len(given)} 个"
    if case.way("bands", WHOLE) == MARGINAL and case.each("award", "price"):
        yield 'bands = "marginal"（超过部分按下一档）时各档要写 share，不能写 award 或 price'
    if case.each("price") and case.unit("base") in ANY:
        yield 'price 是每一个给多少，base 要是数个数的，例如 unit = "亩"'
    if case.each("share") and case.unit("base") != "yuan" and "counted" not in case.units:
        yield '分档的数不是钱，要有一个 role = "counted" 的 input，写按哪笔钱的百分之几给'
    if case.way("bands", WHOLE) == MARGINAL and "counted" in case.units:
        yield 'bands = "marginal" 是按分档的那笔钱逐段算，不能再有 counted'


@formula(
    "tiered",
    "按金额或数量分档：每一档一个定额，或者一个比例",
    figures={
        "from": Part("这一档从多少起（最低一档可以不写）", ANY, required=False, each="band", alone=False),
        "award": Part("这一档给多少", either=("share", "price"), each="band", alone=False),
        "share": Part("这一档给百分之几", ("ratio",), either=("award", "price"), each="band", alone=False),
        "price": Part("这一档每一个（亩、人）给多少", either=("award", "share"), each="band", alone=False),
        "cap": Part("最高给多少（写了 of 就只管那一档）", required=False, each="band"),
    },
    inputs={
        "base": Part("按它分档；按比例给的，也是它的百分之几", ANY),
        "counted": Part("按另一笔钱的百分之几给时，那笔钱", required=False, beside=("share",)),
        "prior": caps.PRIOR,
    },
    ways={
        "bands": {WHOLE: "落在哪一档，整笔按那一档算", MARGINAL: "分段算，超过的部分才按下一档"},
        "edge": {INCLUDED: "正好等于就算到了（以上、含、达到）", EXCLUDED: "要超过才算（不含、超过）"},
    },
    objects=objects,
    example=Example(
        "设备投资50万元、100万元、300万元以上的，分别给予投资额5%、6%、8%的补助，最高100万元。",
        (
            *(
                Given("from", value, "yuan", "设备投资50万元、100万元、300万元以上的", of=band)
                for band, value in (("1", "500000"), ("2", "1000000"), ("3", "3000000"))
            ),
            *(
                Given("share", value, "ratio", "分别给予投资额5%、6%、8%的补助", of=band)
                for band, value in (("1", "0.05"), ("2", "0.06"), ("3", "0.08"))
            ),
            Given("cap", "1000000", "yuan", "最高100万元", label="最高"),
        ),
        (Said("base", "设备投资", "yuan", "2000000"),),
    ),
)
def tiered(case: Case) -> Result:
    """The band in which ``base`` lies gives its ``award``, its ``price`` for each of a count, or its ``share`` of
    ``counted`` (else of the base); on the
    way "marginal" each band its share of what lies in it. Below the lowest band 0. At most the band's ``cap`` and the
    common one, less ``prior`` yuan. A base just at the beginning of a band is in it, unless "excluded". Raises
    MissingInputError, BadInputError.
    """
    base = checks.total(case, "base") if case.unit("base") == "yuan" else checks.amount(case.inputs, "base")
    bands = _bands(case)
    reached = [band for band, begin in bands if begin is None or _is_reached(case, base, begin)]
    if not reached:
        least = bands[0][1]
        assert least is not None
        words = f"{_said(case, base)}，没到最低一档的{_at(case, least)}"
        return Result(to_fen(Decimal(0)), "exact", (Step(words, quote=least.quote),))
    if case.way("bands", WHOLE) == MARGINAL:
        raw, steps = _in_parts(case, base, bands)
    else:
        raw, steps = _as_a_whole(case, base, reached[-1])
    amount, bound, closing = caps.limited(case, raw, "exact")
    return Result(to_fen(amount), bound, (*steps, *closing), notes=tuple(_notes(case, base, bands)))


def _bands(case: Case) -> list[tuple[str, Figure | None]]:
    """The bands from below, each with what it begins at."""
    found = [(band, case.maybe("from", band)) for band in case.each("from", *GIVES)]
    return sorted(found, key=lambda one: one[1].value if one[1] else Decimal(-1))


def _is_reached(case: Case, base: Decimal, begin: Figure) -> bool:
    return base > begin.value if case.way("edge", INCLUDED) == EXCLUDED else base >= begin.value


def _said(case: Case, base: Decimal) -> str:
    return f"{case.label('base')}{measured(base, case.unit('base'))}"


def _at(case: Case, begin: Figure) -> str:
    return measured(begin.value, case.unit("base"))


def _as_a_whole(case: Case, base: Decimal, band: str) -> tuple[Decimal, tuple[Step, ...]]:
    begin = case.maybe("from", band)
    more = "超过" if case.way("edge", INCLUDED) == EXCLUDED else "达到"
    where = f"{more}{_at(case, begin)}这一档" if begin else "在最低一档"
    first = Step(f"{_said(case, base)}，{where}", quote=begin.quote if begin else "")
    raw, step = _of(case, base, band)
    steps = (first, step) if begin else (Step(f"{first.words}：{step.words}", quote=step.quote),)
    cap = case.maybe("cap", band)
    if cap is None:
        return raw, steps
    return min(raw, cap.value), (*steps, caps.step(raw, cap, Decimal(0), case.called(f"cap/{band}", "这一档最高")))


def _of(case: Case, base: Decimal, band: str) -> tuple[Decimal, Step]:
    if award := case.maybe("award", band):
        return award.value, Step(f"给{money(award.value)}", quote=award.quote)
    if price := case.maybe("price", band):
        unit = case.unit("base")
        words = f"{_said(case, base)} × 每{unit}{money(price.value)} ＝ {money(to_fen(base * price.value))}"
        return base * price.value, Step(words, quote=price.quote)
    share = case.figure(f"share/{band}")
    counted = checks.yuan(case.inputs, "counted") if "counted" in case.units else base
    name = case.label("counted" if "counted" in case.units else "base")
    words = f"{name}{money(counted)} × {percent(share.value)} ＝ {money(to_fen(counted * share.value))}"
    return counted * share.value, Step(words, quote=share.quote)


def _in_parts(case: Case, base: Decimal, bands: list[tuple[str, Figure | None]]) -> tuple[Decimal, tuple[Step, ...]]:
    total, steps, sums = Decimal(0), [], []
    for place, (band, begin) in enumerate(bands):
        following = bands[place + 1][1] if place + 1 < len(bands) else None
        low = begin.value if begin else Decimal(0)
        part = min(base, following.value if following else base) - low
        if part <= 0:
            continue
        share, cap = case.figure(f"share/{band}"), case.maybe("cap", band)
        given = min(part * share.value, cap.value) if cap else part * share.value
        total += given
        sums.append(to_fen(given))
        where = f"超过{money(low)}的{money(part)}" if low else f"{case.label('base')}里的{money(part)}"
        words = f"{where} × {percent(share.value)} ＝ {money(to_fen(part * share.value))}"
        steps.append(Step(words + (f"，最高{money(cap.value)}" if cap else ""), quote=share.quote))
    if len(sums) > 1:
        steps.append(Step(f"合计：{' ＋ '.join(map(money, sums))} ＝ {money(to_fen(total))}"))
    return total, tuple(steps)


def _notes(case: Case, base: Decimal, bands: list[tuple[str, Figure | None]]) -> Iterator[str]:
    for _, begin in bands:
        if begin and begin.value == base and not any(word in begin.quote for word in SAYS_WHETHER):
            yield f"正好{_at(case, begin)}算哪一档，文件没写明，「以上」按含{_at(case, begin)}算"
