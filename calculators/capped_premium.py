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
    """One year's ``premium`` yuan, what is ``counted`` of it, and how that was found."""

    premium: Decimal
    counted: Decimal
    words: str

    @property
    def dear(self) -> bool:
        return self.counted < self.premium


@formula("capped_premium")
def capped_premium(case: Case) -> Result:
    """min(``premium_yuan``, ``insured_yuan`` × 3%) × 20%, at most 1,000,000 a firm and year. Source: clause 1.3.

    ``premium_rate`` (ratio) stands in for ``insured_yuan``. Policies in ``case.items``: 3% each, then add, then cap,
    less ``prior_subsidy_yuan``. Alternative: a policy dearer than 3% is out. Raises MissingInputError, BadInputError.
    """
    share, limit, cap = case.figure("share"), case.figure("rate_cap"), case.figure("cap")
    every = tuple(_policy(inputs, limit.value) for inputs in _parts(case))
    prior = checks.maybe_yuan(case.inputs, "prior_subsidy_yuan") or Decimal(0)
    base = sum((policy.counted for policy in every), Decimal(0))
    raw, left = base * share.value, caps.room(cap, prior)
    amount = to_fen(min(raw, left))
    steps = (*_steps(every, limit, base), _share_step(share, base, raw), caps.step(raw, cap, prior))
    readings = others(amount, *_dear_ones_out(every, limit.value, share.value, left))
    return Result(amount, caps.bound(raw, left), steps, readings, notes=tuple(_notes(every, limit.value)))


def _parts(case: Case) -> tuple[Inputs, ...]:
    """Each part of the case; the whole as one policy when the insured sum of a part is unknown."""
    whole = checks.total(case, "premium_yuan")
    common = {"premium_rate": case.inputs["premium_rate"]} if "premium_rate" in case.inputs else {}
    items: tuple[Inputs, ...] = tuple({**common, **item} for item in case.items)
    if items and all("insured_yuan" in item or "premium_rate" in item for item in items):
        return items
    return ({**case.inputs, "premium_yuan": whole},)


def _policy(inputs: Inputs, limit: Decimal) -> Policy:
    premium, rate = checks.some_yuan(inputs, "premium_yuan"), checks.some_ratio(inputs, "premium_rate")
    insured = checks.maybe_yuan(inputs, "insured_yuan")
    if insured is not None:
        return _by_insured_sum(premium, insured, limit)
    if rate is None:
        raise MissingInputError("insured_yuan")
    return _by_rate(premium, rate, limit)


def _by_insured_sum(premium: Decimal, insured: Decimal, limit: Decimal) -> Policy:
    if not insured:
        raise BadInputError("insured_yuan", insured, "more than 0 yuan")
    most = insured * limit
    words = f"保险金额{money(insured)} × {percent(limit)} ＝ {money(most)}，保费{money(premium)}"
    if premium > most:
        return Policy(premium, most, f"{words}超过它，按{money(most)}算")
    return Policy(premium, premium, f"{words}没超过，全算")


def _by_rate(premium: Decimal, rate: Decimal, limit: Decimal) -> Policy:
    if rate <= limit:
        return Policy(premium, premium, f"费率{percent(rate)}没超过{percent(limit)}，保费{money(premium)}全算")
    counted = premium * limit / rate
    keyed = f"{money(premium)} × {percent(limit)} ÷ {percent(rate)}"
    return Policy(premium, counted, f"费率{percent(rate)}超过{percent(limit)}：{keyed} ＝ {money(counted)}")


def _dear_ones_out(every: tuple[Policy, ...], limit: Decimal, share: Decimal, left: Decimal) -> Iterator[Reading]:
    kept = [policy.premium for policy in every if not policy.dear]
    if len(kept) < len(every):
        raw = sum(kept, Decimal(0)) * share
        yield Reading(min(raw, left), f"费率超过{percent(limit)}的保单整张不补")


def _notes(every: tuple[Policy, ...], limit: Decimal) -> Iterator[str]:
    if any(policy.dear for policy in every):
        yield f"费率超过{percent(limit)}的保单，是只算到{percent(limit)}还是整张不补，文件没写"


def _steps(every: tuple[Policy, ...], limit: Figure, base: Decimal) -> Iterator[Step]:
    for number, policy in enumerate(every, 1):
        yield Step(f"第{number}张：{policy.words}" if len(every) > 1 else policy.words, quote=limit.quote)
    if len(every) > 1:
        parts = " ＋ ".join(money(policy.counted) for policy in every)
        yield Step(f"{len(every)}张合计：{parts} ＝ {money(base)}")


def _share_step(share: Figure, base: Decimal, raw: Decimal) -> Step:
    return Step(f"{money(base)} × {percent(share.value)} ＝ {money(to_fen(raw))}", quote=share.quote)
