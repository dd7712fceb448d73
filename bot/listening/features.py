"""A message in its talk as the listener sees it: figures by kind and by what they repeat, and where it is said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import log10
from typing import NamedTuple

from bot.figures import Figure
from bot.nlu.hearing import Setting
from bot.nlu.phrases import Lists
from bot.nlu.repeats import is_shown, of_policy, repeated
from knowledge.classifier.features import Examples, Features, TextFeatures, plain_form
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

# Characters that stand for a figure, none of which anybody types
KIND = {"money": "㐀", "percent": "㐁", "duration": "㐂", "date": "㐃", "number": "㐄"}
LEAST_SUM, TEN_THOUSAND, WIDEST = Decimal(1000), Decimal(10_000), 6
SHOWN, STANDS, POLICY, THIS = "㐅", "㐆", "㐇", "㐉"
TOLD = 6  # features that are told for one thing heard
SIGNS = {
    "㐀": "〔金额〕",
    "㐁": "〔比率〕",
    "㐂": "〔期限〕",
    "㐃": "〔日期〕",
    "㐄": "〔数〕",
    "㐅": "〔刚算出的数〕",
    "㐆": "〔前面说过的数〕",
    "㐇": "〔文件里的数〕",
    "㐉": "〔这个数〕",
}
# Marks of what is no word of the message, and how they are told; "" for what tells staff nothing
CIRCUMSTANCES = {
    "#asked=": "刚问过：",
    "#rule=": "旁边的词说是：",
    "#repeats=": "和前面说的一样：",
    "!": "意图词表：",
    "#": "",
    "b:": "前面是：",
    "a:": "后面是：",
    "c:": "",
    "w:": "",
}
PARTS = re.compile("[，。；！？、,;!?\n ]")
NEAR = 4
BEFORE, AFTER = 18, 12  # characters around a figure that are looked at


class Seen(NamedTuple):
    """A text of which the characters and words count (folded), and what else there is."""

    text: str
    names: list[str]

    def plain_names(self) -> list[str]:
        """The names, each in one line as it is kept."""
        return [name.replace("\n", " ") if "\n" in name else name for name in self.names]


class Reader:
    """Turns messages and the figures in them into what the models learn from."""

    def __init__(self, features: Features, intents: Mapping[str, tuple[str, ...]]) -> None:
        self._features, self._intents = features, Lists(intents)

    def message(
        self, text: str, figures: Sequence[Figure], setting: Setting, intents: Iterable[str] | None = None
    ) -> Seen:
        """The whole message, each figure one character. ``intents``: those it shows, where they are known."""
        signs = [sign_of(figure, setting) for figure in figures]
        masked = fold(_masked(text, figures, signs, 0, len(text)))
        said = [f"!{intent}" for intent in (self._intents.mentioned(fold(text)) if intents is None else intents)]
        return Seen(masked, [*_where(setting, masked), *said, *{f"#has={sign}" for sign in signs}])

    def figures(
        self, text: str, figures: Sequence[Figure], setting: Setting, rules: Mapping[int, str], only: Iterable[int] = ()
    ) -> list[Seen]:
        """For each figure (of some ``only`` for those): the words around it, what it repeats, and the role that
        announcing words give it (``rules``: place of the figure → role)."""
        own = [sign_of(one, setting) for one in figures]
        cut: dict[str, list[str]] = {}
        return [
            self._figure(text, figures, i, setting, rules.get(i, ""), own, cut) for i in only or range(len(figures))
        ]

    def _figure(
        self,
        text: str,
        figures: Sequence[Figure],
        i: int,
        setting: Setting,
        rule: str,
        own: Sequence[str],
        cut: dict[str, list[str]],
    ) -> Seen:
        """``cut``: the words of the parts of the sentence that were looked at for another figure, to be added to."""
        figure, kind, sign = figures[i], figures[i].kind, own[i]
        signs = [*own[:i], THIS, *own[i + 1 :]]
        around = fold(_masked(text, figures, signs, figure.start - BEFORE, figure.end + AFTER))
        masked = fold(_masked(text, figures, signs, 0, len(text)))
        asked = setting.measure.input(setting.asked) if setting.measure else None
        measure = _id(setting.measure)
        names = [
            *(f"#kind={kind}", f"#is={sign}", f"#m={measure}"),
            *(f"#asked={setting.asked}", f"#asks={asked.unit if asked else ''}&{kind}"),
            *(f"#at={min(i, 3)}of{min(len(figures), 4)}", f"#m={measure}&{kind}"),
            *(f"#repeats={key}" for key in repeated(figure, setting)),
            *(f"#shown={setting.shown is not None}", f"#bare={figure.unit_missing}"),
            *(f"#rule={rule}", f"#rule={rule}&{sign}"),
            *_size(figure, setting),
            *_beside(masked),
            *self._words(masked, cut),
        ]
        return Seen(around, names)

    def _words(self, masked: str, cut: dict[str, list[str]]) -> list[str]:
        """The words of the part of the sentence the figure stands in, and those of the rest, told apart."""
        found: list[str] = []
        for part in PARTS.split(masked):
            if part not in cut:
                here = "c" if THIS in part else "w"
                cut[part] = [f"{here}:{word}" for word, _ in self._features.words.placed(plain_form(part))]
            found += cut[part]
        return found

    def look(self, seen: Seen) -> TextFeatures:
        """All that a model looks at."""
        text = self._features.of(seen.text)
        return text._replace(meant=(*text.meant, *[(name, 0) for name in seen.plain_names()]))

    def look_at_all(self, seen: Sequence[Seen], cuts: dict[str, str]) -> Examples:
        """The same of many; ``cuts`` as in ``Features.of_all``."""
        return self._features.of_all([one.text for one in seen], cuts, [one.plain_names() for one in seen])


def _size(figure: Figure, setting: Setting) -> Iterator[str]:
    """How large a sum is beside the one shown, and beside the largest that stands, in half powers of ten."""
    value = figure.value
    if figure.kind not in ("money", "number") or not isinstance(value, Decimal) or value <= 0:
        return
    stands = [one for one in setting.stands.values() if isinstance(one, Decimal) and one >= LEAST_SUM]
    for name, other in (("shown", setting.shown), ("stands", max(stands, default=None))):
        if other:
            said = (value, value * TEN_THOUSAND) if figure.unit_missing else (value,)
            halves = min((round(2 * log10(one / other)) for one in said), key=abs)
            yield f"#{name}~{max(-WIDEST, min(WIDEST, halves))}"


def _beside(masked: str) -> list[str]:
    """Up to four characters before the figure and behind it."""
    before, _, after = masked.partition(THIS)
    lengths = range(1, NEAR + 1)
    return [name for length in lengths for name in (f"b:{before[-length:]}", f"a:{after[:length]}")]


def _where(setting: Setting, masked: str) -> list[str]:
    length = len(masked)
    size = "s" if length <= 4 else "m" if length <= 10 else "l" if length <= 25 else "x"
    asked = setting.measure.input(setting.asked) if setting.measure else None
    open_ = asked.unit if asked else "condition" if setting.asked else "nothing"
    shown = "sum" if setting.shown else "zero" if setting.shown is not None else "none"
    return [
        *(f"#m={_id(setting.measure)}", f"#asked={setting.asked}", f"#open={open_}", f"#shown={shown}"),
        *(f"#size={size}", f"#open={open_}&{size}", f"#shown={shown}&{size}"),
        *(
            f"#first={masked[:2]}",
            f"#last={masked.rstrip('?？。.!！~ ')[-2:]}",
            f"#asks={masked.endswith(('?', '？'))}",
        ),
    ]


def _id(measure: Measure | None) -> str:
    return measure.id if measure else ""


def _masked(text: str, figures: Sequence[Figure], signs: Sequence[str], begin: int, end: int) -> str:
    """``text`` from ``begin`` to ``end`` with a sign in the place of each figure."""
    parts, at = [], max(begin, 0)
    for figure, sign in zip(figures, signs, strict=True):
        if figure.end <= begin or figure.start >= end:
            continue
        parts += [text[at : figure.start], sign]
        at = figure.end
    return "".join([*parts, text[at : max(at, end)]])


def sign_of(figure: Figure, setting: Setting) -> str:
    """What the figure repeats, else its kind."""
    if is_shown(figure, setting.shown):
        return SHOWN
    if repeated(figure, setting):
        return STANDS
    return POLICY if of_policy(figure, setting.measure) else KIND[figure.kind]


def readable_names(names: Iterable[str]) -> tuple[str, ...]:
    """Features as staff can read them: words and runs of characters, the circumstances in Chinese, each once."""
    shown: list[str] = []
    for name in names:
        word = _readable(name)
        if len(word) > 1 and not any(word in other for other in shown):
            shown.append(word)
    return tuple(shown[:TOLD])


def _readable(name: str) -> str:
    for mark, words in CIRCUMSTANCES.items():
        if name.startswith(mark):
            rest = name.removeprefix(mark).partition("&")[0].rstrip("~")
            return f"{words}{''.join(SIGNS.get(char, char) for char in rest)}" if words else ""
    plain = name.strip().removeprefix("=").removeprefix("@")
    return "".join(SIGNS.get(char, char) for char in plain)
