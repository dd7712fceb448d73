"""What a message says of the sum that stands: what is left of it, what it is made up of, what only names it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.figures import Figure
from bot.nlu.repeats import TEN_THOUSAND, comes_to, makes_up, repeated
from bot.slots.adds_up import added_without_counting
from bot.slots.apart import left_of
from bot.slots.called import OF_WHICH
from bot.slots.items import is_one_of_several
from bot.slots.net_of_costs import net_of_costs
from bot.slots.not_come_in import come_in
from bot.slots.reading import Reading
from bot.slots.roles import IDLE, Placed
from bot.slots.written_off import with_what_is_no_part

BY_IT, RECKON = re.compile("[按照以]$"), re.compile("[元块]?(?:来|算|走|办|为准)(?!的|利息|息|费)")
PLAINLY_LEFT, ENDS = re.compile("剩(?:下|余)?(?:了|的)?$"), re.compile("[元块]?钱?[了吧啊呢]?(?:$|[，。；！])")
SPLIT = re.compile(
    "[分拆](?:成|为|了|作|开)?[^，。；0-9]{0,6}[两二三四五几][^，。；0-9]{0,2}[次批笔轮期回趟单张]|分别|拆开|各是"
)


@dataclass(frozen=True, slots=True)
class OfTheWhole:
    """``net``: what is left of it or what it comes to, and the begins of the figures by which it does; ``made_of``:
    begins of the sums of which it consists; ``ones``: those sums, where each is said to be that of one; ``names``:
    begins of the figures that only name it (「500万里有…」)."""

    net: tuple[Figure, frozenset[int]] | None
    made_of: frozenset[int]
    ones: tuple[Figure, ...]
    names: frozenset[int]

    @property
    def is_made_of(self) -> frozenset[int]:
        """Begins of the figures that are part of it and no sum of their own."""
        return self.net[1] if self.net else self.made_of


def of_the_whole(reading: Reading) -> OfTheWhole:
    """The three may not go together: what is left of a sum is not what it is made up of."""
    net = _net(reading)
    made_of = frozenset[int]() if net else _made_of(reading)
    ones = () if reading.items else _one_by_one(reading, made_of)
    names = frozenset(one.start for one in reading.figures if _names_it(reading, one, ones))
    return OfTheWhole(net, made_of - {one.start for one in ones}, ones, names)


def one_by_one(reading: Reading, spoken: Sequence[Placed], whole: OfTheWhole) -> list[Placed]:
    """With the sums of which the whole consists as so many parts: 「一张5万，一张3万」 of 8万. What a whole that stays
    one is made of is none itself."""
    rest = [one for one in spoken if one.figure not in whole.ones]
    found = [*rest, *(Placed(one, reading.main, True, 1.0, True) for one in whole.ones)]
    found = [one for one in found if one.figure.start not in whole.made_of or one.key != reading.main]
    return sorted(found, key=lambda one: one.figure.start)


def put_net(reading: Reading, spoken: Sequence[Placed], whole: OfTheWhole) -> list[Placed]:
    """With what is left as the sum, and without what it is left of: 「25万里头1万是顾问费，给保险公司的是24万」."""
    if whole.net is None:
        return list(spoken)
    left, of_it = whole.net
    rest = [one for one in spoken if one.figure.start not in of_it and one.figure is not left]
    return [*rest, Placed(left, reading.main, True, 1.0, True)]


def _net(reading: Reading) -> tuple[Figure, frozenset[int]] | None:
    """What is left of it or what it comes to; not 「剩下10万是利息」."""
    if with_what_is_no_part(reading):
        return None
    net = left_of(reading.text, reading.figures, reading.whole) or _comes_to(reading)
    net = net or _reckoned_by(reading) or come_in(reading)
    said = net and any(one.figure is net[0] and one.announced and not one.is_input for one in reading.by_words)
    said = said and net is not None and not _is_plainly_left(reading.text, net[0])
    return net_of_costs(reading) if said or net is None else net


def _comes_to(reading: Reading) -> tuple[Figure, frozenset[int]] | None:
    """What it comes to with what is added; not with what does not count (「加上银行的50万，一共145万」)."""
    found = comes_to(reading.figures, reading.whole)
    away = {one.start for one in added_without_counting(reading)}
    return None if found is None or found[1] & away else found


def _is_plainly_left(text: str, figure: Figure) -> bool:
    """「省里要收回，剩3万」, but not 「剩下10万是利息」: nothing else is said of it."""
    return PLAINLY_LEFT.search(text[: figure.start]) is not None and ENDS.match(text[figure.end :]) is not None


def _reckoned_by(reading: Reading) -> tuple[Figure, frozenset[int]] | None:
    """「里头300万还没到账，先按900万算」 of 1200万: the part by which it is to be reckoned, and the others."""
    text, made_of = reading.text, makes_up(reading.figures, reading.whole)
    said = [
        one
        for one in reading.figures
        if one.start in made_of and BY_IT.search(text[: one.start]) and RECKON.match(text[one.end :])
    ]
    return (said[0], made_of - {said[0].start}) if len(said) == 1 else None


def _made_of(reading: Reading) -> frozenset[int]:
    """Begins of the sums that make it up, unless words say that one is the input itself and the rest another matter:
    「本金只有72万，另外8万是利息」 of 80万."""
    made_of = makes_up(reading.figures, reading.whole) or _made_of_bare(reading)
    if reading.called and not made_of.isdisjoint(reading.called.figures):
        return frozenset()  # 「65万那份其实是75万」 of 140万: one of them calls a part
    said = [one for one in reading.by_words if one.figure.start in made_of and one.announced]
    own = [one for one in said if one.key == reading.main]
    others = [one for one in said if not one.is_input and one.key not in IDLE]
    of_two_kinds = len(own) == 1 and len(own) + len(others) == len(made_of)
    return frozenset() if of_two_kinds else made_of


def _made_of_bare(reading: Reading) -> frozenset[int]:
    """「分了两笔，2500和1500」 of 4000万: sums without their unit, in the one that is in use."""
    if reading.unit != "万" or not SPLIT.search(reading.text):
        return frozenset()
    bare = [one for one in reading.figures if one.kind in ("number", "money") and one.unit_missing and not one.counted]
    values = [one.value * TEN_THOUSAND for one in bare if isinstance(one.value, Decimal)]
    return frozenset(one.start for one in bare) if len(bare) > 1 and sum(values) == reading.whole else frozenset()


def _one_by_one(reading: Reading, made_of: frozenset[int]) -> tuple[Figure, ...]:
    """The sums that make it up, where each is said to be that of one: 「一张5万，一张3万」, 「分两次，9万和6万」."""
    found = (one for one in reading.figures if one.start in made_of)
    split = SPLIT.search(reading.text) is not None
    ones = tuple(one for one in found if split or is_one_of_several(reading.text, one))
    return ones if len(ones) == len(made_of) else ()


def _names_it(reading: Reading, figure: Figure, ones: Sequence[Figure]) -> bool:
    """Whether the figure says only of what the others are part: 「500万里有300万是…」, 「8万，一张5万，一张3万」."""
    of_which = OF_WHICH.match(reading.text[figure.end :]) and repeated(figure, reading.setting)
    return bool(of_which) or (bool(ones) and figure.value == reading.whole)
