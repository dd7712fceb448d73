"""What a figure repeats: the sum shown last, an input that stands, a number of the document."""

from collections.abc import Sequence
from decimal import Decimal

from bot.figures import Figure
from bot.nlu.hearing import Setting
from knowledge.records.model import Measure

CLOSE = Decimal("0.006")  # 6.7万 for 67,100: said as people round
LEAST = Decimal("0.01")
TEN_THOUSAND, LEAST_SUM = Decimal(10_000), Decimal(1000)
FEWEST_STEPS = 3  # 「十几万」 and 「二十多万」 are too much of a guess at what was shown
ALIKE, APART = Decimal("2.5"), Decimal(8)  # times


def is_shown(figure: Figure, shown: Decimal | None) -> bool:
    """Whether it repeats a sum as people say it: 67,000 as 6.7万, 6万7 or 67000, or a little rounded."""
    if shown is None or figure.kind not in ("money", "number") or not isinstance(figure.value, Decimal):
        return False
    bare = figure.kind == "number" or figure.unit_missing
    said = (figure.value, figure.value * TEN_THOUSAND) if bare else (figure.value,)
    if any(abs(one - shown) <= max(abs(shown) * CLOSE, LEAST) for one in said):
        return True
    return figure.approx and figure.side != "below" and any(_is_cut_short(one, shown) for one in said)


def _is_cut_short(said: Decimal, shown: Decimal) -> bool:
    """「58万多」 for 585,000: the sum with its last digits left out."""
    if said < LEAST_SUM:
        return False
    step = Decimal((0, (1,), int(said.normalize().as_tuple().exponent)))
    return step * FEWEST_STEPS <= said <= shown < said + step


def is_left_beside(figure: Figure, setting: Setting) -> bool:
    """Whether it is what one sum that stands and the one shown leave or make together, as people work it out:
    「那不是还剩195万」 of 300万 after a result of 105万."""
    value, shown = figure.value, setting.shown
    if not shown or figure.kind != "money" or figure.unit_missing or not isinstance(value, Decimal):
        return False
    sums = [one for one in setting.stands.values() if isinstance(one, Decimal) and one >= LEAST_SUM]
    return any(value in (abs(one - shown), one + shown) for one in sums)


def repeated(figure: Figure, setting: Setting) -> list[str]:
    """The inputs that stand at exactly this value."""
    value = figure.value
    if not setting.stands or isinstance(value, tuple):
        return []
    if isinstance(value, str):
        return [key for key, one in setting.stands.items() if str(one) == value]
    said = (value, value * TEN_THOUSAND) if figure.unit_missing else (value,)
    return [key for key, one in setting.stands.items() if isinstance(one, Decimal) and one in said]


def comes_to(figures: Sequence[Figure], stands: object) -> tuple[Figure, frozenset[int]] | None:
    """What a sum that stands comes to, and the begin of the figure by which it grows, where a message says both (「差的
    2000补进来，合计就是100万」 of 99.8万)."""
    sums = _sums(figures)
    if not isinstance(stands, Decimal) or len(sums) != 2 or stands + sums[0][1] != sums[1][1]:
        return None
    return sums[1][0], frozenset((sums[0][0].start,))


def makes_up(figures: Sequence[Figure], stands: object) -> frozenset[int]:
    """The begins of sums that together are exactly the one that stands, which may be said before them: what it
    consists of (「专利那块300万，厂房600万」 of 900万)."""
    sums = _sums(figures)
    sums = sums[1:] if sums and sums[0][1] == stands else sums
    whole = sum((value for _, value in sums), Decimal())
    return frozenset(one.start for one, _ in sums) if len(sums) > 1 and whole == stands else frozenset()


def _sums(figures: Sequence[Figure]) -> list[tuple[Figure, Decimal]]:
    plain = [one for one in figures if one.kind == "money" and not one.unit_missing]
    return [(one, one.value) for one in plain if isinstance(one.value, Decimal) and one.value]


def of_policy(figure: Figure, measure: Measure | None) -> bool:
    """Whether it is one of the document's own numbers."""
    return measure is not None and any(figure.value == one.value for one in measure.figures)


def is_of_the_size_of_the_sum(figure: Figure, setting: Setting) -> bool:
    """Whether a sum without a word of its own is rather what somebody thinks the result should be: about as large as
    the one shown, and of quite another size than every sum that stands."""
    if not setting.shown or figure.kind not in ("money", "number") or not isinstance(figure.value, Decimal):
        return False
    bare = figure.kind == "number" or figure.unit_missing
    sums = [one for one in setting.stands.values() if isinstance(one, Decimal) and one >= LEAST_SUM]
    for said in (figure.value, figure.value * TEN_THOUSAND) if bare else (figure.value,):
        if said > 0 and _times(said, setting.shown) < ALIKE:
            return bool(sums) and all(_times(said, one) > APART for one in sums)
    return False


def _times(one: Decimal, other: Decimal) -> Decimal:
    """How many times as large the larger is."""
    return max(one, other) / min(one, other)
