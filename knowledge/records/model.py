"""The records everything is made of: policy, clause, measure, series. Frozen; built by ``build``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge.document.about import NOTHING
from knowledge.document.about import About as About
from knowledge.records.checkup import CheckupRecord as CheckupRecord
from knowledge.records.handout import HandoutRecord as HandoutRecord
from knowledge.records.measure import SILENT as SILENT
from knowledge.records.measure import SUMS as SUMS
from knowledge.records.measure import ConditionRecord as ConditionRecord
from knowledge.records.measure import Derivation as Derivation
from knowledge.records.measure import FigureRecord as FigureRecord
from knowledge.records.measure import InputRecord as InputRecord
from knowledge.records.measure import Measure as Measure
from knowledge.records.measure import Option as Option
from knowledge.records.measure import Terms as Terms
from knowledge.records.measure import Written as Written
from knowledge.records.staff import Faq as Faq
from knowledge.records.staff import Guide as Guide
from knowledge.records.staff import Ruling as Ruling

LEVELS = "省市区县"  # what the name of a place may be said without
SHORTEST = 2  # characters of a name; 冠县 has none without its level


class KnowledgeError(Exception):
    """Base of what can be wrong with the knowledge; the message is Chinese and written for editors."""


class StoreError(KnowledgeError):
    """The database cannot do what was asked; the message is Chinese, with the path and the way out.

    ``kind``: "locked", "full", "disk" (reading or writing failed), "closed" (cannot be opened), "damaged", "changed"
    (somebody was quicker), "state" (that cannot be done to it any more) or "other".
    """

    def __init__(self, sentence: str, kind: str = "other") -> None:
        super().__init__(sentence)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Contact:
    """How an office is reached, as the staff found it: ``phone`` or ``address`` may be "", the other is not then.
    ``county``: the office of that county instead of the city's; ``hours``, ``window``, ``online``: when, where, and at
    which address it takes applications."""

    department: str
    phone: str
    address: str
    note: str
    source: str
    checked_on: date
    county: str = ""
    hours: str = ""
    window: str = ""
    online: str = ""

    @property
    def how(self) -> tuple[str, ...]:
        """All that is known of it, in the order in which it is told."""
        return tuple(filter(None, (self.phone, self.address, self.window, self.hours, self.online, self.note)))


@dataclass(frozen=True, slots=True)
class Amendment:
    """A later notice that changes figures of a document, with its own words; ``number`` "" where it has none."""

    id: str
    title: str
    number: str
    issuer: str
    issued_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a policy: ``id`` "1.1", ``printed`` "一、（一）", exact ``text``, ``body``: of it what stands
    between heading and offices; offices by the role the text gives them, in its order: who leads, who cooperates, who
    is responsible where nobody is said to lead, who guides; ``terms``: its own, else those of its document."""

    policy: str
    id: str
    printed: str
    chapter: str
    title: str
    text: str
    start: int
    lead: tuple[str, ...]
    cooperate: tuple[str, ...]
    body: str = ""
    summary: str = ""
    quote: str = ""
    words: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    responsible: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()
    terms: Terms = SILENT

    @property
    def key(self) -> str:
        """Its name among all policies; the id is its name within one."""
        return f"{self.policy}/{self.id}"

    @property
    def offices(self) -> tuple[str, ...]:
        """Every office it names, once."""
        return tuple(dict.fromkeys((*self.lead, *self.responsible, *self.cooperate, *self.guide)))

    @property
    def in_charge(self) -> tuple[str, ...]:
        """Whom to ask: who leads, else who is responsible."""
        return self.lead or self.responsible


@dataclass(frozen=True, slots=True)
class Policy:
    """One document: identity (policy.toml), exact text, clauses in order. An empty string is not in the text; nor is
    a day that is ``date.min`` (issue, begin) or ``date.max`` (end). ``contacts``: of its offices, where recorded
    (contacts.toml); each clause has those of its own; ``districts``: the counties and districts of its region, whose
    firms are firms of the region; ``neighbours``: places elsewhere that people there speak of; ``covers``: words of
    the common topics, of what is not ours, that are a matter of this document; None: those by which its measures and
    clauses are called; ``terms``: what it says of all its sums; ``amendments``: notices that changed figures of it
    (amendments.toml); ``county_contacts``: of the same offices in its counties; ``about``: what it says of itself."""

    id: str
    title: str
    short_title: str
    region: str
    issuer: str
    issued_on: date
    valid_from: date
    valid_to: date
    basis_title: str
    basis_number: str
    doc_number: str
    sha256: str
    text: str
    clauses: tuple[Clause, ...] = ()
    contacts: tuple[Contact, ...] = ()
    districts: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    covers: tuple[str, ...] | None = None
    amendments: tuple[Amendment, ...] = ()
    terms: Terms = SILENT
    county_contacts: tuple[Contact, ...] = ()
    about: About = NOTHING

    @property
    def place(self) -> str:
        """Its region as people say it: without its level, where more than one character is left."""
        return self.region.rstrip(LEVELS) if len(self.region.rstrip(LEVELS)) >= SHORTEST else self.region

    @property
    def ends(self) -> bool:
        """Whether it says until when it holds."""
        return self.valid_to < date.max

    def amendment(self, name: str) -> Amendment | None:
        """The notice of this id; None when there is none."""
        return next((one for one in self.amendments if one.id == name), None)

    def clause(self, clause_id: str) -> Clause:
        """The clause of this id. Raises KeyError."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(f"{self.id} has no clause {clause_id!r}")


@dataclass(frozen=True, slots=True)
class LprRow:
    """LPR in force from ``since`` until the next row; ratios."""

    since: date
    one_year: Decimal
    five_year: Decimal


@dataclass(frozen=True, slots=True)
class Count:
    """A number that decides a fact: with one of ``units`` behind it and one of ``beside`` in the message (any, when
    there are none), ``over`` or ``under`` so much it is ``value``."""

    value: str
    units: tuple[str, ...]
    beside: tuple[str, ...] = ()
    over: Decimal | None = None
    under: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Replies:
    """What short answers are made of: words of yes and no, what may stand before and behind them, and words of one who
    does not know or only guesses; ``noted``: words after which one that ``accepts`` only takes note (「哦，中」);
    ``leaves``: words of one who gives something up, which say no yes (「那算了」)."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    all_yes: tuple[str, ...] = ()
    all_no: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a user may state: value name -> phrases that say it; ``answers``: looser ones, when just asked.
    ``names``: words that name the matter without saying which way it is (登记): the clause around them does;
    ``beside``: value -> words that say it only where one of ``near`` stands too (上海, beside 挂牌); ``unless``: words
    in which its own are not meant; ``counts``: numbers that decide it; ``either``: what is not the one side is the
    other (没有抵押 is 信用); ``ahead``: what is only planned is of that kind too (准备上市); ``fine``: the values that
    stand in nobody's way; another is not taken from what is said of a part alone; ``wins``: the value that counts
    when several are said at once (「在创新层，以前在基础层」); ``like``: another fact whose value stands in for it;
    ``inside``: a fact within whose words it is not meant; ``implies``: facts that are so too when this one is
    ("tier=innovation": one with that value); ``of``: whose it is: "firm" (it holds for all that firm asks), "asker" (it
    says who asks, not what for) or ""; ``says``: value -> the words a button says for it; ``labels``: what is on it.
    ``replies``: the words of which short answers are made. ``alone``: its name as a clause by itself says that it is
    so (「高企，备案，…」); ``yields``: the value that gives way to any other said beside it ("-": none does);
    ``in_talk``: words like ``near`` that count once the talk is about the fact; ``behind``: words right behind one of
    the fact that make another matter of it (厂房押给银行了, of what was given the guarantor); ``undue``: words
    of its no that only say that it is not done yet, which settles nothing before the day on which it is due;
    ``place``: it says whether the firm is here, which the places named decide; ``decides``: its names are those of who
    decides it (省里), of whom it is told what they do (「省里说不贴了」); ``deeds``: verbs that, done or not, decide it
    where the talk has left it open (「评上了」); ``kinds``: words for one of several kinds, each of which is enough."""

    key: str
    label: str
    values: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]
    bare_yes: str
    bare_no: str
    wins: str = ""
    like: str = ""
    inside: str = ""
    implies: tuple[str, ...] = ()
    of: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    unless: tuple[str, ...] = ()
    either: bool = False
    ahead: bool = False
    fine: tuple[str, ...] = ("yes", "unknown", "pending")
    replies: Replies = Replies()
    alone: bool = False
    yields: str = "-"
    in_talk: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    undue: tuple[str, ...] = ()
    place: bool = False
    decides: bool = False
    deeds: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def is_boolean(self) -> bool:
        """Whether its values are yes and no, and at most what is not settled."""
        return {*self.values, *self.beside} <= {"yes", "no", "pending", "unknown"}


@dataclass(frozen=True, slots=True)
class Distractor:
    """A kind of figure that is no input of any measure (注册资本, 员工数), and the words that announce it; ``label``:
    what a reply calls it.

    ``beside``: said of one of several figures that fit the same input, the words set it aside wherever they stand in
    its part of the message (a neighbour's, the contract's sum beside the one paid out); of a figure that stands alone
    they say nothing. "always"; "other": unless the measure's own words stand there too; "unless_joined": not when the
    message adds the figures up. ``forbids``: longer words in which those that announce it only lie (没收回).
    ``is_it_where``: measures with one of these words in their name are about that very thing.
    """

    key: str
    unit: str
    announces: tuple[str, ...]
    label: str
    beside: str = ""
    forbids: tuple[str, ...] = ()
    is_it_where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks or what for: the words that tell, and the clauses ("policy/clause") of most use to him, best first.

    ``general``: anybody, listed when nobody else fits; ``payees``: whose money is shown to him; ``names``: what kinds
    of organisation it is, where that is no enterprise (银行): as such it gets the money of its own payees alone."""

    key: str
    label: str
    words: tuple[str, ...]
    clauses: tuple[str, ...]
    general: bool = False
    payees: tuple[str, ...] = ("enterprise",)
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeTopic:
    """Something the document does not cover, or small talk: how to recognise it and where to send people."""

    key: str
    label: str
    kind: str
    refer: str
    words: tuple[str, ...]
    unless: tuple[str, ...]
    ignore: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One question as people say it. ``label``: clause id, "meta" or "none"; ``section``: measure, topic or general;
    ``family``: neighbouring variants share it (kept in one fold of a cross-validation); ``policy``: whose clause."""

    text: str
    label: str
    section: str
    family: int
    policy: str = ""


@dataclass(frozen=True, slots=True)
class AnnotatedTurn:
    """One message in its context, and what it means. ``measure``: the id of the one talked about, ``asked``: the input
    or condition just asked for, ``shown``: the sum just shown in yuan, each "" when there is none; ``stands``: what was
    said before. ``acts``: what is done by saying it; ``figures``: (words, role) in the order of the text; ``facts``:
    conditions stated, key → value."""

    policy: str
    measure: str
    asked: str
    shown: str
    stands: Mapping[str, str]
    text: str
    acts: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The first sentence staff wrote for questions of some ``kinds`` about ``of``, a clause or a measure of ``policy``.

    ``quote``: the document's words for it, "" where it says nothing; ``words``: one of them must be said (any question
    of the kind, when there are none); ``unless``: words beside which it does not hold; ``settles``: there is nothing to
    be had whatever figures are given, so that no sum is worked out.
    """

    policy: str
    of: str
    kinds: tuple[str, ...]
    says: str
    quote: str = ""
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    settles: bool = False


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    """A question one may begin with; ``measure``: the key of the one it is about, "" for a clause or the document;
    ``months`` it suits; ``label``: the situation in a word or two."""

    text: str
    measure: str
    months: tuple[int, ...]
    label: str = ""

    @property
    def measure_id(self) -> str:
        return self.measure.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Site:
    """What the service says of itself, whatever documents it has: ``main``: the policy that is meant when none is
    named; ``region``: whose it is; ``name``, ``headline``, ``description``, ``hello``: of its pages;
    ``subject`` and ``offers``: what it can answer, in a greeting and after a refusal; ``examples``: questions it
    shows, at least three; ``terms`` and ``profile``: what one may say to have a sum worked out, or all that fits;
    ``profile_asks``: what belongs into such a profile; ``questions``: to begin with; ``starts``: label and words of
    the large buttons before them; ``host``: who runs it; ``phone`` and ``contact``: how to reach him; ``icp``,
    ``police``, ``site_code``, ``filings``: its entries in the registers of sites, as they must be shown; ``privacy``
    and ``accessibility``: what he adds to these two pages, a paragraph each; ``queue_owner``: who answers what people
    leave and looks after what they found of no use, "" for nobody: then nobody is asked."""

    main: str = ""
    region: str = ""
    name: str = ""
    headline: str = ""
    description: str = ""
    hello: tuple[str, ...] = ()
    subject: str = ""
    offers: str = ""
    examples: tuple[str, ...] = ()
    terms: str = ""
    profile: str = ""
    profile_asks: str = ""
    questions: tuple[FirstQuestion, ...] = ()
    starts: tuple[tuple[str, str], ...] = ()
    host: str = ""
    phone: str = ""
    contact: str = ""
    icp: str = ""
    police: str = ""
    site_code: str = ""
    filings: tuple[str, ...] = ()
    privacy: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    queue_owner: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What is ours and what is not, and what people say of either, by one document of several."""

    topics: Mapping[str, ScopeTopic]
    examples: tuple[Example, ...]


def is_basis(one: Policy, other: Policy) -> bool:
    """Whether ``other`` names ``one`` as what it is based on, by its number or its title."""
    if one is other:
        return False
    by_number = bool(one.doc_number) and one.doc_number == other.basis_number
    by_title = bool(one.title) and one.title in other.basis_title and one.place in other.basis_title
    return by_number or (by_title and one.region != other.region)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One whole version of what is known; every answer comes from exactly one of these. ``kinds``: questions as people
    put them, each with what it wants to know; ``whole``: of what is known by one document alone, the version it is
    part of: there a record is still found by its name; ``apart``: of several documents, by id, what is each one's."""

    version: int
    policies: tuple[Policy, ...]
    measures: tuple[Measure, ...]
    lpr: tuple[LprRow, ...]
    facts: Mapping[str, Fact]
    distractors: tuple[Distractor, ...]
    topics: Mapping[str, ScopeTopic]
    examples: tuple[Example, ...]
    words: tuple[str, ...]
    synonyms: Mapping[str, str]
    intents: Mapping[str, tuple[str, ...]]
    audiences: tuple[Audience, ...]
    departments: Mapping[str, tuple[str, ...]]
    site: Site = Site()
    annotated: tuple[AnnotatedTurn, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answer, ...] = ()
    checkups: tuple[CheckupRecord, ...] = ()
    handouts: tuple[HandoutRecord, ...] = ()
    faqs: tuple[Faq, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    guides: tuple[Guide, ...] = ()
    files: Mapping[str, str] = field(repr=False, default_factory=dict)
    whole: "Knowledge | None" = field(repr=False, compare=False, default=None)
    apart: Mapping[str, Part] = field(repr=False, default_factory=dict)

    def measure(self, name: str, policy: str = "") -> Measure:
        """By its key "policy/id", or by its id alone: that of ``policy``, or the only one of that id.

        Raises KeyError when there is none, or several policies have one and none was named.
        """
        home, _, measure_id = name.rpartition("/")
        found = [m for m in self.measures if m.id == measure_id and (home or policy or m.policy) == m.policy]
        if not found and self.whole:
            return self.whole.measure(name, policy)
        if len(found) != 1:
            raise KeyError(f"no measure {name!r}" if not found else f"measure {name!r} of which policy?")
        return found[0]

    @property
    def main(self) -> Policy:
        """The policy that is meant when none is named."""
        return self.policy(self.site.main)

    @property
    def of_the_firm(self) -> frozenset[str]:
        """Keys of the facts that hold of a firm, whatever it asks for."""
        return frozenset(key for key, fact in self.facts.items() if fact.of == "firm")

    def clause(self, name: str) -> Clause:
        """By "policy/clause". Raises KeyError."""
        policy, _, clause_id = name.rpartition("/")
        return self.policy(policy).clause(clause_id)

    def policy(self, policy_id: str) -> Policy:
        """The policy of this id. Raises KeyError."""
        for policy in self.policies:
            if policy.id == policy_id:
                return policy
        if self.whole:
            return self.whole.policy(policy_id)
        raise KeyError(f"no policy {policy_id!r}")

    def level(self, policy: Policy) -> str:
        """Whether another document that is known carries this one out (依据), or this one another (配套); else ""."""
        known = self.whole.policies if self.whole else self.policies
        if any(is_basis(policy, other) for other in known):
            return "依据"
        return "配套" if any(is_basis(other, policy) for other in known) else ""
