"""What documents promise: random records and inputs agree with sums walked step by step, and never pass a limit."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.core import BadInputError, MissingInputError, Needed
from tests.calculators import promises
from tests.calculators.promises import FORMULAS, fen, run

yuan = st.integers(0, 10**12).map(lambda n: Decimal(n) / 100)
whole = st.integers(1, 10**8)
percents = st.integers(1, 100)
counts = st.integers(0, 60)


def ratio(percent: int) -> tuple[str, str]:
    return str(Decimal(percent) / 100), "ratio"


def money(amount: int) -> tuple[str, str]:
    return str(amount), "yuan"


@given(base=yuan, percent=percents, threshold=whole, most=whole, floor=st.integers(0, 10**6), cap=whole)
def test_a_share_between_its_limits(
    base: Decimal, percent: int, threshold: int, most: int, floor: int, cap: int
) -> None:
    figures = {
        "share": ratio(percent),
        "threshold": money(threshold),
        "base_cap": money(most),
        "floor": money(floor),
        "cap": money(cap),
    }
    result = run("share_of_amount", figures, {"base": base})
    assert result.amount == fen(promises.share(Fraction(base), percent, threshold, most, floor, cap))
    assert result.amount is not None and result.amount <= cap


@given(base=yuan, percent=percents, cap=whole, prior=yuan)
def test_what_was_received_is_taken_off_the_cap(base: Decimal, percent: int, cap: int, prior: Decimal) -> None:
    figures = {"share": ratio(percent), "cap": money(cap)}
    result = run("share_at_most", figures, {"base": base, "prior": prior})
    assert result.amount == fen(promises.capped(Fraction(base) * percent / 100, cap, Fraction(prior)))
    reached = fen(Fraction(base) * percent / 100) >= max(Decimal(cap) - prior, Decimal(0))
    assert result.bound == ("capped" if reached else "at_most")


@given(award=whole, threshold=whole, base=yuan)
def test_a_fixed_sum_from_a_threshold_on(award: int, threshold: int, base: Decimal) -> None:
    figures = {"award": money(award), "threshold": money(threshold)}
    assert run("fixed_award", figures, {"base": base}).amount == (award if base >= threshold else 0)
    assert run("fixed_award", {"award": money(award)}, {}).amount == award


def test_a_fixed_sum_may_count_what_it_asks_for() -> None:
    figures = {"award": money(50_000), "threshold": ("10", "count")}
    reached = run("fixed_award", figures, {"base": Decimal(10)}, units={"base": "人"})
    assert reached.amount == 50_000 and "10人，达到10人" in reached.steps[0].words
    short = run("fixed_award", figures, {"base": Decimal(7)}, units={"base": "人"})
    assert short.amount == 0 and "差3人" in short.steps[0].words


levels = st.dictionaries(st.sampled_from(["gold", "silver", "bronze"]), whole, min_size=1)


@given(awards=levels, had=yuan, data=st.data())
def test_the_award_of_the_level_and_the_difference_on_promotion(
    awards: dict[str, int], had: Decimal, data: st.DataObject
) -> None:
    figures = {f"award/{level}": money(award) for level, award in awards.items()}
    level = data.draw(st.sampled_from(sorted(awards)))
    assert run("by_level", figures, {"level": level}).amount == awards[level]
    ways = {"again": "difference"}
    rest = run("by_level", figures, {"level": level, "had": had}, ways=ways)
    assert rest.amount == max(awards[level] - had, 0)
    was = data.draw(st.sampled_from(sorted(awards)))
    moved = run("by_level", figures, {"level": level, "was": was}, ways=ways)
    assert moved.amount == max(awards[level] - awards[was], 0)
    open_yet = run("by_level", figures, {"level": level}, ways=ways)
    assert open_yet.amount == awards[level] and "只补差额" in open_yet.notes[0]


@given(base=yuan, large=percents, small=percents, own=whole, common=whole)
def test_a_share_by_class_under_its_own_cap_and_the_common_one(
    base: Decimal, large: int, small: int, own: int, common: int
) -> None:
    figures = {"share/large": ratio(large), "share/small": ratio(small), "cap/large": money(own), "cap": money(common)}
    first = run("by_level", figures, {"level": "large", "base": base})
    assert first.amount == fen(min(Fraction(base) * large / 100, Fraction(own), Fraction(common)))
    second = run("by_level", figures, {"level": "small", "base": base})
    assert second.amount == fen(min(Fraction(base) * small / 100, Fraction(common)))


bands = st.lists(st.integers(1, 10**8), min_size=1, max_size=5, unique=True).map(sorted)


@given(begins=bands, rates=st.lists(percents, min_size=5, max_size=5), base=yuan, excluded=st.booleans())
def test_the_band_of_the_whole(begins: list[int], rates: list[int], base: Decimal, excluded: bool) -> None:
    figures = {f"from/{n}": money(begin) for n, begin in enumerate(begins)}
    figures |= {f"share/{n}": ratio(rate) for n, rate in zip(range(len(begins)), rates, strict=False)}
    ways = {"edge": "excluded" if excluded else "included"}
    pairs = [(begin, Fraction(rate, 100)) for begin, rate in zip(begins, rates, strict=False)]
    for one in (base, Decimal(begins[0]), Decimal(begins[-1])):
        result = run("tiered", figures, {"base": one}, ways=ways)
        assert result.amount == fen(promises.whole_band(Fraction(one), pairs, excluded))


@given(begins=bands, rates=st.lists(percents, min_size=6, max_size=6), base=yuan)
def test_each_band_its_own_share(begins: list[int], rates: list[int], base: Decimal) -> None:
    figures = {f"from/{n}": money(begin) for n, begin in enumerate(begins, 1)}
    figures |= {f"share/{n}": ratio(rates[n]) for n in range(len(begins) + 1)}
    result = run("tiered", figures, {"base": base}, ways={"bands": "marginal"})
    pairs = [(begin, Fraction(rate, 100)) for begin, rate in zip([0, *begins], rates, strict=False)]
    assert result.amount == fen(promises.marginal(Fraction(base), pairs))


def test_a_band_of_a_count_gives_a_sum_and_says_what_the_text_leaves_open() -> None:
    figures = {"from/1": ("10", "count"), "award/1": money(1000), "from/2": ("50", "count"), "award/2": money(9000)}
    sums = [run("tiered", figures, {"base": Decimal(n)}, units={"base": "人"}).amount for n in (9, 10, 49, 50)]
    assert sums == [0, 1000, 1000, 9000]
    assert "文件没写明" in run("tiered", figures, {"base": Decimal(50)}, units={"base": "人"}).notes[0]


@given(count=counts, price=whole, most=st.integers(1, 40), beyond=st.integers(0, 20), cap=whole)
def test_items_counted_one_by_one(count: int, price: int, most: int, beyond: int, cap: int) -> None:
    figures = {"price": money(price), "most": (str(most), "count"), "cap": money(cap)}
    figures |= {"beyond": (str(beyond), "count")} if beyond else {}
    result = run("per_item", figures, {"count": Decimal(count)}, units={"count": "件"})
    assert result.amount == promises.items(count, price, most, beyond, cap)


@given(first=counts, second=counts, prices=st.tuples(whole, whole), cap=whole)
def test_kinds_are_added_under_one_cap(first: int, second: int, prices: tuple[int, int], cap: int) -> None:
    figures = {"price/a": money(prices[0]), "price/b": money(prices[1]), "cap": money(cap)}
    units = {"count/a": "件", "count/b": "件"}
    both = run("per_item", figures, {"count/a": Decimal(first), "count/b": Decimal(second)}, units=units)
    assert both.amount == min(first * prices[0] + second * prices[1], cap)
    one = run("per_item", figures, {"count/b": Decimal(second)}, units=units)
    assert one.amount == min(second * prices[1], cap)


@given(target=whole, price=whole, cap=whole)
def test_how_many_there_must_be(target: int, price: int, cap: int) -> None:
    solve = FORMULAS["per_item"].backwards
    assert solve is not None
    figures = {"price": money(price), "cap": money(cap)}
    needed = _solved("per_item", figures, "count", target, {"count": "件"})
    if target > cap:
        assert needed.yuan is None and needed.most == cap
        return
    assert needed.yuan is not None
    at, below = (
        run("per_item", figures, {"count": needed.yuan - less}, units={"count": "件"}).amount for less in (0, 1)
    )
    assert at is not None and below is not None and at >= target > below


def _solved(formula: str, figures: dict[str, tuple[str, str]], role: str, target: int, units: dict[str, str]) -> Needed:
    from calculators.core import Case, Figure

    made = {key: Figure(key, Decimal(value), unit, key) for key, (value, unit) in figures.items()}
    solve = FORMULAS[formula].backwards
    assert solve is not None
    found = solve(Case(made, {}, promises.DAY, units=units), role, Decimal(target))
    assert found is not None
    return found


@given(
    price=st.integers(1, 5000), size=st.integers(1, 500), term=st.integers(1, 90), most=st.integers(1, 60), cap=whole
)
def test_a_price_month_by_month(price: int, size: int, term: int, most: int, cap: int) -> None:
    figures = {"price": money(price), "most_months": (str(most), "months"), "year_cap": money(cap)}
    inputs = {"quantity": Decimal(size), "term": Decimal(term)}
    result = run("unit_price", figures, inputs, units={"quantity": "人", "term": "months"})
    assert result.amount == promises.months(price, size, term, most, cap)
    yearly = run("unit_price", {"price": money(price * 12)}, inputs, units={"quantity": "人"}, ways={"per": "year"})
    assert yearly.amount == price * size * term
    alone = run("unit_price", {"price": money(price)}, {"term": Decimal(term)}, units={"term": "months"})
    assert alone.amount == price * term and alone.steps[0].words.startswith("每月")


@given(now=yuan, before=yuan, free=st.integers(0, 50), percent=percents)
def test_a_share_of_what_is_more(now: Decimal, before: Decimal, free: int, percent: int) -> None:
    figures = {"share": ratio(percent), "over_rate": ratio(free)}
    result = run("share_of_increment", figures, {"now": now, "before": before})
    assert result.amount == fen(promises.increment(Fraction(now), Fraction(before), Fraction(free, 100), percent))


@given(now=yuan, over=whole, percent=percents, growth=st.integers(1, 50), before=yuan)
def test_a_share_of_what_exceeds_a_fixed_base_or_grows_enough(
    now: Decimal, over: int, percent: int, growth: int, before: Decimal
) -> None:
    fixed = run("share_of_increment", {"share": ratio(percent), "over": money(over)}, {"now": now})
    assert fixed.amount == fen(max(Fraction(now) - over, Fraction(0)) * percent / 100)
    figures = {"share": ratio(percent), "growth": ratio(growth)}
    enough = run("share_of_increment", figures, {"now": now, "before": before})
    met = Fraction(now) >= Fraction(before) * (100 + growth) / 100
    assert enough.amount == (fen(max(Fraction(now) - Fraction(before), Fraction(0)) * percent / 100) if met else 0)


@given(total=whole, parts=st.sampled_from([("0.4", "0.3", "0.3"), ("0.5", "0.5"), ("0.33", "0.33", "0.34")]))
def test_the_parts_make_up_the_whole(total: int, parts: tuple[str, ...]) -> None:
    figures = {"award": money(total)} | {f"part/{n}": (part, "ratio") for n, part in enumerate(parts)}
    result = run("instalments", figures, {})
    assert result.amount == total and len(result.steps) == 1 + len(parts)


@given(awards=st.lists(whole, min_size=1, max_size=5), data=st.data(), cap=whole)
def test_stages_add_up(awards: list[int], data: st.DataObject, cap: int) -> None:
    figures = {f"award/s{n}": money(award) for n, award in enumerate(awards)}
    place = data.draw(st.integers(0, len(awards) - 1))
    assert run("by_stage", figures, {"stage": f"s{place}"}).amount == sum(awards[: place + 1])
    assert run("by_stage", {**figures, "cap": money(cap)}, {"stage": f"s{place}"}).amount == min(
        sum(awards[: place + 1]), cap
    )


@given(award=whole, percent=percents, base=yuan, other=percents, income=yuan)
def test_the_least_of_what_there_is(award: int, percent: int, base: Decimal, other: int, income: Decimal) -> None:
    figures = {"award": money(award), "share/a": ratio(percent), "share/b": ratio(other)}
    result = run("least_of", figures, {"base/a": base, "base/b": income})
    limits = (Fraction(award), Fraction(base) * percent / 100, Fraction(income) * other / 100)
    assert result.amount == fen(min(limits))


@given(low=whole, high=whole, base=yuan)
def test_a_range_gives_no_sum(low: int, high: int, base: Decimal) -> None:
    result = run("range_only", {"least": money(low), "most": money(high)}, {})
    assert (result.amount, result.least, result.ceiling) == (None, low, high)
    shares = run("range_only", {"least": ratio(5), "most": ratio(20)}, {"base": base})
    assert (shares.least, shares.ceiling) == (fen(Fraction(base) / 20), fen(Fraction(base) / 5))


@given(principal=whole, rate=st.integers(1, 20), part=percents, term=st.integers(1, 60), most=st.integers(1, 60))
def test_interest_month_by_month(principal: int, rate: int, part: int, term: int, most: int) -> None:
    figures = {"rate": ratio(rate), "share": ratio(part), "most_months": (str(most), "months")}
    result = run("interest_at_rate", figures, {"base": Decimal(principal), "term": Decimal(term)})
    shares = Fraction(rate, 100), Fraction(part, 100)
    assert result.amount == fen(promises.interest(Fraction(principal), *shares, term, most))
    quoted = {"base": Decimal(principal), "term": Decimal(term), "quoted": Decimal(rate) / 100}
    assert run("interest_at_rate", {"most_months": (str(most), "months")}, quoted).amount == fen(
        promises.interest(Fraction(principal), shares[0], Fraction(1), term, most)
    )


@given(principal=whole, lpr=st.integers(1, 9), part=percents, term=st.integers(1, 60), most=st.integers(1, 60))
def test_interest_at_lpr_without_a_cap_month_by_month(
    principal: int, lpr: int, part: int, term: int, most: int
) -> None:
    said = {"base": Decimal(principal), "term": Decimal(term), "quoted": Decimal(lpr) / 100}
    rates = Fraction(lpr, 100), Fraction(part, 100)
    whole = run("interest_subsidy", {"share": ratio(part)}, said)
    assert whole.amount == fen(promises.interest(Fraction(principal), *rates, term, term)) and whole.bound == "estimate"
    cut = run("interest_subsidy", {"share": ratio(part), "most_months": (str(most), "months")}, said)
    assert cut.amount == fen(promises.interest(Fraction(principal), *rates, term, most))


@given(base=yuan, step=whole, award=whole, begin=st.integers(0, 10**8))
def test_every_full_step_brings_a_sum(base: Decimal, step: int, award: int, begin: int) -> None:
    figures = {"award": money(award), "step": money(step), "from": money(begin)}
    result = run("per_step", figures, {"base": base})
    full = int(max(Fraction(base) - begin, Fraction(0)) / step)
    assert result.amount == full * award


@given(now=yuan, before=yuan, free=whole, percent=percents)
def test_only_what_is_beyond_so_much_growth_counts(now: Decimal, before: Decimal, free: int, percent: int) -> None:
    figures = {"share": ratio(percent), "free": money(free)}
    result = run("share_of_increment", figures, {"now": now, "before": before})
    assert result.amount == fen(max(Fraction(now) - Fraction(before) - free, Fraction(0)) * percent / 100)


@given(area=counts, low=whole, high=whole)
def test_a_band_may_give_so_much_for_each(area: int, low: int, high: int) -> None:
    figures = {"from/1": ("10", "count"), "price/1": money(low), "from/2": ("30", "count"), "price/2": money(high)}
    got = run("tiered", figures, {"base": Decimal(area)}, units={"base": "亩"}).amount
    assert got == (0 if area < 10 else area * low if area < 30 else area * high)


def test_parts_may_be_sums() -> None:
    figures = {"award": money(100), "part/1": money(60), "part/2": money(40)}
    assert [step.words for step in run("instalments", figures, {}).steps] == ["一共100元", "第1次给60元", "第2次给40元"]


MISSING = [
    ("per_step", {"award": money(1), "step": money(1)}, "base"),
    ("by_level", {"award/a": money(1)}, "level"),
    ("by_stage", {"award/a": money(1)}, "stage"),
    ("tiered", {"from/1": money(1), "award/1": money(1)}, "base"),
    ("per_item", {"price": money(1)}, "count"),
    ("per_item", {"price/a": money(1)}, "count/a"),
    ("unit_price", {"price": money(1)}, "quantity"),
    ("share_of_increment", {"share": ratio(1)}, "now"),
    ("instalments", {"share": ratio(1), "part/1": ratio(100)}, "base"),
    ("least_of", {"award": money(1), "share": ratio(1)}, "base"),
    ("interest_at_rate", {"rate": ratio(1)}, "base"),
    ("range_only", {"least": ratio(1), "most": ratio(2)}, "base"),
]


@pytest.mark.parametrize(("formula", "figures", "role"), MISSING)
def test_what_is_missing_is_named(formula: str, figures: dict[str, tuple[str, str]], role: str) -> None:
    with pytest.raises(MissingInputError) as caught:
        run(formula, figures, {}, units={role: "个"})
    assert caught.value.key == role


def test_a_level_that_is_none_is_named() -> None:
    for formula, role in (("by_level", "level"), ("by_stage", "stage")):
        with pytest.raises(BadInputError, match="one of a"):
            run(formula, {"award/a": money(1)}, {role: "z"})


def test_every_step_of_a_sum_rests_on_words_or_on_steps_before() -> None:
    figures = {"price": money(2), "most": ("3", "count"), "cap": money(5)}
    result = run("per_item", figures, {"count": Decimal(9)}, units={"count": "件"})
    assert [step.quote for step in result.steps] == ["原文most", "原文price", "原文cap"]
    assert result.bound == "capped" and "最多算3件" in result.steps[0].words
