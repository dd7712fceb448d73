"""A sum or a share for each level or class: national, provincial, municipal; the difference on promotion."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import caps, checks
from calculators.core import BadInputError, Case, MissingInputError, Result, Step, formula, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.wording import money, percent

FULL, DIFFERENCE = "full", "difference"
LEVELS = (("national", "国家级"), ("provincial", "省级"), ("municipal", "市级"))


def objects(case: Case) -> Iterator[str]:
    """Levels that are given both a sum and a share."""
    for level in case.each("award"):
        if case.maybe("share", level):
            yield f"「{level}」既有 award 又有 share，只能写一个"
    if case.each("share") and "base" not in case.units:
        yield '有按比例给的级别，要有一个 role = "base" 的 input'


@formula(
    "by_level",
    "按级别或类别：每一级一个定额，或者一个比例",
    figures={
        "award": Part("这一级给多少", either=("share",), each="option", alone=False),
        "share": Part("这一级给百分之几", ("ratio",), either=("award",), each="option", alone=False),
        "cap": Part("最高给多少（写了 of 就只管那一级）", required=False, each="option"),
    },
    inputs={
        "level": Part("是哪一级、哪一类", ("choice",)),
        "base": Part("按它的百分之几给", required=False, beside=("share",)),
        "was": Part("升级以前是哪一级", ("choice",), required=False),
        "had": Part("升级以前已经领过多少", required=False),
        "prior": caps.PRIOR,
    },
    ways={"again": {FULL: "升了级照新的一级给", DIFFERENCE: "升了级只补差额，领过的扣掉"}},
    objects=objects,
    example=Example(
        "对国家级、省级、市级企业技术中心，分别给予奖励50万元、20万元、10万元。",
        tuple(
            Given("award", value, "yuan", "分别给予奖励50万元、20万元、10万元", of=level)
            for (level, _), value in zip(LEVELS, ("500000", "200000", "100000"), strict=True)
        ),
        (Said("level", "级别", "choice", "provincial", options=LEVELS),),
    ),
)
def by_level(case: Case) -> Result:
    """The ``award`` of the ``level``, or ``base`` yuan × its ``share``, at most its own ``cap`` and the common one.

    On the way "difference" what a firm ``had`` in yuan, or the sum of the level it ``was``, is taken off; without
    either it is all there is, and a note says so. Raises MissingInputError (level, base), BadInputError.
    """
    level = _level(case, "level")
    whole, steps = _of(case, level)
    rest, taken_off = _without_earlier(case, whole)
    amount, bound, closing = caps.limited(case, rest, "exact")
    return Result(to_fen(amount), bound, (*steps, *taken_off, *closing), notes=tuple(_notes(case)))


def _level(case: Case, role: str) -> str:
    level = case.inputs.get(role)
    if level is None:
        raise MissingInputError(role)
    known = case.each("award", "share")
    if level not in known:
        raise BadInputError(role, level, f"one of {', '.join(known)}")
    return str(level)


def _of(case: Case, level: str) -> tuple[Decimal, tuple[Step, ...]]:
    """Yuan of one level, and how they come about."""
    award, cap = case.maybe("award", level), case.maybe("cap", level)
    if award:
        raw, step = award.value, Step(f"{case.label(level)}：{money(award.value)}", quote=award.quote)
    else:
        share, base = case.figure(f"share/{level}"), checks.yuan(case.inputs, "base")
        raw = base * share.value
        words = (
            f"{case.label(level)}：{case.label('base')}{money(base)} × {percent(share.value)} ＝ {money(to_fen(raw))}"
        )
        step = Step(words, quote=share.quote)
    if cap is None:
        return raw, (step,)
    name = case.called(f"cap/{level}", f"{case.label(level)}最高")
    return min(raw, cap.value), (step, caps.step(raw, cap, Decimal(0), name))


def _without_earlier(case: Case, whole: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
    earlier = _earlier(case) if case.way("again", FULL) == DIFFERENCE else None
    if not earlier:
        return whole, ()
    rest = max(whole - earlier, Decimal(0))
    return rest, (Step(f"{money(to_fen(whole))} － 领过的{money(to_fen(earlier))} ＝ {money(to_fen(rest))}"),)


def _earlier(case: Case) -> Decimal | None:
    had = checks.maybe_yuan(case.inputs, "had")
    if had is not None or case.inputs.get("was") is None:
        return had
    return _of(case, _level(case, "was"))[0]


def _notes(case: Case) -> Iterator[str]:
    if case.way("again", FULL) == DIFFERENCE and _earlier(case) is None:
        yield "以前按低一级领过的要扣掉，只补差额"
