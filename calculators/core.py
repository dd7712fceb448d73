"""What a formula gets and gives: figures with their quotes in, a result whose every step rests on words in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import wraps
from typing import Literal, TypeAlias

from calculators.declared import Example, Open, Part, Settled

Bound: TypeAlias = Literal["exact", "at_most", "capped", "estimate", "ceiling"]
Value: TypeAlias = Decimal | date | str | bool
Inputs: TypeAlias = Mapping[str, Value]

APART = "/"  # between a role and the option or band it is of
MONTH_ONLY = "_month_only"  # behind the role of a day of which only the month was said; such an input is True
FEN = Decimal("0.01")
SLACK = Decimal("1e-40")
# A hundred digits: no product of a sum, a rate and a term is ever rounded before the last step.
EXACT = Context(prec=100, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow])


def role_of(role: str, of: str = "") -> str:
    """The whole name of a role: of the option or band ``of``, of nothing for a single one."""
    return f"{role}{APART}{of}" if of else role


class CalculatorError(ValueError):
    """A formula was given what it cannot compute with; the message names the thing and the value."""


class MissingInputError(CalculatorError):
    """A figure without which there is no sum is absent; ``key`` is its role."""

    def __init__(self, key: str) -> None:
        super().__init__(f"input {key!r} is missing: ask for it")
        self.key = key


class BadInputError(CalculatorError):
    """The input of role ``key`` holds ``value``, which nobody can compute with; ``want`` says what would do."""

    def __init__(self, key: str, value: object, want: str) -> None:
        super().__init__(f"input {key!r} is {value!s}, want {want}")
        self.key, self.value, self.want = key, value, want


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the document, by its role: ``value`` in ``unit`` (ratio, yuan), the words that set it."""

    key: str
    value: Decimal
    unit: str
    quote: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One published row of the LPR: ratios, in force from ``since`` until the next row."""

    since: date
    one_year: Decimal
    five_year: Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a formula may look at.

    ``figures`` (in force on the day that decides) and ``inputs`` are named by the roles that the formula declares:
    money yuan, rates ratios, terms months, a choice the role of its value; a role that is absent is unknown.
    ``items``: the parts when several loans or policies were said, their sum standing in ``inputs``. ``series``: the
    LPR rows, oldest first. ``day``: the day of the answer. ``valid_from``, ``valid_to``: the document's own term.
    ``labels``: what the measure calls a role; ``texts``: sentences of its own, with {names} to fill in; ``ways``: how
    it is worked out where the formula knows several; ``units``: role of an input → its unit, of a count the word it is
    counted in (件). A role of which there are several, one for each option or band, is named with it: "award/gold".
    ``written``: what of the formula's open questions the document settles.
    """

    figures: Mapping[str, Figure]
    inputs: Inputs
    day: date
    items: tuple[Inputs, ...] = ()
    series: tuple[SeriesRow, ...] = ()
    valid_from: date = date.min
    valid_to: date = date.max
    labels: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Settled] = field(default_factory=dict)

    def settled(self, name: str, value: str) -> bool:
        """Whether the document settles the open question so."""
        return name in self.written and self.written[name].value == value

    def label(self, role: str) -> str:
        """What the measure calls the role in its working; the role itself when nobody said."""
        return self.labels.get(role, role)

    def called(self, role: str, usual: str) -> str:
        """What the measure calls the role, else ``usual``."""
        return self.labels.get(role, usual)

    def way(self, name: str, usual: str) -> str:
        return self.ways.get(name, usual)

    def unit(self, role: str) -> str:
        """The unit of an input, yuan when nobody said."""
        return self.units.get(role, "yuan")

    def maybe(self, key: str, of: str = "") -> Figure | None:
        """The figure of a role the document may leave out: the one of the option or band ``of``, None without one."""
        return self.figures.get(role_of(key, of))

    def each(self, *keys: str) -> tuple[str, ...]:
        """The options or bands of which there is a figure of one of these roles, in the order of the record."""
        parts = [role.partition(APART) for role in self.figures]
        return tuple(dict.fromkeys(of for key, _, of in parts if key in keys and of))

    def text(self, name: str, usual: str, **values: str) -> str:
        """The measure's own sentence, else the ``usual`` one, with {names} replaced by ``values``."""
        text = self.texts.get(name, usual)
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", value)
        return text

    def figure(self, key: str) -> Figure:
        if key not in self.figures:
            raise CalculatorError(f"figure {key!r} is not in force; known: {sorted(self.figures)}")
        return self.figures[key]

    def money(self, key: str) -> Decimal:
        """The input ``key`` as Decimal; unknown is MissingInputError, another type BadInputError, never 0."""
        value = self.inputs.get(key)
        if value is None:
            raise MissingInputError(key)
        if not isinstance(value, Decimal):
            raise BadInputError(key, value, "a Decimal")
        return value

    def known(self, key: str) -> Decimal | None:
        value = self.inputs.get(key)
        return value if isinstance(value, Decimal) else None

    def day_of(self, key: str) -> date | None:
        value = self.inputs.get(key)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: what was done, in words and numbers, and the quote (or source) it rests on."""

    words: str
    quote: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Another defensible sum and what one must believe to arrive at it."""

    amount: Decimal
    reading: str


@dataclass(frozen=True, slots=True)
class Result:
    """A sum in yuan (None where the text gives none), how far it binds, its working, and what remains open.

    Without a sum ``ceiling`` is the most there can be, and ``least`` the least, where the text gives one."""

    amount: Decimal | None
    bound: Bound
    steps: tuple[Step, ...]
    alternatives: tuple[Reading, ...] = ()
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ceiling: Decimal | None = None
    least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """What an input must be, at least, for a sum.

    ``yuan``: exact, not rounded; None when no value of this input alone will do. ``steps``: how it is found, or why
    there is none. ``most``: yuan that the sum can be at most, None without a limit. ``also``: roles of other inputs
    and the yuan that each must be, where this one is not enough by itself; ``alone``: the yuan of this one then.
    """

    yuan: Decimal | None
    steps: tuple[Step, ...]
    most: Decimal | None = None
    also: tuple[tuple[str, Decimal], ...] = ()
    alone: Decimal | None = None


Backwards: TypeAlias = Callable[[Case, str, Decimal], Needed | None]
Objections: TypeAlias = Callable[[Case], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Formula:
    """A pure function and what it wants of a measure, by role.

    ``title``: what it is for, in Chinese. ``figures``: numbers of the document; ``inputs``: what it is told, the one
    the sum is a share of first; ``choices``: of an input that is a choice, the values it tells apart, where they are
    always the same; ``texts``: sentences the measure may say in its own words, with the {names} each may hold;
    ``ways``: name → value → what it means, the usual one first; ``series``: published series it computes with;
    ``opens``: questions that documents may leave open; ``example``: of a document. ``objects``: what is wrong with a
    record of it beyond its roles, in Chinese: the case has its figures, ways and units, and no inputs. ``backwards``:
    case, role and yuan → what that input must be for so much, None for a role that it does not solve for.
    """

    name: str
    title: str
    run: Callable[[Case], Result]
    figures: Mapping[str, Part]
    inputs: Mapping[str, Part]
    example: Example
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ways: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    series: tuple[str, ...] = ()
    objects: Objections | None = None
    opens: Mapping[str, Open] = field(default_factory=dict)
    backwards: Backwards | None = None

    def __call__(self, case: Case) -> Result:
        return self.run(case)

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role an input can have, the needed ones first."""
        return tuple(sorted(self.inputs, key=lambda role: not self.inputs[role].required))


@dataclass
class _Registry:
    formulas: dict[str, Formula] = field(default_factory=dict)


_REGISTRY = _Registry()


def formula(
    name: str,
    title: str,
    *,
    example: Example,
    figures: Mapping[str, Part],
    inputs: Mapping[str, Part] | None = None,
    choices: Mapping[str, tuple[str, ...]] | None = None,
    texts: Mapping[str, tuple[str, ...]] | None = None,
    ways: Mapping[str, Mapping[str, str]] | None = None,
    series: tuple[str, ...] = (),
    objects: Objections | None = None,
    opens: Mapping[str, Open] | None = None,
) -> Callable[[Callable[[Case], Result]], Callable[[Case], Result]]:
    """Registers a formula under the name the measure records use, with the roles it declares (see ``Formula``).

    The same name twice is an error at start. Whoever calls it, and whatever decimal context he stands in, the
    formula computes in ``EXACT``.
    """

    def register(function: Callable[[Case], Result]) -> Callable[[Case], Result]:
        if name in _REGISTRY.formulas:
            raise CalculatorError(f"formula {name!r} is registered twice")

        @wraps(function)
        def exactly(case: Case) -> Result:
            with localcontext(EXACT):
                return function(case)

        _REGISTRY.formulas[name] = Formula(
            *(name, title, exactly, figures, inputs or {}, example, choices or {}, texts or {}, ways or {}),
            *(series, objects, opens or {}),
        )
        return exactly

    return register


def backwards(*names: str) -> Callable[[Backwards], Backwards]:
    """Registers how the formulas of these names, registered before, are solved for an input; computes in ``EXACT``."""

    def register(function: Backwards) -> Backwards:
        @wraps(function)
        def exactly(case: Case, role: str, target: Decimal) -> Needed | None:
            with localcontext(EXACT):
                return function(case, role, target)

        for name in names:
            _REGISTRY.formulas[name] = replace(_REGISTRY.formulas[name], backwards=exactly)
        return exactly

    return register


def formulas() -> Mapping[str, Formula]:
    """Every registered formula by name (``calculators.load()`` fills the registry)."""
    return dict(_REGISTRY.formulas)


def to_fen(amount: Decimal) -> Decimal:
    """Rounds half up to 0.01 yuan: the one place where money is rounded, at the very end.

    Three thirds of a fen are one: what a division lost in its hundredth digit is given back first.
    """
    whole = amount.quantize(SLACK, rounding=ROUND_HALF_UP, context=EXACT)
    return whole.quantize(FEN, rounding=ROUND_HALF_UP, context=EXACT)


def others(headline: Decimal, *readings: Reading) -> tuple[Reading, ...]:
    """The readings whose sum, to the fen, differs from the headline and from those before it."""
    seen, kept = {to_fen(headline)}, []
    for reading in readings:
        if to_fen(reading.amount) not in seen:
            seen.add(to_fen(reading.amount))
            kept.append(Reading(to_fen(reading.amount), reading.reading))
    return tuple(kept)
