"""Several documents side by side: which of them a message is about, and the turn as each one by itself answers it.

A document is chosen by what is said (its title or number, a place), by the talk, by the firm's place, and by what fits;
where two fit it is asked which. Once it is chosen the turn is taken as if there were no other: no figure and no office
of another city can get into it. What it does not give is looked for in the others before it is denied.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.copies import replace
from bot.dialogue.calculate import continue_measure
from bot.dialogue.choices import by_number
from bot.dialogue.departments import duties_asked
from bot.dialogue.fallbacks import names_document, open_question
from bot.dialogue.measure_choice import choose
from bot.dialogue.policy import respond
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.dialogue.which import Named, named, says_only_where, with_this, without
from bot.measures.assess import Standing
from bot.memo import PerObject
from bot.messages import Alternative, Change, Reply, ReplyKind
from bot.nlu.changes import comes_back
from bot.nlu.firm_place import place_facts
from bot.nlu.phrases import find
from bot.nlu.utterance import Finder, Utterance
from bot.replies.build import hit_of, plain_reply
from bot.replies.render import lines
from bot.replies.views import AsideView, BesideView, Offered, OverviewView, PlacedView, RowOf, WhichView
from bot.slots.model import Slot
from knowledge.classifier.scope import PLACE
from knowledge.records.model import Knowledge, Measure, Policy, is_basis
from knowledge.search.clauses import spoken_of
from knowledge.text.tokens import fold

DOCUMENT = "document:"
AS_WELL = 0.6  # share of the words that call a measure from which another document's is called as well
PLAINLY = 8  # characters by which a measure is called from which no other is meant by its score alone
AS_LIKELY = 0.8  # share of the score from which another document is as likely meant
FAR_BEHIND = 0.3  # share below which a document is not what is meant, whatever it makes of the words by itself
FAINT = 0.25  # score from which a document says something of what another does not give
RANK = {"sure": 2, "unsure": 1}
MOST = 4  # documents set side by side
SEVERAL = 2
SHOWN = 1  # clauses of each document's list that are told besides its first
OF_NONE = (ReplyKind.SMALLTALK, ReplyKind.REFUSED, ReplyKind.CANCELLED, ReplyKind.OUT_OF_SCOPE)
GIVEN = (ReplyKind.CALCULATION, ReplyKind.ASK, ReplyKind.ANSWER)
ROLES = ("lead", "text", "item", "quote")
OF_ANY = frozenset(("validity", "issuer", "basis", "number", "count", "title", "date"))  # what all documents have
FEWEST = 5  # characters of a new question: what is shorter goes on with the talk


class Desk(NamedTuple):
    """What one document knows alone, and what finds in it."""

    knowledge: Knowledge
    matcher: Finder


class Fit(NamedTuple):
    """How a document takes a message: the ``rank`` of its own verdict, its ``score`` among all documents, and how much
    is said of what its measures are ``called``."""

    policy: str
    rank: int
    score: float
    called: float


def respond_among(
    utterance: Utterance, state: State, desks: Mapping[str, Desk], change: Change | None = None
) -> TurnResult:
    """The reply of the document that is meant; of the only one as it is."""
    return _Side(utterance, state, desks).respond(change) if desks else respond(utterance, state, change)


_spoken: PerObject[Knowledge, set[str]] = PerObject(spoken_of)


class _Side:
    """One message before several documents. ``utterance`` knows them all."""

    def __init__(self, utterance: Utterance, state: State, desks: Mapping[str, Desk]) -> None:
        self.utterance, self.state, self.desks = utterance, state, desks
        self.knowledge = utterance.knowledge
        self.main = self.knowledge.site.main
        self._spoken = _spoken(self.knowledge)  # nothing but its words tells what a document without examples is about

    def respond(self, change: Change | None) -> TurnResult:
        if change:
            return self._within(change.measure.rpartition("/")[0], self.utterance, self.state, change)
        names = named(self.utterance)
        if result := self._picked(names):
            return result
        if home := self._offered_in():
            return self._within(home, self.utterance, self.state)
        if len(names.groups) > 1:
            return self._each(names)
        if names.groups and not (names.hint and (self._goes_on or self.state.placed)):
            return self._called(names)
        if self._goes_on:
            return self._in_talk()
        near = self._near(self.state.placed) if self.state.placed else ()
        return self._fitting(near) if near else self._fitting([*self.desks])

    # which document

    def _picked(self, names: Named) -> TurnResult | None:
        """One of the documents that were offered, taken by its number or name: what was asked is answered from it."""
        offered = [target.removeprefix(DOCUMENT) for _, target in self.state.choices if target.startswith(DOCUMENT)]
        if not offered:
            return None
        chosen = by_number(self.utterance.bare, self.state).removeprefix(DOCUMENT)
        called = {fold_label: name for (fold_label, _), name in zip(self.state.choices, offered, strict=True)}
        chosen = chosen or called.get(self.utterance.text.strip(), "")
        within = [name for group in names.groups[:1] for name in group if name in offered]
        if not chosen and len(names.groups) == 1 and len(within) == 1:
            chosen = within[0]
            if not says_only_where(self.utterance, names) and self._asks_anew(chosen):
                return None
        if chosen not in self.desks:
            return None
        only = says_only_where(self.utterance, names) or not names.groups
        text = self.state.last_text if only else f"{self.state.last_text}，{self.utterance.text}"
        state = replace(self.state, choices=(), placed=chosen)
        return self._within(chosen, replace(self.utterance, text=text), state)

    def _offered_in(self) -> str:
        """The document of the measure or clause that was offered under just these words; "" for none."""
        targets = [target for label, target in self.state.choices if fold(label) == self.utterance.bare]
        home = targets[0].partition(":")[2].rpartition("/")[0] if targets else ""
        return home if home in self.desks else ""

    def _asks_anew(self, policy: str) -> bool:
        return not self.utterance.is_brief and self._rank(policy) == RANK["sure"]

    def _called(self, names: Named) -> TurnResult:
        """A document or a place is named: the talk is in its document from now on."""
        group = names.groups[0]
        if len(group) > 1:
            talk = self.state.topic.policy
            return self._in_talk() if talk in group else self._fitting(group, placed=group[0] if names.firm else "")
        meant, talk = group[0], self.state.topic.policy
        placed = meant if names.firm or not (self.state.placed or names.hint) else self.state.placed
        state, said = replace(self.state, placed=placed), self.utterance
        if names.by_title:  # whose words are those of its matter
            said = replace(said, text=with_this(said, names))
        if not talk and says_only_where(self.utterance, names):
            return self._noted(meant, replace(state, placed=meant))
        if not talk or talk == meant:
            return self._within(meant, said, state)
        if says_only_where(self.utterance, names):
            return self._the_same(meant, state)
        return self._within(meant, said, _aside(state))

    def _noted(self, policy: str, state: State) -> TurnResult:
        """Nothing is asked yet: which document answers from now on."""
        found = self.knowledge.policy(policy)
        terms = [measure.name for measure in self.desks[policy].knowledge.measures[:MOST]]
        view = PlacedView(found, self.knowledge.level(found), terms)
        return TurnResult(plain_reply(ReplyKind.SMALLTALK, view), replace(state, choices=()))

    def _the_same(self, policy: str, state: State) -> TurnResult:
        """「那临东呢」: what was asked of one place, of another."""
        desk, topic = self.desks[policy], state.topic
        spoken = self._said_to(policy, self.utterance.text)
        if topic.measure:
            measure = self.knowledge.measure(topic.measure, topic.policy)
            if (same := _counterpart(measure, desk, spoken)) and (topic.standing.inputs or topic.standing.items):
                standing = _carried(topic.standing, measure, same, self.knowledge)
                there = _aside(state).on(Topic(policy, same.clause, same.id, standing), choices=(), asked="")
                result = continue_measure(Turn(spoken, there), same, resumed=True)
                return self._from(policy, _still_asking(result, state.last_text))
        asked = named(replace(self.utterance, text=state.last_text))
        text = without(replace(self.utterance, text=state.last_text), asked) if asked.groups else state.last_text
        result = self._within(policy, replace(self.utterance, text=text or self.utterance.text), _aside(state))
        return _still_asking(result, text)

    @property
    def _goes_on(self) -> bool:
        return self.state.topic.policy in self.desks

    def _in_talk(self) -> TurnResult:
        """The talk goes on in its document, unless another one gives what is asked now and this one does not."""
        talk = self.state.topic.policy
        if self.state.previous and comes_back(self.utterance.text) and self.state.previous.policy in self.desks:
            talk = self.state.previous.policy
        other = self._elsewhere(talk)
        if not other:
            return self._within(talk, self.utterance, self.state)
        found = self.knowledge.policy(other)
        if self.state.placed and not self._is_for(found, self.state.placed):
            return self._lacks(talk, found)
        return self._within(other, self.utterance, _aside(self.state))

    def _near(self, placed: str) -> tuple[str, ...]:
        """The documents that are for the firm's place, its own first."""
        own = self._of_one_place(placed)
        ours = [one.id for one in self.knowledge.policies if one.id in self.desks and self._is_for(one, placed)]
        return tuple(dict.fromkeys((*own, *ours)))

    def _is_for(self, policy: Policy, placed: str) -> bool:
        """Whether the document is for the firm's place too: of the same region, or what its own carries out."""
        ours = self.knowledge.policy(placed)
        return policy.region == ours.region or ours.region in policy.districts or is_basis(policy, ours)

    def _lacks(self, talk: str, other: Policy) -> TurnResult:
        """The document of the talk does not give it; that of another place does."""
        spoken = self._said_to(talk, self.utterance.text)
        reminder = open_question(Turn(spoken, self.state))
        view = AsideView(None, spoken.knowledge.site, spoken.knowledge.policies, reminder)
        reply = replace(plain_reply(ReplyKind.OUT_OF_SCOPE, view), beside=(other,))
        return _to_choose(self._from(talk, TurnResult(reply, self.state)), self.utterance.text, (other,))

    def _elsewhere(self, talk: str) -> str:
        """The document that surely gives what is newly asked, where the one of the talk does not; "" for none."""
        if len(self.utterance.bare) < FEWEST or self.state.checkup:
            return ""
        if self.state.asked and self.utterance.is_brief and self._rank(talk):
            return ""
        fits = self._fits([*self.desks])
        own = next(fit for fit in fits if fit.policy == talk)
        sure = [fit for fit in fits if fit.rank == RANK["sure"] and fit.policy != talk]
        best = max(sure, key=lambda fit: fit.score, default=None)
        if best is None or self._called_by(talk):
            return ""
        asks = self.utterance.is_put_as_question and not self.utterance.figures
        if not (best.called or asks):
            return ""  # 「今年3月9号到期」 tells something of what stands
        lacks = own.rank == 0 or own.score < FAR_BEHIND * best.score
        return best.policy if lacks and best.score >= FAINT else ""

    def _fitting(self, among: Sequence[str], placed: str = "") -> TurnResult:
        """By what fits; where several do, it is asked which."""
        state = replace(self.state, placed=placed or self.state.placed)
        first = among[0] if self.main not in among else self.main
        if of_all := self._of_all(first, among, state):
            return of_all
        fits = self._fits(among)
        best = self._best(fits)
        if len(best) > 1:
            return self._which(best, state)
        meant = best[0] if best else first
        result = self._within(meant, self.utterance, state)
        if state.placed or result.reply.beside or result.reply.kind not in GIVEN:
            return result
        lacking = self.knowledge.policy(self.main) if meant in best and not self._gives(fits, meant) else None
        return replace(result, reply=replace(result.reply, beside=self._as_well(fits, meant), lacking=lacking))

    def _gives(self, fits: Sequence[Fit], meant: str) -> bool:
        """Whether the document of the service's own place gives it too, or is for the same place as the one meant."""
        ours = next((fit for fit in fits if fit.policy == self.main), None)
        apart = ours is not None and not self._is_for(self.knowledge.policy(meant), self.main)
        return not apart or ours is None or ours.rank == RANK["sure"] or ours.called > 0

    def _best(self, fits: Sequence[Fit]) -> list[str]:
        """The documents that take the message best, the main one first; none where none takes it."""
        fits = [fit for fit in fits if fit.rank]
        if not fits:
            return []
        most, called = max(fit.score for fit in fits), max(fit.called for fit in fits)
        bare = any(fit.called == called > 0 and fit.policy not in self._spoken for fit in fits)
        kept = [
            fit.policy
            for fit in fits
            if fit.called >= AS_WELL * called > 0
            or (fit.score >= AS_LIKELY * most > 0 and not bare and called < PLAINLY)
        ]
        home = self.state.placed or self.main
        if home in kept:  # the service is for its place: another is as likely meant where both give the same
            return [home, *(name for name in kept if name != home and self._is_the_same(home, name))]
        return kept or [max(fits, key=lambda fit: (fit.score, fit.called)).policy]

    def _is_the_same(self, one: str, other: str) -> bool:
        """Whether both documents give what is asked under one name."""
        return bool(self._names_of(one) & self._names_of(other))

    def _names_of(self, policy: str) -> set[tuple[str, str]]:
        """What the document calls what the message is about: its measure and the clause of this, else a clause."""
        spoken = self._said_to(policy, self.utterance.text)
        choices = [choice for choice in choose(spoken, spoken.understood, None) if choice.by_name]
        if choices:
            found = [one.measure for one in choices if one.score == choices[0].score]
            return {(one.name, self.knowledge.policy(policy).clause(one.clause).title) for one in found}
        hits = self.desks[policy].matcher.match(self.utterance.text).hits
        return {("", hits[0].title)} if hits else set()

    def _as_well(self, fits: Sequence[Fit], policy: str) -> tuple[Policy, ...]:
        """Documents of other places that call something of theirs by as many of the words as the one that answers."""
        own = next(fit.called for fit in fits if fit.policy == policy)
        others = [fit.policy for fit in fits if fit.policy != policy and fit.rank and fit.called >= AS_WELL * own > 0]
        return tuple(self.knowledge.policy(name) for name in others[:MOST])

    def _fits(self, among: Sequence[str]) -> list[Fit]:
        """How each takes the message: by itself, and among all."""
        whole: dict[str, float] = {}
        for hit in self.utterance.match.hits:
            whole[hit.policy] = max(whole.get(hit.policy, 0.0), hit.score)
        fits = []
        for name in among:
            own = self.desks[name].matcher.match(self.utterance.text)
            alone = own.hits[0].score if own.hits else 0.0
            score = whole.get(name, 0.0) if whole else alone
            called = self._called_by(name)
            bare = name not in self._spoken and own.section != PLACE
            rank = RANK.get(own.verdict, 0) or (RANK["unsure"] if called and bare else 0)
            fits.append(Fit(name, rank, score, called))
        return fits

    def _rank(self, policy: str) -> int:
        return RANK.get(self.desks[policy].matcher.match(self.utterance.text).verdict, 0)

    def _called_by(self, policy: str) -> float:
        """How much of the message calls a measure of the document by its name."""
        spoken = self._said_to(policy, self.utterance.text)
        named = [choice.measure for choice in choose(spoken, spoken.understood, None) if choice.by_name]
        return max((_length_called(one, spoken.understood) for one in named), default=0.0)

    def _of_one_place(self, policy: str) -> tuple[str, ...]:
        """The documents for the place of this one."""
        region = self.knowledge.policy(policy).region
        same = [one.id for one in self.knowledge.policies if one.region == region and one.id in self.desks]
        return tuple(same)

    # the reply

    def _said_to(self, policy: str, text: str) -> Utterance:
        desk = self.desks[policy]
        return replace(self.utterance, text=text, knowledge=desk.knowledge, matcher=desk.matcher)

    def _within(self, policy: str, utterance: Utterance, state: State, change: Change | None = None) -> TurnResult:
        """The turn as the document by itself takes it; where it has nothing, what the others have."""
        spoken = self._said_to(policy, utterance.text)
        result = respond(spoken, state, change)
        told = self._from(policy, result)
        if change:
            return told
        if result.reply.kind is ReplyKind.OUT_OF_SCOPE:
            return self._not_there(policy, utterance, told)
        if result.reply.eligible is False:
            return replace(told, reply=replace(told.reply, beside=self._beside(policy, utterance)))
        return told

    def _not_there(self, policy: str, utterance: Utterance, told: TurnResult) -> TurnResult:
        """What the document does not give: from one for the same place, or one that this one carries out; else it is
        said which other place's gives it."""
        others = self._beside(policy, utterance)
        view = told.reply.view
        if isinstance(view, AsideView):
            known = sorted(self.knowledge.policies, key=lambda one: one.id != policy)
            if view.topic and view.topic.key == PLACE and others:
                others = ()  # of that place there is none
            view = replace(view, policies=self._listed(policy, known))
            told = replace(told, reply=replace(told.reply, view=view))
        for other in others:
            if self._is_for(other, policy):
                spoken = self._said_to(other.id, utterance.text)
                found = respond(spoken, _aside(told.state))
                if found.reply.kind is not ReplyKind.OUT_OF_SCOPE:
                    return self._from(other.id, found)
        return _to_choose(told, utterance.text, others)

    def _listed(self, policy: str, known: Sequence[Policy]) -> tuple[Policy, ...]:
        """In which documents something is not: that of the firm's place, else all."""
        placed = bool(self.state.placed or self.state.topic.policy)
        return (self.knowledge.policy(policy),) if placed else tuple(known[:MOST])

    def _beside(self, policy: str, utterance: Utterance) -> tuple[Policy, ...]:
        """The other documents that surely give what is asked."""
        side = _Side(
            replace(utterance, knowledge=self.knowledge, matcher=self.utterance.matcher), self.state, self.desks
        )
        fits = side._fits([name for name in self.desks if name != policy])
        found = [fit for fit in fits if (fit.called and fit.rank) or (fit.rank == RANK["sure"] and fit.score >= FAINT)]
        return tuple(self.knowledge.policy(fit.policy) for fit in sorted(found, key=lambda fit: -fit.score)[:MOST])

    def _from(self, policy: str, result: TurnResult) -> TurnResult:
        """The reply with its document named."""
        reply = result.reply
        if isinstance(reply.view, AsideView) and reply.kind is ReplyKind.SMALLTALK and not result.state.placed:
            known = sorted(self.knowledge.policies, key=lambda one: one.id != self.main)
            return replace(result, reply=replace(reply, view=replace(reply.view, policies=known)))
        if reply.kind in OF_NONE and reply.kind is not ReplyKind.OUT_OF_SCOPE:
            return result
        topic = result.state.topic.policy
        source = self.knowledge.policy(reply.clauses[0].policy if reply.clauses else policy)
        if reply.kind is ReplyKind.OUT_OF_SCOPE and not (result.state.placed or topic):
            return result
        kept = replace(reply, document=source, level=self.knowledge.level(source))
        return replace(result, reply=kept)

    def _which(self, among: Sequence[str], state: State) -> TurnResult:
        """Several documents give it: which one?"""
        policies = [self.knowledge.policy(name) for name in among[:MOST]]
        rows = [self._offered(policy) for policy in policies]
        places = len({policy.region for policy in policies})
        labels = [row.label if places == len(policies) else f"{row.label} {row.policy.short_title}" for row in rows]
        hits = [
            hit_of(self.knowledge, row.policy.id, row.clause.id, 1.0 / (place + 1))
            for place, row in enumerate(rows)
            if row.clause
        ]
        view = WhichView(tuple(replace_label(row, label) for row, label in zip(rows, labels, strict=True)))
        reply = Reply(ReplyKind.ASK, view, clauses=tuple(hits), sure=False, missing=("document",), focus="amount")
        choices = tuple((label, DOCUMENT + row.policy.id) for label, row in zip(labels, rows, strict=True))
        after = _aside(state)
        return TurnResult(reply, replace(after, choices=choices, asked="", last_text=self.utterance.text))

    def _offered(self, policy: Policy) -> Offered:
        match = self.desks[policy.id].matcher.match(self.utterance.text)
        clause = policy.clause(match.hits[0].clause) if match.hits else None
        return Offered(policy, policy.place, clause, self.knowledge.level(policy))

    # several documents in one reply

    def _of_all(self, first: str, among: Sequence[str], state: State) -> TurnResult | None:
        """Where something is asked that every document has its own answer to: each one's, under its name."""
        utterance = self.utterance
        if len(among) < SEVERAL:
            return None
        if result := duties_asked(Turn(utterance, State())):  # document by document, never added up
            return replace(result, state=state)
        overview = utterance.wants("overview")
        own = self.desks[first].matcher.match(utterance.text)
        meta = own.verdict == "meta" and (names_document(utterance) or own.section in OF_ANY)
        if not overview and not meta:
            return None
        order = sorted(among, key=lambda name: name != first)[:MOST]
        if overview and not isinstance(respond(self._said_to(first, utterance.text), state).reply.view, OverviewView):
            return None  # a check-up begins, which goes on in its own document
        return self._rows([(name, self._said_to(name, utterance.text)) for name in order], state)

    def _each(self, names: Named) -> TurnResult:
        """Several documents are named: each by itself, and how far the sums are apart."""
        text = without(self.utterance, names) or self.utterance.text
        if says_only_where(self.utterance, names) and self.state.last_text:
            text = self.state.last_text
        meant = list(dict.fromkeys(name for group in names.groups for name in group))[:MOST]
        return self._rows([(name, self._said_to(name, text)) for name in meant], self.state)

    def _rows(self, said: Iterable[tuple[str, Utterance]], state: State) -> TurnResult:
        found = [(name, respond(one, State()).reply, one) for name, one in said]
        for kind in (ReplyKind.OVERVIEW, ReplyKind.META):  # the others have no answer of that kind
            if any(reply.kind is kind for _, reply, _ in found):
                found = [row for row in found if row[1].kind is kind]
                break
        if len(found) == 1:
            return self._within(found[0][0], found[0][2], state)
        rows = [
            RowOf(
                self.knowledge.policy(name),
                self.knowledge.level(self.knowledge.policy(name)),
                tuple(line for line in lines(reply) if line.role in ROLES),
                reply.amount,
            )
            for name, reply, _ in found
        ]
        replies = [reply for _, reply, _ in found]
        shown = 1 + SHOWN * (replies[0].kind is ReplyKind.OVERVIEW)
        hits = tuple(hit for reply in replies for hit in reply.clauses[:shown])
        sums = [Alternative(row.amount, row.policy.place) for row in rows if row.amount is not None]
        same = len({one.kind for one in replies}) == 1 and replies[0].kind in (ReplyKind.META, ReplyKind.OVERVIEW)
        kind = replies[0].kind if same else ReplyKind.ANSWER
        reply = Reply(kind, BesideView(rows), clauses=hits, alternatives=tuple(sums), focus=replies[0].focus)
        choices = tuple((row.policy.place, DOCUMENT + row.policy.id) for row in rows)
        text = found[0][2].text
        return TurnResult(reply, replace(_aside(state), choices=choices, asked="", last_text=text))


def _length_called(measure: Measure, text: str) -> float:
    """Characters of the text that are in words by which the measure is called, a whole name twice."""
    covered = {at for found in find(text, (*measure.words, *measure.needs)) for at in range(found.start, found.end)}
    return float(len(covered) + (len(measure.name) if fold(measure.name) in text else 0))


def replace_label(row: Offered, label: str) -> Offered:
    return row._replace(label=label)


def _aside(state: State) -> State:
    """The talk without its topic, which is kept to come back to."""
    return state.on(Topic(), asked="", choices=(), failures=0, checkup=None) if state.topic.clause else state


def _to_choose(told: TurnResult, text: str, others: Sequence[Policy]) -> TurnResult:
    """The reply with the documents of other places that give what ``text`` asks: a place is enough to go there."""
    if not others:
        return told
    choices = tuple((one.place, DOCUMENT + one.id) for one in others)
    state = replace(told.state, choices=choices, last_text=text)
    return TurnResult(replace(told.reply, beside=tuple(others)), state)


def _counterpart(measure: Measure, desk: Desk, spoken: Utterance) -> Measure | None:
    """The measure of the other document that is of the same kind: of the same id and formula, else called alike."""
    same = [one for one in desk.knowledge.measures if one.formula == measure.formula]
    if alike := next((one for one in same if one.id == measure.id or one.name == measure.name), None):
        return alike
    called = replace(spoken, text=measure.name)
    found = [choice.measure for choice in choose(called, called.understood, None) if choice.by_name]
    return next((one for one in found if one in same), None)


def _still_asking(result: TurnResult, text: str) -> TurnResult:
    """The talk as one in which ``text`` was said last: what is asked of the next place is that again."""
    return replace(result, state=replace(result.state, last_text=text))


def _carried(standing: Standing, of: Measure, measure: Measure, knowledge: Knowledge) -> Standing:
    """What was said of one measure, as far as the other asks for it by the same role; where the firm is was said of the
    one alone."""
    places = {fact.key for fact in place_facts(knowledge)}
    roles = {record.role or record.key: record.key for record in measure.inputs}
    same = {one.key: roles[one.role or one.key] for one in of.inputs if (one.role or one.key) in roles}

    def taken(slots: Mapping[str, Slot]) -> dict[str, Slot]:
        return {same[key]: slot for key, slot in slots.items() if key in same}

    items = tuple(filter(None, (taken(item) for item in standing.items)))
    facts = {key: value for key, value in standing.facts.items() if key not in places}
    return Standing(taken(standing.inputs), items, facts)
