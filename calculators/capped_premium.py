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
    Needed,
    Reading,
    Result,
    Step,
    backwards,
    formula,
    others,
    to_fen,
)
from calculators.declared import Example, Given, Open, Part, Said
from calculators.wording import money, percent

COUNTED, OUT = "counted", "out"


@dataclass(frozen=True, slots=True)
class InsurancePolicy:
    """One year's ``premium`` yuan, what is ``counted`` of it, and how that was found."""

    premium: Decimal
    counted: Decimal
    words: str

    @property
    def dear(self) -> bool:
        return self.counted < self.premium


@formula(
    "capped_premium",
    "按保费给：费率有上限，给实际保费的百分之几，有封顶",
    figures={
        "share": Part("给保费的百分之几", ("ratio",)),
        "rate_cap": Part("费率最高算到多少", ("ratio",)),
        "cap": Part("一家一年最多给多少"),
    },
    inputs={
        "base": Part("一年的保费"),
        "insured": Part("保险金额", either=("rate",)),
        "rate": Part("保险费率，能代替保险金额", ("ratio",), required=False),
        "prior": Part("今年已经领过的", required=False),
    },
    example=Example(
        "按不高于2%的费率上限和实际保费的30%给予补贴，每户企业每年最高60万元。",
        (
            Given("share", "0.3", "ratio", "实际保费的30%"),
            Given("rate_cap", "0.02", "ratio", "不高于2%的费率上限"),
            Given("cap", "600000", "yuan", "每户企业每年最高60万元"),
        ),
        (Said("base", "保费", "yuan", "500000"), Said("insured", "保险金额", "yuan", "20000000")),
    ),
    opens={"dear": Open("费率超过上限的保单怎么算", {COUNTED: "只算到上限", OUT: "整张不补"})},
)
def capped_premium(case: Case) -> Result:
    """min(``base`` premium, ``insured`` sum × ``rate_cap``) × ``share``, at most ``cap`` yuan a firm and year.

    ``rate`` (ratio) stands in for ``insured``. Policies in ``case.items``: the rate's cap for each, then add, then
    cap, less ``prior`` yuan already received. Alternative: a policy dearer than ``rate_cap`` is out, unless the
    document settles what becomes of a ``dear`` one. Raises MissingInputError, BadInputError.
    """
    share, limit, cap = case.figure("share"), case.figure("rate_cap"), case.figure("cap")
    every = tuple(_insurance_policy(case, inputs, limit.value) for inputs in _parts(case))
    prior = checks.maybe_yuan(case.inputs, "prior") or Decimal(0)
    base = sum((policy.counted for policy in every), Decimal(0))
    raw, left = base * share.value, caps.room(cap, prior)
    amount = to_fen(min(raw, left))
    steps = (
        *_steps(every, limit, base),
        *_settled(case, every, limit.value),
        _share_step(share, base, raw),
        caps.step(raw, cap, prior),
    )
    readings = others(amount, *_dear_ones_out(case, every, limit.value, share.value, left))
    return Result(amount, caps.bound(raw, left), steps, readings, notes=tuple(_notes(case, every, limit.value)))


def _parts(case: Case) -> tuple[Inputs, ...]:
    """Each part of the case; the whole as one policy when the insured sum of a part is unknown."""
    whole = checks.total(case, "base")
    common = {"rate": case.inputs["rate"]} if "rate" in case.inputs else {}
    items: tuple[Inputs, ...] = tuple({**common, **item} for item in case.items)
    if items and all("insured" in item or "rate" in item for item in items):
        return items
    return ({**case.inputs, "base": whole},)


def _insurance_policy(case: Case, inputs: Inputs, limit: Decimal) -> InsurancePolicy:
    premium, rate = checks.some_yuan(inputs, "base"), checks.some_ratio(inputs, "rate")
    insured = checks.maybe_yuan(inputs, "insured")
    if insured is not None:
        return _by_insured_sum(case, premium, insured, limit)
    if rate is None:
        raise MissingInputError("insured")
    return _by_rate(case, premium, rate, limit)


def _by_insured_sum(case: Case, premium: Decimal, insured: Decimal, limit: Decimal) -> InsurancePolicy:
    if not insured:
        raise BadInputError("insured", insured, "more than 0 yuan")
    most = insured * limit
    most_words = f"{case.label('insured')}{money(insured)} × {percent(limit)} ＝ {money(most)}"
    words = f"{most_words}，{case.label('base')}{money(premium)}"
    if premium > most:
        if case.settled("dear", OUT):
            return InsurancePolicy(premium, Decimal(0), f"{words}超过它，整张不补")
        return InsurancePolicy(premium, most, f"{words}超过它，按{money(most)}算")
    return InsurancePolicy(premium, premium, f"{words}没超过，全算")


def _by_rate(case: Case, premium: Decimal, rate: Decimal, limit: Decimal) -> InsurancePolicy:
    said = f"{case.label('rate')}{percent(rate)}"
    if rate <= limit:
        whole = f"{case.label('base')}{money(premium)}全算"
        return InsurancePolicy(premium, premium, f"{said}没超过{percent(limit)}，{whole}")
    if case.settled("dear", OUT):
        return InsurancePolicy(premium, Decimal(0), f"{said}超过{percent(limit)}，{case.label('base')}整张不补")
    counted = premium * limit / rate
    keyed = f"{money(premium)} × {percent(limit)} ÷ {percent(rate)}"
    return InsurancePolicy(premium, counted, f"{said}超过{percent(limit)}：{keyed} ＝ {money(counted)}")


def _dear_ones_out(
    case: Case, every: tuple[InsurancePolicy, ...], limit: Decimal, share: Decimal, left: Decimal
) -> Iterator[Reading]:
    kept = [policy.premium for policy in every if not policy.dear]
    if len(kept) < len(every) and "dear" not in case.written:
        raw = sum(kept, Decimal(0)) * share
        yield Reading(min(raw, left), f"{case.label('rate')}超过{percent(limit)}的保单整张不补")


def _notes(case: Case, every: tuple[InsurancePolicy, ...], limit: Decimal) -> Iterator[str]:
    if any(policy.dear for policy in every) and "dear" not in case.written:
        yield f"{case.label('rate')}超过{percent(limit)}的保单，是只算到{percent(limit)}还是整张不补，文件没写"


def _settled(case: Case, every: tuple[InsurancePolicy, ...], limit: Decimal) -> Iterator[Step]:
    said = case.written.get("dear")
    if said and any(policy.dear for policy in every):
        how = "整张不补" if said.value == OUT else f"只算到{percent(limit)}"
        yield Step(f"{case.label('rate')}超过{percent(limit)}的保单{how}", quote=said.quote)


def _steps(every: tuple[InsurancePolicy, ...], limit: Figure, base: Decimal) -> Iterator[Step]:
    for number, policy in enumerate(every, 1):
        yield Step(f"第{number}张：{policy.words}" if len(every) > 1 else policy.words, quote=limit.quote)
    if len(every) > 1:
        parts = " ＋ ".join(money(policy.counted) for policy in every)
        yield Step(f"{len(every)}张合计：{parts} ＝ {money(base)}")


def _share_step(share: Figure, base: Decimal, raw: Decimal) -> Step:
    return Step(f"{money(base)} × {percent(share.value)} ＝ {money(to_fen(raw))}", quote=share.quote)


@backwards("capped_premium")
def premium_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """For ``target`` yuan: the ``base`` premium (÷ ``share``), or the ``insured`` sum whose ``rate_cap`` lets that
    premium count. Where the other of the two stands in the way, or is not known, both are given. None for several
    policies. Raises BadInputError."""
    if role not in ("base", "insured") or case.items:
        return None
    share, limit, cap = case.figure("share"), case.figure("rate_cap"), case.figure("cap")
    prior = checks.maybe_yuan(case.inputs, "prior") or Decimal(0)
    if out_of_reach := caps.beyond(target, cap, prior):
        return out_of_reach
    counted = target / share.value
    first = Step(f"{money(target)} ÷ {percent(share.value)} ＝ {money(counted)}", quote=share.quote)
    words = f"{money(counted)} ÷ {percent(limit.value)} ＝ {money(counted / limit.value)}"
    second = Step(f"{case.label('insured')}：{words}", quote=limit.quote)
    if role == "base":
        return _premium(case, counted, first, second, share)
    premium = checks.maybe_yuan(case.inputs, "base")
    if premium is not None and premium >= counted:
        if case.settled("dear", OUT):
            words = f"{money(premium)} ÷ {percent(limit.value)} ＝ {money(premium / limit.value)}，再少费率就超过上限"
            return Needed(premium / limit.value, (Step(f"{case.label('insured')}：{words}", quote=limit.quote),))
        return Needed(counted / limit.value, (first, second))
    most = None if premium is None else premium * share.value
    why = () if premium is None else (_at_most(f"{case.label('base')}{money(premium)}", premium, share),)
    return Needed(None, (*why, first, second), most, (("base", counted),), counted / limit.value)


def _premium(case: Case, counted: Decimal, first: Step, second: Step, share: Figure) -> Needed:
    limit, insured = case.figure("rate_cap"), checks.maybe_yuan(case.inputs, "insured")
    rate = checks.some_ratio(case.inputs, "rate")
    if insured is not None:
        most = insured * limit.value
        if counted <= most:
            return Needed(counted, (first,))
        words = f"{case.label('insured')}{money(insured)} × {percent(limit.value)} ＝ {money(most)}，"
        words += f"{case.label('base')}最多算这么多"
        why = (Step(words, quote=limit.quote), _at_most(money(most), most, share))
        return Needed(None, (*why, first, second), most * share.value, (("insured", counted / limit.value),), counted)
    if rate is None:
        return Needed(None, (first, second), None, (("insured", counted / limit.value),), counted)
    if rate <= limit.value:
        return Needed(counted, (first,))
    if said := case.written.get("dear") if case.settled("dear", OUT) else None:
        words = (
            f"{case.label('rate')}{percent(rate)}超过{percent(limit.value)}，整张不补，{case.label('base')}再多也没有"
        )
        return Needed(None, (Step(words, quote=said.quote),), Decimal(0))
    premium = counted * rate / limit.value
    words = f"{case.label('rate')}{percent(rate)}只算到{percent(limit.value)}："
    words += f"{money(counted)} × {percent(rate)} ÷ {percent(limit.value)} ＝ {money(premium)}"
    return Needed(premium, (first, Step(words, quote=limit.quote)))


def _at_most(what: str, counted: Decimal, share: Figure) -> Step:
    words = f"{what} × {percent(share.value)} ＝ {money(to_fen(counted * share.value))}，光这样最多这么多"
    return Step(words, quote=share.quote)
