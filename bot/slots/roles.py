"""Which input a figure fills, from the words around it: declared per input in measures.toml, not here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from bot.figures import Figure
from bot.memo import PerObject
from knowledge.records.model import Distractor, Measure
from knowledge.text.tokens import fold

BEFORE, AFTER = 14, 8
STOP_BEFORE = re.compile(r"[。！？；;!?\n]")
STOP_AFTER = re.compile(r"[，。！？；、,;!?\n]")
COMMA = re.compile(r"[，、,]")
POLICY_TALK = re.compile(r"(?:能给|能拿|给|奖|补|拿满|那|最高|封顶|上限|顶格|满)\S{0,2}$")
KINDS = {"yuan": ("money", "number"), "ratio": ("percent", "number"), "months": ("duration",), "date": ("date",)}
RECEIVED = re.compile("已|领|拿满|用完|用光|拿了|拿过|今年")
YEAR = re.compile("(20[0-9][0-9])年")
DEFAULT_SCORE = 1.0
CONNECTED = re.compile("[，、和跟与及加又再另 ]*(?:还有|另有|一笔|另一笔|一份|一次|一单|一台|第二笔|第二次)?的?")
DATED = re.compile("月|[./-]")  # 今天, 去年: a day passing by is no day of payment unless a word says so


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a figure can be: an input of the measure, or a distractor (``is_input`` false)."""

    key: str
    unit: str
    announces: tuple[str, ...]
    forbids: tuple[str, ...] = ()
    default: bool = False
    strong: bool = False
    never: tuple[str, ...] = ()
    is_input: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with the role it was given; ``announced`` when a word said so rather than the default."""

    figure: Figure
    key: str
    is_input: bool
    score: float
    announced: bool


def _roles(distractors: tuple[Distractor, ...], measure: Measure) -> tuple[Candidate, ...]:
    inputs = [
        Candidate(i.key, i.unit, i.announces, i.forbids, i.default, i.strong, i.never)
        for i in measure.inputs
        if i.unit != "choice"
    ]
    known = {role.key for role in inputs}
    others = [Candidate(d.key, d.unit, d.announces, is_input=False) for d in distractors if d.key not in known]
    return (*inputs, *others)


_roles_among: PerObject[tuple[Distractor, ...], PerObject[Measure, tuple[Candidate, ...]]] = PerObject(
    lambda distractors: PerObject(partial(_roles, distractors))
)


def place(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    distractors: tuple[Distractor, ...],
    asked: str = "",
    year: int = 0,
) -> tuple[Placed, ...]:
    """The role of every figure of ``text``; figures nothing speaks for are left out. ``asked`` is the input whose
    question was just put: a figure of its unit without other words answers it."""
    roles = _roles_among(distractors)(measure)
    placed: list[Placed] = []
    for i, figure in enumerate(figures):
        begin = _begin(figures, i)
        end = figures[i + 1].start if i + 1 < len(figures) else len(text)
        found = _role(figure, _Around.of(text, figure, begin, end), roles, measure, asked, year)
        found = _same_role_as_before(text, figure, found, placed) or found
        if found:
            placed.append(found)
    return tuple(placed)


def of_another_kind(
    text: str, figures: Sequence[Figure], measure: Measure, distractors: tuple[Distractor, ...]
) -> dict[str, str]:
    """Foreign money that words say is something else than an input (营收200万美元) → the distractor it is."""
    as_yuan = [replace(figure, unit="yuan") if figure.kind == "money" else figure for figure in figures]
    foreign = {figure.text for figure in figures if figure.kind == "money" and figure.unit != "yuan"}
    placed = place(text, as_yuan, measure, distractors) if foreign else ()
    return {one.figure.text: one.key for one in placed if not one.is_input and one.figure.text in foreign}


def _same_role_as_before(text: str, figure: Figure, found: Placed | None, placed: list[Placed]) -> Placed | None:
    """「本金一笔70万一笔45万」: with only a connector between, the second is what the first was."""
    if not placed or (found and found.announced) or placed[-1].figure.kind != figure.kind:
        return None
    last = placed[-1]
    between = text[last.figure.end : figure.start]
    return replace(last, figure=figure) if CONNECTED.fullmatch(between) else None


def _begin(figures: Sequence[Figure], i: int) -> int:
    """Where the words before a figure begin: after its neighbour, but past a term it touches (「保费一年40万」)."""
    if not i:
        return 0
    before = figures[i - 1]
    touches = before.kind == "duration" and figures[i].kind == "money" and figures[i].start - before.end < 2
    counts = before.kind == "number" and not before.unit_missing
    return _begin(figures, i - 1) if touches or counts else before.end


@dataclass(frozen=True, slots=True)
class _Around:
    """The words just before and after a figure, within its sentence and up to its neighbours, folded."""

    before: str
    after: str
    far: str = ""

    @classmethod
    def of(cls, text: str, figure: Figure, begin: int, end: int) -> "_Around":
        before = STOP_BEFORE.split(text[max(begin, figure.start - BEFORE) : figure.start])[-1]
        after = STOP_AFTER.split(text[figure.end : min(end, figure.end + AFTER)])[0]
        return cls(fold(before), fold(after), fold(text[max(0, figure.start - BEFORE) : figure.start]))

    def nearness(self, words: Iterable[str]) -> float:
        """How strongly one of ``words`` speaks for the figure: 0 not at all, about 10 right before it."""
        best = 0.0
        for word in words:
            if (at := self.before.rfind(word)) >= 0:
                gap = self.before[at + len(word) :]
                best = max(best, 10 - 0.5 * len(gap) - (3 if COMMA.search(gap) else 0) + 0.3 * len(word))
            if (at := self.after.find(word)) >= 0:
                best = max(best, 8 - 0.7 * at + 0.3 * len(word))
        return best


def _role(
    figure: Figure, around: _Around, roles: Iterable[Candidate], measure: Measure, asked: str, year: int
) -> Placed | None:
    if figure.basis_points:
        return None
    if _quotes_the_policy(figure, around, measure):
        return Placed(figure, "policy_figure", False, 10, True)
    options = [
        option for role in roles if fits(figure, role.unit) and (option := _option(figure, around, role, asked, year))
    ]
    return max(options, key=lambda p: (p.score, p.is_input), default=None)


def fits(figure: Figure, unit: str) -> bool:
    """Whether a figure can be of this unit: a bare number can be money or a rate, foreign money never yuan."""
    if figure.kind not in KINDS.get(unit, ()):
        return False
    if figure.kind == "number":
        return figure.unit_missing and (unit != "ratio" or _small(figure))
    return figure.kind != "money" or figure.unit == "yuan"


def _small(figure: Figure) -> bool:
    """A bare number that could be a rate in percent."""
    return isinstance(figure.value, Decimal) and figure.value < 100


def _option(figure: Figure, around: _Around, role: Candidate, asked: str, year: int) -> Placed | None:
    if _only_a_year(figure):
        around = _Around(around.before[-3:], around.after)
    score = around.nearness(role.announces)
    if role.never and (any(word in around.far for word in role.never) or _other_year(around.far, year)):
        return None
    if role.forbids and around.nearness(role.forbids) > score:
        return None
    if score:
        return Placed(figure, role.key, role.is_input, score, True)
    if figure.kind == "date" and role.key != asked and not DATED.search(figure.text):
        return None
    if role.key == asked:
        return Placed(figure, role.key, True, 2 * DEFAULT_SCORE, False)
    if role.default and not role.strong and figure.kind != "number":
        return Placed(figure, role.key, True, DEFAULT_SCORE, False)
    return None


def _other_year(before: str, year: int) -> bool:
    said = YEAR.findall(before)
    return bool(year and said) and int(said[-1]) != year


def _only_a_year(figure: Figure) -> bool:
    """「今年」 passing by is no day of payment; 「去年放的款」 is one that must be asked for more closely."""
    return figure.kind == "date" and len(str(figure.value)) == 4


def _quotes_the_policy(figure: Figure, around: _Around, measure: Measure) -> bool:
    """「能给10万吧」 repeats the document's own number: it is no input."""
    own = {record.value for record in measure.figures if record.unit == "yuan"}
    talk = POLICY_TALK.search(around.before) and not RECEIVED.search(around.before + around.after)
    return figure.kind == "money" and figure.value in own and bool(talk)
