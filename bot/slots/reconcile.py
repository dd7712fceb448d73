"""What announcing words say of a figure and what the listener heard, made one: its role, or why it is set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.figures import Figure
from bot.memo import PerObject
from bot.nlu.hearing import Scores, Setting
from bot.nlu.repeats import is_of_the_size_of_the_sum, is_shown, repeated
from bot.slots.roles import TOUCHING, Placed, fits
from knowledge.records.model import Measure

# Roles of figures that fill nothing: the sum just shown, the document's own number, the user's guess at the sum, the
# value that is denied, the name of a part, another matter, how many parts
IDLE = frozenset({"result", "policy", "guess", "old", "part", "other", "count"})
SURE = 0.3  # a role that no word announces is taken from here on
OUTVOTED = 0.0  # by how much the listener must be surer of another role than of the announced one
ELSEWHERE = 0.8  # what an input that this measure does not have counts as another matter
OPENING = 0.55  # the same in a message with which a talk begins: people then say what each figure is
CLEAR = 0.6  # the same of another matter, in an opening message with the word for an input right beside the figure
UNHEARD = 0.6  # the same where the listener does not know the announced role at all
HEARSAY = 0.4  # from here on the listener is believed of an input that nobody taught it
PLAIN = 0.6  # a role so plain that it changes what stands without an act of changing
ASKED = 0.05  # added for the input whose question is open
NEAR = 9.0  # score of a word right beside a figure


@dataclass(frozen=True, slots=True)
class Aside:
    """A figure that went into nothing; ``why``: an idle role, the key of a distractor, or "unclear"."""

    figure: Figure
    why: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The figures with a role in the measure, and those set aside."""

    placed: tuple[Placed, ...]
    aside: tuple[Aside, ...]


def reconcile(
    figures: Sequence[Figure],
    placed: Sequence[Placed],
    heard: Sequence[Scores],
    setting: Setting,
    measure: Measure,
    barred: Mapping[int, frozenset[str]] = MappingProxyType({}),
) -> Reconciled:
    """``placed``: by announcing words; ``heard``: scores of roles, one for each figure, none where nobody listens;
    ``barred``: begin of a figure → inputs that it cannot be, whoever hears them."""
    by_words = {one.figure.start: one for one in placed}
    kept: list[Placed] = []
    aside: list[Aside] = []
    for i, figure in enumerate(figures):
        scores = heard[i] if i < len(heard) else {}
        scores = _possible(figure, scores, measure) if scores else {}
        scores = {role: score for role, score in scores.items() if role not in barred.get(figure.start, ())}
        if setting.asked in scores:
            scores = {**scores, setting.asked: scores[setting.asked] + ASKED}
        found = _judged(figure, figures, by_words.get(figure.start), scores, setting)
        if isinstance(found, Placed):
            kept.append(found)
        elif found:
            aside.append(Aside(figure, found))
    return Reconciled(tuple(kept), tuple(aside))


def _possible(figure: Figure, scores: Scores, measure: Measure) -> Scores:
    """The scores of the roles this figure can have here; an input of other measures is, less surely, another matter."""
    always, units = _roles(measure)
    here = {r: score for r, score in scores.items() if r in always or (r in units and fits(figure, units[r]))}
    elsewhere = max((score for role, score in scores.items() if role not in here), default=0.0)
    return {**here, "other": max(here.get("other", 0.0), ELSEWHERE * elsewhere)}


_roles: PerObject[Measure, tuple[frozenset[str], Mapping[str, str]]] = PerObject(
    # Roles that any figure can have, and the inputs with their units
    lambda measure: (
        IDLE.union(*(row.sources for row in measure.derivations)),
        {record.key: record.unit for record in measure.inputs},
    )
)


def _judged(
    figure: Figure, figures: Sequence[Figure], words: Placed | None, scores: Scores, setting: Setting
) -> Placed | str:
    """The figure with its role, or why it is set aside; "" where it says nothing by itself (a day passing by)."""
    announced = words is not None and words.announced
    if not scores:
        return words or ""
    best = max(scores, key=lambda role: scores[role])
    if is_shown(figure, setting.shown) and not (announced and words and words.is_input and best not in IDLE):
        return "result"
    begins = not setting.stands and not setting.asked
    stands = repeated(figure, setting)
    if stands and not (announced and words and words.is_input and words.key not in stands):
        return best if best in IDLE else _said_again(figure, stands, scores)
    if announced and words and words.is_input and words.key in setting.stands and setting.asks and not setting.changes:
        return best if best in IDLE else "other"  # a question about what stands does not change it
    if announced and words:
        return _against_words(figure, words, scores, best, OPENING if begins else OUTVOTED)
    if not announced and setting.asked not in scores and is_of_the_size_of_the_sum(figure, setting):
        return best if best in IDLE else "guess"
    if setting.corrects and words and words.is_input and _alone(figure, figures):
        return words  # what is corrected without a word for it is what was said last
    if best in IDLE and not (begins and words and scores[best] < SURE + OPENING):
        return best
    if best in setting.stands and best != setting.asked and not setting.changes and scores[best] < PLAIN:
        return "unclear"  # nothing overwrites what stands because it came last
    if words and words.key == best:
        return words
    if scores[best] >= SURE:
        return Placed(figure, best, True, NEAR, scores[best] >= PLAIN)
    if words and words.key in setting.stands and words.key != setting.asked and not setting.changes:
        return "unclear"
    return words or "unclear"


def _said_again(figure: Figure, stands: Sequence[str], scores: Scores) -> Placed:
    """A figure that stands already is spoken of, whatever else it could be."""
    return Placed(figure, max(stands, key=lambda key: scores.get(key, 0.0)), True, NEAR, True)


def _alone(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether it is the only one of its kind."""
    return all(one is figure or one.kind != figure.kind for one in figures)


def _against_words(figure: Figure, words: Placed, scores: Scores, best: str, margin: float) -> Placed | str:
    """An announced role stands unless the listener is much surer of another."""
    if not words.is_input and best in ("other", "part"):
        return words  # no input either way, and the word says what it is
    if (
        words.key not in scores
        and best in IDLE
        and scores[best] >= HEARSAY
        and words.is_input
        and words.score < TOUCHING
    ):
        return best
    if words.key not in scores and words.key not in IDLE and words.score >= NEAR:
        margin = max(margin, UNHEARD)  # nobody taught the listener what the word beside the figure says
    elif words.is_input and best == "other" and margin == OPENING and words.score > NEAR + 1:
        margin = CLEAR
    elif not words.is_input and best not in IDLE and words.score >= NEAR:
        margin = max(margin, UNHEARD)
    if best == words.key or scores[best] - scores.get(words.key, 0.0) < margin:
        return words
    return best if best in IDLE else replace(words, key=best, is_input=True)


def by_key(aside: Sequence[Aside]) -> Mapping[str, list[Figure]]:
    """The figures set aside, by reason."""
    found: dict[str, list[Figure]] = {}
    for one in aside:
        found.setdefault(one.why, []).append(one.figure)
    return found
