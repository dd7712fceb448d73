"""What staff answered themselves: questions in wordings of theirs, rulings on what a document leaves open, guides on
how a measure is applied for. It stands apart from the document's words, with who said it and when."""

import re
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from bot.copies import replace
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.memo import PerObject
from bot.messages import Reply, ReplyKind
from bot.nlu.phrases import mentions
from bot.nlu.utterance import Utterance
from bot.replies.build import hit_of
from bot.replies.views import StaffView
from knowledge.records.model import Clause, Faq, Guide, Knowledge, Ruling
from knowledge.text.tokens import fold

NEAR = 88  # of 100: the same question but for a particle or a slip of the finger
SHORTEST = 6  # characters of a question of which a near wording is taken for it
# What makes another question of nearly the same words: a denial, a number, another kind
DECIDES = re.compile(r"[0-9.%％不没未无非别否一二三四五六七八九十百千万亿几多少谁哪省市县]")
MARKS = re.compile(r"[\s，。？！、,.?!:：；;“”\"'（）()~…]+")
OF_GUIDE = ("how", "materials", "when", "who")  # what a guide answers
Named = Faq | Ruling


def bare(text: str) -> str:
    """A question without what does not count in it."""
    return MARKS.sub("", fold(text))


class Asked:
    """The wordings that staff answered, each with its answer."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.answers: dict[str, Named] = {}
        for ruling in knowledge.rulings:
            self.answers |= {bare(text): ruling for text in (*ruling.asks, ruling.question)}
        for faq in knowledge.faqs:
            self.answers |= {bare(text): faq for text in faq.asks}

    def of(self, text: str) -> Named | None:
        """The answer to this question in this or nearly this wording."""
        said = bare(text)
        if said in self.answers or len(said) < SHORTEST:
            return self.answers.get(said)
        for wording, _, _ in process.extract(said, list(self.answers), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3):
            if not _decides(said, wording):
                return self.answers[wording]
        return None


_asked: PerObject[Knowledge, Asked] = PerObject(Asked)


def _decides(said: str, wording: str) -> bool:
    """Whether what differs between the two makes another question of it."""
    changed = [one for one in Indel.opcodes(said, wording) if one.tag != "equal"]
    parts = (said[c.src_start : c.src_end] + wording[c.dest_start : c.dest_end] for c in changed)
    return any(map(DECIDES.search, parts))


def answered_by_staff(turn: Turn) -> TurnResult | None:
    """A question in a wording that staff answered. What stands in the talk goes on standing."""
    utterance = turn.utterance
    if turn.state.leaves or (not utterance.knowledge.faqs and not utterance.knowledge.rulings):
        return None
    found = _asked(utterance.knowledge).of(utterance.text)
    if found is None or (isinstance(found, Ruling) and not found.holds(utterance.day)):
        return None
    clause = _clause(utterance.knowledge, found)
    reply = Reply(
        kind=ReplyKind.ANSWER,
        view=StaffView(found, utterance.knowledge.policy(found.policy), clause),
        clauses=(hit_of(utterance.knowledge, clause.policy, clause.id),) if clause else (),
        focus="other",
        lead=clause.lead if clause else (),
        cooperate=clause.cooperate if clause else (),
    )
    return TurnResult(reply, replace(turn.state, last_text=utterance.text))


def _clause(knowledge: Knowledge, one: Named) -> Clause | None:
    return knowledge.policy(one.policy).clause(one.of) if one.of else None


def with_staff(utterance: Utterance, reply: Reply) -> Reply | None:
    """The reply with the rulings and the guide that belong to what was asked, and the county's own contacts; None where
    there are none."""
    knowledge = utterance.knowledge
    if not reply.clauses or isinstance(reply.view, StaffView):
        return None
    if not (knowledge.rulings or knowledge.guides or any(p.county_contacts for p in knowledge.policies)):
        return None
    first = reply.clauses[0]
    rulings = ruled(knowledge.rulings, (first.policy, first.clause), utterance.folded, utterance.day)
    guide = _guide(knowledge, reply) if reply.focus in OF_GUIDE else None
    clause = knowledge.policy(first.policy).clause(first.clause)
    near = [
        one
        for one in knowledge.policy(first.policy).county_contacts
        if one.county in utterance.text and one.department in clause.offices
    ]
    return replace(reply, rulings=rulings, guide=guide, nearby=tuple(near)) if rulings or guide or near else None


def ruled(rulings: Sequence[Ruling], home: tuple[str, str], folded: str, day: date) -> tuple[Ruling, ...]:
    """The rulings in force on a question about this clause, of which it speaks."""
    return tuple(
        one
        for one in rulings
        if (one.policy, one.of or home[1]) == home and one.holds(day) and mentions(folded, one.words)
    )


def _guide(knowledge: Knowledge, reply: Reply) -> Guide | None:
    """The guide to the measure a reply is about; to that of its clause, where it has but one with a guide."""
    first = reply.clauses[0]
    own = {one.id for one in knowledge.measures if one.home == (first.policy, first.clause)}
    found = [one for one in knowledge.guides if one.policy == first.policy and one.measure in own and one.told]
    named = [one for one in found if one.measure == reply.measure]
    return named[0] if named else found[0] if len(found) == 1 and not reply.measure else None
