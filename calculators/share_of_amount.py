"""A share of one sum: bad principal × 35%, the province's subsidy × 50%."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import checks
from calculators.core import BadInputError, Bound, CalculatorError, Case, Reading, Result, Step, formula, others, to_fen
from calculators.wording import money, percent

BASES = {"bad_principal_yuan": "不良本金", "province_subsidy_yuan": "省里给的补贴"}


@formula("share_of_amount")
def share_of_amount(case: Case) -> Result:
    """``bad_principal_yuan`` or ``province_subsidy_yuan`` × ``share`` ratio, exact; 0 is legal. Source: clause 1.1.

    Raises MissingInputError, BadInputError; CalculatorError when both bases were given.
    """
    return _share(case, "exact")


@formula("share_at_most")
def share_at_most(case: Case) -> Result:
    """The same where the text says 最高 or 不高于: a ceiling. Source: clauses 1.1, 1.3. Raises the same."""
    return _share(case, "at_most")


def _share(case: Case, bound: Bound) -> Result:
    key = _base(case)
    base, share = checks.total(case, key), case.figure("share")
    amount = to_fen(base * share.value)
    tail = "，这是上限" if bound == "at_most" else ""
    words = f"{BASES[key]}{money(base)} × {percent(share.value)} ＝ {money(amount)}{tail}"
    readings = others(amount, *_before_recovery(case, key, base, share.value))
    steps = (*_added(case, key, base), Step(words, quote=share.quote))
    return Result(amount, bound, steps, readings, notes=tuple(_notes(bound, readings)))


def _base(case: Case) -> str:
    said = [key for key in BASES if key in case.inputs or any(key in item for item in case.items)]
    if len(said) > 1:
        raise CalculatorError(f"a share of one sum, but inputs hold {said}")
    return said[0] if said else next(iter(BASES))


def _added(case: Case, key: str, base: Decimal) -> Iterator[Step]:
    parts = [part for item in case.items if (part := checks.maybe_yuan(item, key)) is not None]
    if len(parts) > 1:
        yield Step(f"{BASES[key]}合计：{' ＋ '.join(money(part) for part in parts)} ＝ {money(base)}")


def _before_recovery(case: Case, key: str, base: Decimal, share: Decimal) -> Iterator[Reading]:
    """What is still bad counts; the sum before money came back is the other reading."""
    recovered = checks.maybe_yuan(case.inputs, "recovered_yuan")
    before = checks.maybe_yuan(case.inputs, "before_recovery_yuan")
    if key != "bad_principal_yuan" or (recovered is None and before is None):
        return
    whole = before if before is not None else base + (recovered or Decimal(0))
    if whole < base:
        raise BadInputError("before_recovery_yuan", whole, f"at least what is still bad, {base} yuan")
    yield Reading(whole * share, f"按收回之前的不良本金{money(whole)}算")


def _notes(bound: Bound, readings: tuple[Reading, ...]) -> Iterator[str]:
    if bound == "at_most":
        yield "文件只写了上限，实际给多少没写"
    if readings:
        yield "不良本金算收回之前的还是之后的，文件没写，先按现在还没收回的算"
