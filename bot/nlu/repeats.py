"""What a figure repeats: the sum shown last, an input that stands, a number of the document."""

from decimal import Decimal

from bot.figures import Figure
from bot.nlu.hearing import Setting
from knowledge.records.model import Measure

CLOSE = Decimal("0.006")  # 6.7万 for 67,100: said as people round
LEAST = Decimal("0.01")
TEN_THOUSAND, LEAST_SUM = Decimal(10_000), Decimal(1000)
ALIKE, APART = Decimal("2.5"), Decimal(8)  # times


def is_shown(figure: Figure, shown: Decimal | None) -> bool:
    """Whether it repeats a sum as people say it: 67,000 as 6.7万, 6万7 or 67000, or a little rounded."""
    if shown is None or figure.kind not in ("money", "number") or not isinstance(figure.value, Decimal):
        return False
    bare = figure.kind == "number" or figure.unit_missing
    said = (figure.value, figure.value * TEN_THOUSAND) if bare else (figure.value,)
    return any(abs(one - shown) <= max(abs(shown) * CLOSE, LEAST) for one in said)


def repeated(figure: Figure, setting: Setting) -> list[str]:
    """The inputs that stand at exactly this value."""
    value = figure.value
    if isinstance(value, tuple):
        return []
    if isinstance(value, str):
        return [key for key, one in setting.stands.items() if str(one) == value]
    said = {value, value * TEN_THOUSAND} if figure.unit_missing else {value}
    return [key for key, one in setting.stands.items() if isinstance(one, Decimal) and one in said]


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
