"""A share of premiums counted up to a rate of the insured sum, capped per firm and year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculators import caps, checks
from calculators.core import (
    BadInputError,
    Case,
    Figure,
    Inputs,
    MissingInputError,
    Reading,
    Result,
    Step,
    formula,
    others,
    to_fen,
)
from calculators.wording import money, percent


@dataclass(frozen=True, slots=True)
class Policy:
    """One year's ``premium`` yuan and the ``insured`` yuan, or the ``rate`` ratio between them."""

    premium: Decimal
    insured: Decimal | None
    rate: Decimal | None

    def counted(self, limit: Decimal) -> Decimal:
        """The premium as far as it keeps within ``limit`` (ratio) of the insured sum, yuan."""
        if self.insured is not None:
            return min(self.premium, self.insured * limit)
        if self.rate is None or self.rate <= limit:
            return self.premium
        return self.premium * limit / self.rate

    def over(self, limit: Decimal) -> bool:
        return self.counted(limit) < self.premium


@formula("capped_premium")
def capped_premium(case: Case) -> Result:
    """min(``premium_yuan``, ``insured_yuan`` × 3%) × 20%, at most 1,000,000 a firm and year. Source: clause 1.3.

    ``premium_rate`` (ratio) stands in for ``insured_yuan``. Policies in ``case.items``: 3% each, then add, then cap,
    less ``prior_subsidy_yuan``. Alternative: a policy dearer than 3% is out. Raises MissingInputError, BadInputError.
    """
    share, limit, cap = case.figure("share"), case.figure("rate_cap"), case.figure("cap")
    every = _policies(case)
    prior = checks.maybe_yuan(case.inputs, "prior_subsidy_yuan") or Decimal(0)
    base = sum((policy.counted(limit.value) for policy in every), Decimal(0))
    raw, left = base * share.value, caps.room(cap, prior)
    amount = to_fen(min(raw, left))
    steps = (*_steps(every, limit, base), _share_step(share, base, raw), caps.step(raw, cap, prior))
    readings = others(amount, *_dear_ones_out(every, limit.value, share.value, left))
    return Result(amount, caps.bound(raw, left), steps, readings, notes=tuple(_notes(every, limit.value)))


def _policies(case: Case) -> tuple[Policy, ...]:
    """Each part of the case; the whole as one policy when a part's insured sum is unknown but the total is said."""
    checks.total(case, "premium_yuan")
    common = {"premium_rate": case.inputs["premium_rate"]} if "premium_rate" in case.inputs else {}
    items: list[Inputs] = [{**common, **item} for item in case.items]
    if items and all("insured_yuan" in item or "premium_rate" in item for item in items):
        return tuple(_policy(item) for item in items)
    return (_policy({**case.inputs, "premium_yuan": checks.total(case, "premium_yuan")}),)


def _policy(inputs: Inputs) -> Policy:
    premium, rate = checks.some_yuan(inputs, "premium_yuan"), checks.some_ratio(inputs, "premium_rate")
    insured = checks.maybe_yuan(inputs, "insured_yuan")
    if insured is None and rate is None:
        raise MissingInputError("insured_yuan")
    if insured is not None and not insured:
        raise BadInputError("insured_yuan", insured, "more than 0 yuan")
    return Policy(premium, insured, rate)


def _dear_ones_out(every: tuple[Policy, ...], limit: Decimal, share: Decimal, left: Decimal) -> Iterator[Reading]:
    kept = [policy.premium for policy in every if not policy.over(limit)]
    if len(kept) < len(every):
        raw = sum(kept, Decimal(0)) * share
        yield Reading(min(raw, left), f"费率超过{percent(limit)}的保单整张不补的话")


def _notes(every: tuple[Policy, ...], limit: Decimal) -> Iterator[str]:
    if any(policy.over(limit) for policy in every):
        yield f"费率超过{percent(limit)}的保单，是只算到{percent(limit)}还是整张不补，文件没写"


def _steps(every: tuple[Policy, ...], limit: Figure, base: Decimal) -> Iterator[Step]:
    for number, policy in enumerate(every, 1):
        label = f"第{number}张：" if len(every) > 1 else ""
        yield Step(label + _counted_words(policy, limit.value), quote=limit.quote)
    if len(every) > 1:
        parts = " ＋ ".join(money(policy.counted(limit.value)) for policy in every)
        yield Step(f"{len(every)}张合计：{parts} ＝ {money(base)}")


def _counted_words(policy: Policy, limit: Decimal) -> str:
    counted, premium = money(policy.counted(limit)), money(policy.premium)
    if policy.insured is None and policy.rate is not None:
        rate = percent(policy.rate)
        if not policy.over(limit):
            return f"费率{rate}没超过{percent(limit)}，保费{premium}全算"
        return f"费率{rate}超过{percent(limit)}：{premium} × {percent(limit)} ÷ {rate} ＝ {counted}"
    insured = policy.insured or Decimal(0)
    most = f"保险金额{money(insured)} × {percent(limit)} ＝ {money(insured * limit)}"
    return f"{most}，保费{premium}{'超过它，按' + counted + '算' if policy.over(limit) else '没超过，全算'}"


def _share_step(share: Figure, base: Decimal, raw: Decimal) -> Step:
    return Step(f"{money(base)} × {percent(share.value)} ＝ {money(to_fen(raw))}", quote=share.quote)
