"""What the records say to a kind of question: the sentence staff wrote for it, else what can be derived."""

from collections.abc import Sequence

from bot.memo import PerObject, per_text
from bot.messages import ClauseHit, Reply, ReplyKind
from bot.nlu.firm_place import without_names
from bot.nlu.phrases import FoundPhrase, Lists, find, says
from bot.replies.build import hit_of, told_apart
from bot.replies.views import NOTHING, Extra, Told, ToldView
from knowledge.records.answers import ANY
from knowledge.records.model import Answer, Clause, Knowledge, Measure
from knowledge.text.tokens import fold

OF_THE_CLAUSE = ("need", "effect", "meaning", "list")  # what a clause says holds for its measures that say nothing

CLOSE = 0.25  # share of the best clause's score from which another may be meant, and is named


class Filed:
    """The answers of one version by what they are of, and the words of each found in one pass over a text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        filed: dict[tuple[str, str, str], list[Answer]] = {}
        for answer in knowledge.answers:
            for kind in answer.kinds:
                filed.setdefault((answer.policy, answer.of, kind), []).append(answer)
        self._filed = filed
        self._looked_up: dict[tuple[str, str, str], tuple[tuple[Answer, ...], Lists]] = {}

    def of(self, policy: str, of: str, kind: str) -> tuple[tuple[Answer, ...], Lists]:
        """The answers to a kind of question, and their words: of the third "words 2", and "unless 2" against it."""
        if (key := (policy, of, kind)) not in self._looked_up:
            whatever = () if kind == "need" else self._filed.get((policy, of, ANY), ())
            answers = (*self._filed.get(key, ()), *whatever)
            words = {f"words {place}": one.words for place, one in enumerate(answers)}
            against = {f"unless {place}": one.unless for place, one in enumerate(answers)}
            self._looked_up[key] = answers, Lists({**words, **against})
        return self._looked_up[key]


_answers: PerObject[Knowledge, Filed] = PerObject(Filed)
_names: PerObject[Clause, frozenset[str]] = PerObject(lambda clause: frozenset(map(fold, clause.words)))


def written(
    knowledge: Knowledge, clause: Clause, measure: Measure | None, kind: str, text: str, *, particular: bool = False
) -> Answer | None:
    """What staff wrote for the measure, else for the clause; of several the one with most of its words in ``text``.
    ``particular``: only one that was written for such words. A need is met by what was written for needs alone."""
    worded, plain = _written(_answers(knowledge), clause, measure.id if measure else "", kind, text)
    return worded if worded or particular else plain


@per_text
def _written(filed: Filed, clause: Clause, measure: str, kind: str, text: str) -> tuple[Answer | None, Answer | None]:
    """The answer that was written for words of the text, and the first that was written for none."""
    folded = fold(text)
    anywhere = without_names(folded, filed.knowledge)
    places = ([measure] if measure else []) + [clause.id]
    worded: list[tuple[int, int, Answer]] = []
    plain: list[Answer] = []
    for rank, of in enumerate(places):
        answers, lists = filed.of(clause.policy, of, kind)
        mentioned, elsewhere = lists.mentioned(folded), lists.mentioned(anywhere) if anywhere else frozenset[str]()
        for place, answer in enumerate(answers):
            if f"unless {place}" in mentioned and says(folded, answer.unless):
                continue
            if not answer.words:
                if of != clause.id or not measure or kind in OF_THE_CLAUSE:
                    plain.append(answer)
            elif said := _said(place, answer, folded, mentioned) or _said(place, answer, anywhere, elsewhere):
                worded.append((sum(_weight(one.phrase, clause) for one in said), -rank, answer))
    best = max(worded, key=lambda one: one[:2])[2] if worded else None
    return best, plain[0] if plain else None


def _weight(phrase: str, clause: Clause) -> int:
    """How much a phrase tells of what is asked: next to nothing where it only names the clause itself."""
    return 1 if phrase in _names(clause) else len(phrase)


def _said(place: int, answer: Answer, text: str, mentioned: frozenset[str]) -> list[FoundPhrase]:
    """The words of an answer that stand in a text in which these lists are mentioned."""
    return find(text, answer.words) if f"words {place}" in mentioned else []


def told_reply(
    knowledge: Knowledge,
    clause: Clause,
    answers: Sequence[Told],
    hits: Sequence[ClauseHit],
    *,
    measure: Measure | None = None,
    sure: bool = True,
    offer: bool = True,
    extra: Extra = NOTHING,
) -> Reply:
    """The reply made of ``answers``, first about ``clause``; where that is not sure the next clauses are
    named, if they are to be offered."""
    others = [one for one in hits if (one.policy, one.clause) != (clause.policy, clause.id)]
    close = [one for one in others if one.score >= CLOSE * hits[0].score]
    first = hit_of(knowledge, clause.policy, clause.id, hits[0].score if hits else 1.0)
    return Reply(
        kind=ReplyKind.ANSWER,
        view=ToldView(
            policy=knowledge.policy(clause.policy),
            clause=clause,
            measure=measure,
            answers=answers,
            others=told_apart(knowledge, close[:2]) if offer and not sure else (),
            extra=extra,
        ),
        clauses=(first, *others)[:5],
        sure=sure,
        measure=measure.id if measure else None,
        focus=answers[0].kind,
        lead=clause.lead,
        cooperate=clause.cooperate,
        next_steps=measure.next_steps if measure else clause.next_steps,
    )
