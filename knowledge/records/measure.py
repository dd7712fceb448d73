"""A measure, one promise of a document: its figures, inputs, conditions, and what follows from what. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

SUMS = ("yuan", "count", "usd")  # units of what adds up
FIXED = ("award",)  # roles of the one sum that is given, where there is no more
LIMITS = ("cap", "ceiling")  # roles of a figure that is the most there is
SHARE, BASE = "share", "base"  # roles of the part that is given and of what it is a part of


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A number of the document with the words that set it; ``value`` in ``unit`` (ratio, yuan, count, months).

    In force from ``since`` to ``until``, both included; ``date.min`` and ``date.max`` where no day was written.
    ``label``: what it is called, "" where nobody wrote it. ``role``: what it is to the formula; ``of``: the option,
    band or kind it is of, "" for all. ``by``: the notice that changed it, whose words the quote is then; "" where it is
    the document's own.
    """

    key: str
    value: Decimal
    unit: str
    quote: str
    since: date = date.min
    until: date = date.max
    label: str = ""
    role: str = ""
    of: str = ""
    by: str = ""

    @property
    def name(self) -> str:
        return self.label or self.key

    @property
    def whole_role(self) -> str:
        """Its role with what it is of: award/gold."""
        return f"{self.role}/{self.of}" if self.of else self.role


@dataclass(frozen=True, slots=True)
class Option:
    """One value of an input that is a choice: a value of the fact of that name, its role in the formula, its name.

    ``words``: what says it, where vocabulary/facts.toml has no such fact."""

    value: str
    role: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputRecord:
    """A figure a measure computes with: how to ask for it, and the words that announce or forbid it.

    ``default``: a figure of this unit without any announcing word is taken for it. ``strong``: only an announcing
    word makes a figure this input, however near. ``zero``: 0 is a legal value. ``instead``: names of inputs that
    together, or one of which, can stand in for this one. ``nothing``: phrases that say it is 0.
    ``never``: words just before that rule it out, whatever stands between (去年 for what was received this year).
    ``verbs``: verbs whose object it is (收, 交: what was paid), with nothing but whom and how often between.
    ``role``: what it is to the formula ("": the formula does not look at it); ``named``: what the working calls it;
    ``options``: the values of a choice. Of rates: ``yearly``: per year, so that one said per month counts twelve times;
    ``percent``: a bare number that answers the question is in percent; ``series``: the published series it quotes.
    ``yuan_from``: a bare number from here on is in yuan, as so many 万 never are paid (0: its unit is asked).
    ``of_a_part``: one of several loans or policies may have one of its own. ``counted``: of a count the words it is
    counted in, the first as it is shown (件); ``of``: the kind it is a count or base of, "" for all.
    """

    key: str
    label: str
    unit: str
    ask: str
    required: bool
    default: bool
    strong: bool
    zero: bool
    instead: tuple[str, ...]
    announces: tuple[str, ...]
    forbids: tuple[str, ...]
    nothing: tuple[str, ...]
    never: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    role: str = ""
    named: str = ""
    options: tuple[Option, ...] = ()
    yearly: bool = False
    percent: bool = False
    series: str = ""
    of_a_part: bool = False
    yuan_from: Decimal = Decimal(0)
    counted: tuple[str, ...] = ()
    of: str = ""

    @property
    def spoken(self) -> str:
        return self.named or self.label

    @property
    def whole_role(self) -> str:
        """Its role with what it is of: count/invention."""
        return f"{self.role}/{self.of}" if self.role and self.of else self.role

    @property
    def measured_in(self) -> str:
        """The unit as it is shown: yuan, ratio, months, usd, or the word it is counted in."""
        return self.counted[0] if self.counted else self.unit


@dataclass(frozen=True, slots=True)
class Written:
    """How the document settles what a formula leaves open: the question ``of``, its ``value`` ("" where its words are
    all there is to say), and the words, letter for letter."""

    of: str
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class ConditionRecord:
    """A yes/no/unknown the document asks for; ``limit`` names the figure a numeric one is tested against.

    ``grants``: the input that is the sum granted when it is so: a sum of nothing is a no, a sum said a yes. ``yes``,
    ``no``: words that say so or not, where vocabulary/facts.toml has no such fact.
    """

    key: str
    question: str
    quote: str
    unmet: str
    hidden: bool
    limit: str
    test: str
    accepts: tuple[str, ...]
    grants: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def affirms(self, value: str) -> bool:
        """Whether this value of the fact meets the condition."""
        return value in self.accepts if self.accepts else value == "yes"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one figure follows from others: ``target`` from ``sources`` by the operation ``op``.

    ``when``: a pattern the message must show; ``unless``: one that changes what the operation does; ``without``:
    figures that must not be known; ``anew``: a known target is put anew; ``also``: where what is left over is kept.
    """

    target: str
    op: str
    sources: tuple[str, ...]
    when: str = ""
    unless: str = ""
    without: tuple[str, ...] = ()
    anew: bool = False
    also: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a document (``title``: as people call it) says of its sums in general, letter for letter; "" where it says
    nothing. ``together``: whether one may have several of them; ``filing``: when and how one applies; ``accepts``:
    which office takes applications; ``again``: whether it is given once or more often; ``split``: what each level of
    government pays; ``tax``: whether it is taxed; ``contact``: whom to call."""

    title: str = ""
    together: str = ""
    filing: str = ""
    accepts: str = ""
    again: str = ""
    split: str = ""
    tax: str = ""
    contact: str = ""


SILENT = Terms()


@dataclass(frozen=True, slots=True)
class Measure:
    """One promise of the document with a figure in it.

    A figure may have several rows, one after the other; ``dated_by``: the input whose day tells which one counts
    ("": the day of the question). ``roles``: (key, role) of what the formula uses and nobody is asked for: facts,
    and what is worked out from inputs. ``stated``: the facts among these and the choices. ``texts``: sentences that
    the formula says in this measure's words. ``payee_note``: who gets the money, where that is not the enterprise;
    ``payee_tag``: the same in a few words, to stand beside the sum. ``apply_when``: when one applies, where known.
    ``link``: the shortest name that finds it, its id, or its key where another policy has that id. ``ways``: how the
    formula goes about it, where it knows several; ``elsewhere``: limits that stand beside its figures in the text and
    are another promise's. ``paused``: the sentence that is said instead of a sum while staff have stopped it, "" while
    they have not. ``terms``: those of its clause. ``written``: what of the formula's open questions is settled.
    """

    id: str
    policy: str
    clause: str
    name: str
    formula: str
    payee: str
    payer: str
    payer_quote: str
    lead_in: str
    unmet_lead_in: str
    words: tuple[str, ...]
    needs: tuple[str, ...]
    excludes: tuple[str, ...]
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]
    figures: tuple[FigureRecord, ...]
    inputs: tuple[InputRecord, ...]
    conditions: tuple[ConditionRecord, ...]
    dated_by: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    stated: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    derivations: tuple[Derivation, ...] = ()
    payee_note: str = ""
    payee_tag: str = ""
    apply_when: str = ""
    link: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[str, ...] = ()
    paused: str = ""
    terms: Terms = SILENT
    written: tuple[Written, ...] = ()
    key: str = field(init=False, repr=False, compare=False)
    main: str = field(init=False, repr=False, compare=False)
    required: frozenset[str] = field(init=False, repr=False, compare=False)
    _players: Mapping[str, str] = field(init=False, repr=False, compare=False)  # role of the formula → what plays it
    _inputs: Mapping[str, InputRecord] = field(init=False, repr=False, compare=False)  # by key, as the conditions
    _conditions: Mapping[str, ConditionRecord] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """``key``: its name among all policies; the id is its name within one. ``main``: the sum that tells one of
        several loans or policies from another, "" for none; ``required``: the keys of what there is no sum without."""
        main = next((one.key for one in self.inputs if one.required and one.unit == "yuan"), "")
        object.__setattr__(self, "key", f"{self.policy}/{self.id}")
        object.__setattr__(self, "main", main)
        object.__setattr__(self, "required", frozenset(one.key for one in self.inputs if one.required))
        object.__setattr__(self, "_players", {role: key for key, role in reversed(self.played)})
        object.__setattr__(self, "_inputs", {one.key: one for one in reversed(self.inputs)})
        object.__setattr__(self, "_conditions", {one.key: one for one in reversed(self.conditions)})

    @property
    def home(self) -> tuple[str, str]:
        """Its policy and clause."""
        return self.policy, self.clause

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said beside a sum, who gets it first."""
        return (self.payee_note, *self.notes) if self.payee_note else self.notes

    @property
    def most(self) -> FigureRecord:
        """The figure that says how much there is at most; the first where none does."""
        return next((figure for role in LIMITS for figure in self.figures if figure.role == role), self.figures[0])

    @property
    def only_share(self) -> InputRecord | None:
        """The input a share of which is all there is to get: the one figure, besides limits that conditions are tested
        against, is that share. None where the sum comes about in another way."""
        limits = {one.limit for one in self.conditions}
        figures = [figure for figure in self.figures if figure.key not in limits]
        if [figure.role for figure in figures] != [SHARE]:
            return None
        return next((one for one in self.inputs if one.role == BASE), None)

    @property
    def limit(self) -> FigureRecord | None:
        """The yuan there are at most for everybody: a cap, else the one sum there is; None where neither is written."""
        sums = [figure for figure in self.figures if figure.unit == "yuan" and not figure.of]
        capped = next((figure for role in LIMITS for figure in sums if figure.role == role), None)
        return capped or next((figure for figure in sums if figure.role in FIXED), None)

    @property
    def told_conditions(self) -> tuple[ConditionRecord, ...]:
        """The conditions as they are told: without those whose words stand within another's."""
        shown = [one for one in self.conditions if not one.hidden]
        return tuple(
            one
            for place, one in enumerate(shown)
            if all(one.quote not in other.quote for other in shown if other.quote != one.quote)
            and one.quote not in {earlier.quote for earlier in shown[:place]}
        )

    @property
    def played(self) -> tuple[tuple[str, str], ...]:
        """(key, role) of every input, fact and worked-out figure that plays a role."""
        return (*((record.key, record.whole_role) for record in self.inputs if record.role), *self.roles)

    def quotes(self, series: str) -> str:
        """The input that quotes a published series, "" for none."""
        return next((record.key for record in self.inputs if record.series == series), "")

    @property
    def day_key(self) -> str:
        """Where the day that decides stands: the input the measure goes by, else a start said in passing."""
        return self.dated_by or "start"

    @property
    def follows(self) -> set[str]:
        """What is worked out and may be no input: targets of derivations, and what is left over."""
        return {key for row in self.derivations for key in (row.target, row.also) if key}

    @property
    def of_a_part(self) -> set[str]:
        """What one of several loans or policies may have of its own, and what follows from nothing but that."""
        own = {record.key for record in self.inputs if record.of_a_part}
        rows = [row for row in self.derivations if own.issuperset(row.sources)]
        return own | {key for row in rows for key in (row.target, row.also) if key}

    def role_of(self, key: str) -> str:
        """The role of an input, fact or worked-out figure in the formula, "" for none."""
        return next((role for other, role in self.played if other == key), "")

    def key_of(self, role: str) -> str:
        """What plays a role of the formula, "" for nothing."""
        return self._players.get(role, "")

    def stands_for(self, record: InputRecord, known: set[str]) -> bool:
        """Whether another kind of the same is known, so that nothing said of this one is none of it."""
        return bool(record.of) and any(
            other.key in known for other in self.inputs if other.role == record.role and other.of
        )

    def input(self, key: str) -> InputRecord | None:
        return self._inputs.get(key)

    def condition(self, key: str) -> ConditionRecord | None:
        return self._conditions.get(key)
