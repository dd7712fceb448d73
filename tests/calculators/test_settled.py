"""What the document settles is followed and told in its words; what it leaves open is said to be open."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from calculators.core import Case, Figure, Inputs, Needed, Result
from calculators.declared import Settled
from tests.calculators.promises import DAY, FORMULAS, fen

sums = st.integers(1, 5_000_000)
percents = st.integers(1, 100)
Figures = Mapping[str, tuple[int, str]]


def case(figures: Figures, inputs: Inputs, items: Sequence[Inputs] = (), **settled: str) -> Case:
    made = {
        role: Figure(role, Decimal(value) / (100 if unit == "ratio" else 1), unit, f"原文{role}")
        for role, (value, unit) in figures.items()
    }
    written = {of: Settled(value, f"原文{of}") for of, value in settled.items()}
    return Case(made, inputs, DAY, items=tuple(items), written=written, labels={"lower": "普通板", "upper": "优选板"})


def run(formula: str, *args: object, **settled: str) -> Result:
    return FORMULAS[formula](case(*args, **settled))  # type: ignore[arg-type]


def needed(formula: str, role: str, target: int, *args: object, **settled: str) -> Needed:
    solve = FORMULAS[formula].backwards
    assert solve is not None
    found = solve(case(*args, **settled), role, Decimal(target))  # type: ignore[arg-type]
    assert found is not None
    return found


@given(parts=st.lists(sums, min_size=2, max_size=5), threshold=sums, award=sums)
def test_several_sums_are_added_or_looked_at_one_by_one_as_the_document_says(
    parts: list[int], threshold: int, award: int
) -> None:
    figures = {"award": (award, "yuan"), "threshold": (threshold, "yuan")}
    items = [{"base": Decimal(part)} for part in parts]
    told = (figures, {"base": Decimal(sum(parts))}, items)
    single, added, unsaid = (
        run("fixed_award", *told, **way) for way in ({"several": "single"}, {"several": "added"}, {})
    )
    assert single.amount == (award if max(parts) >= threshold else 0)
    assert added.amount == unsaid.amount == (award if sum(parts) >= threshold else 0)
    for result in (single, added):
        assert "原文several" in [step.quote for step in result.steps]
        assert not result.alternatives and not any("文件没写" in note for note in result.notes)
    assert bool(unsaid.notes) == bool(unsaid.alternatives) == (max(parts) < threshold <= sum(parts))


def test_a_single_sum_is_told_nothing_of_several() -> None:
    figures = {"award": (1, "yuan"), "threshold": (5, "yuan")}
    result = run("fixed_award", figures, {"base": Decimal(9)}, several="single")
    assert result.amount == 1 and [step.quote for step in result.steps] == ["原文threshold", "原文award"]


@given(premiums=st.lists(st.tuples(sums, sums), min_size=1, max_size=4), limit=percents, share=percents, cap=sums)
def test_a_policy_dearer_than_the_limit_counts_up_to_it_or_not_at_all(
    premiums: list[tuple[int, int]], limit: int, share: int, cap: int
) -> None:
    figures = {"share": (share, "ratio"), "rate_cap": (limit, "ratio"), "cap": (cap, "yuan")}
    items = [{"base": Decimal(premium), "insured": Decimal(insured)} for premium, insured in premiums]
    told = (figures, {"base": Decimal(sum(one for one, _ in premiums))}, items)
    most = [Fraction(insured) * limit / 100 for _, insured in premiums]
    inside = [(Fraction(premium), top) for (premium, _), top in zip(premiums, most, strict=True)]
    up_to = sum((min(premium, top) for premium, top in inside), Fraction(0)) * share / 100
    without = sum((premium for premium, top in inside if premium <= top), Fraction(0)) * share / 100
    assert run("capped_premium", *told, dear="counted").amount == fen(min(up_to, Fraction(cap)))
    assert run("capped_premium", *told, dear="out").amount == fen(min(without, Fraction(cap)))
    is_dear = any(premium > top for premium, top in inside)
    for value in ("counted", "out"):
        result = run("capped_premium", *told, dear=value)
        assert not result.alternatives and not result.notes
        assert ("原文dear" in [step.quote for step in result.steps]) == is_dear
    assert any("整张不补，文件没写" in note for note in run("capped_premium", *told).notes) == is_dear


def test_what_a_dear_policy_would_need_is_worked_out_as_the_document_has_it() -> None:
    figures = {"share": (20, "ratio"), "rate_cap": (2, "ratio"), "cap": (1_000_000, "yuan")}
    dear = {"base": Decimal(100_000)}
    assert needed("capped_premium", "insured", 10_000, figures, dear).yuan == 2_500_000
    assert needed("capped_premium", "insured", 10_000, figures, dear, dear="out").yuan == 5_000_000
    rate = {"rate": Decimal("0.03")}
    assert needed("capped_premium", "base", 10_000, figures, rate).yuan == 75_000
    nothing = needed("capped_premium", "base", 10_000, figures, rate, dear="out")
    assert nothing.yuan is None and "整张不补" in nothing.steps[0].words


@given(base=sums, share=percents, bonus=sums, part_cap=sums, cap=sums)
def test_the_limits_of_a_record_are_kept_and_its_silence_is_not_told(
    base: int, share: int, bonus: int, part_cap: int, cap: int
) -> None:
    figures = {
        "share": (share, "ratio"),
        "bonus": (bonus, "yuan"),
        "share_cap": (part_cap, "yuan"),
        "cap": (cap, "yuan"),
    }
    part = min(Fraction(base) * share / 100, Fraction(part_cap))
    lower = run("listing_award", figures, {"base": Decimal(base), "level": "lower"})
    upper = run("listing_award", figures, {"base": Decimal(base), "level": "upper", "was_lower": True})
    assert lower.amount == fen(min(part, Fraction(cap)))
    assert upper.amount == fen(min(part + bonus, Fraction(cap)))
    assert not any("没写封顶" in note for note in (*lower.notes, *upper.notes))


def test_the_period_of_a_base_is_told_in_the_words_of_the_document() -> None:
    figures = {"share": (2, "ratio"), "bonus": (300_000, "yuan")}
    told = (figures, {"base": Decimal(1_000_000), "level": "lower"})
    assert run("listing_award", *told, period="").notes == ("base算哪一段时间的，文件写的是「原文period」",)
    assert run("listing_award", *told).notes == ("base算哪一段时间的，文件没写",)


def test_no_more_is_needed_than_a_limit_leaves() -> None:
    figures = {"share": (2, "ratio"), "bonus": (300_000, "yuan"), "share_cap": (50_000, "yuan")}
    known = {"level": "lower"}
    assert needed("listing_award", "base", 40_000, figures, known).yuan == 2_000_000
    beyond = needed("listing_award", "base", 60_000, figures, known)
    assert beyond.yuan is None and beyond.most == 50_000
    capped = {**figures, "cap": (320_000, "yuan")}
    out_of_reach = needed("listing_award", "base", 330_000, capped, {"level": "upper"})
    assert out_of_reach.yuan is None and out_of_reach.most == 320_000
