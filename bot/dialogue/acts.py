"""What a message does in its talk: what the listener hears, with the phrase lists as evidence and as the fallback."""

import re
from collections.abc import Mapping

from bot.memo import Once
from bot.nlu import changes
from bot.nlu.hearing import Scores
from bot.nlu.persons import relative_of, speaks_of_own
from bot.nlu.utterance import Utterance
from bot.nlu.what_counts import asks_only_what_counts
from bot.records import record

HEARD = 0.5  # score from which an act is taken as done
LIKELY = 0.2  # score from which it is taken when a phrase of the lists says so too
PERHAPS = 0.03  # the same where the words right before a sum say that it comes on top
ASKS = "ask:"
MEANING = "meaning"  # the kind of question what a word means
PUT = 0.15  # what a mark of asking at its end adds to a question
# Another bank or insurer of the same firm, and what of another got into one's own sum, are no other firm
SAME_FIRM = re.compile("同一家?(?:企业|公司|户)|另(?:外)?一家(?:银?行|支行|保险|担保)|混[进在]")
TOLD = ("state", "answer", "correct", "requantify", "add", "remove", "address", "what_if")
DOUBTS, DOUBTED = ("doubt", "ask:claim", "ask:why"), 0.7
# The phrase lists (intents.toml) that speak for an act
SPOKEN: Mapping[str, tuple[str, ...]] = {
    "correct": ("correct",),
    "add": ("add",),
    "remove": ("subtract",),
    "what_if": ("what_if",),
    "cancel": ("cancel",),
    "return": ("back",),
    "other_firm": ("another_firm",),
    "wait": ("unsure", "skip"),
    "ask:compare": ("compare",),
    "ask:inverse": ("inverse", "how_far", "how_much_for"),
    "ask:total": ("total",),
    "ask:who": ("office",),
    "ask:terms": ("conditions", "cap"),
    "ask:materials": ("materials",),
    "ask:how": ("materials",),
    "ask:when": ("when",),
    "ask:frequency": ("yearly", "next_year"),
    "ask:payer": ("payer", "payee"),
    "ask:document": ("wording", "detail"),
    "ask:why": ("working", "why_not"),
    "ask:stacking": ("stacking",),
    "ask:meaning": ("definition",),
    "ask:effect": ("benefit",),
    "ask:list": ("overview", "other_ways"),
    "ask:amount": ("amount",),
}


@record(frozen=True)
class Acts:
    """The acts of one message. ``scores``: as heard, none where nobody listens."""

    utterance: Utterance
    scores: Scores

    def does(self, *acts: str) -> bool:
        """Whether the message does one of these."""
        return not self._done.isdisjoint(acts)

    def score(self, act: str) -> float:
        return self.scores.get(act, 0.0)

    @Once
    def asked(self) -> str:
        """The kind of question put, surest first; "" when nothing is asked, or something is rather told."""
        if asks_only_what_counts(self.utterance.folded):
            return MEANING
        asks = [act for act in self._in_order if act.startswith(ASKS)]
        if not asks and self.utterance.ends_as_question and self.score(f"{ASKS}{self.likeliest}") >= LIKELY:
            asks = [f"{ASKS}{self.likeliest}"]
        best = max(asks, key=self.score, default="")
        told = max((self.score(act) for act in TOLD), default=0.0)
        put = PUT if self.utterance.ends_as_question else 0.0
        asked = "" if self.scores and self.score(best) + put < min(HEARD, told) else best.removeprefix(ASKS)
        return MEANING if asked in ("", "amount") and self._asks_what_counts else asked

    @Once
    def _asks_what_counts(self) -> bool:
        """Whether it asks what counts as something, and tells no figure that it could be asked of."""
        told = any(figure.kind in ("money", "percent") for figure in self.utterance.figures)
        return not told and bool(self.utterance.asked_what_counts)

    @Once
    def likeliest(self) -> str:
        """The kind of question that is heard most, however little; "" when nobody listens."""
        asks = [act for act in self.scores if act.startswith(ASKS)]
        return max(asks, key=self.score, default="").removeprefix(ASKS)

    @Once
    def questions_the_sum(self) -> bool:
        """Whether the sum shown is doubted, or its reason asked for, by however it is put."""
        return self.does("doubt") or sum(self.score(act) for act in DOUBTS) >= DOUBTED

    @Once
    def surely_adds(self) -> bool:
        """Whether something is said to be added rather than put right (「漏了一笔，60万」)."""
        return self.does("add") and self._is_spoken("add") and self.score("add") > self.score("correct")

    @property
    def surely_cancels(self) -> bool:
        """Whether it is heard as a cancel by itself, whatever words of the lists are said."""
        return not self.scores or self.score("cancel") >= HEARD

    @Once
    def _done(self) -> frozenset[str]:
        done = frozenset(self._in_order)
        if changes.comes_to(self.utterance.text, self.utterance.figures):
            done -= {"add", "remove"}
        return done - {"other_firm"} if SAME_FIRM.search(self.utterance.text) else done

    @Once
    def _in_order(self) -> list[str]:
        """All that is done: asked for many times in one turn, and worked out once."""
        if not self.scores:
            return [act for act in (*SPOKEN, "own_firm") if self._is_spoken(act)]
        return [
            act
            for act, score in self.scores.items()
            if score >= HEARD
            or (score >= LIKELY and self._is_spoken(act))
            or (act == "add" and score >= PERHAPS and changes.raises(self.utterance.text, self.utterance.figures))
        ]

    def _is_spoken(self, act: str) -> bool:
        """Whether a phrase of the lists speaks for the act, or its grammar."""
        text = self.utterance.text
        if act == "add":
            by_grammar = changes.adds(text, self.utterance.figures)
        elif act == "correct":
            by_grammar = changes.puts_instead(text, self.utterance.figures)
        elif act == "other_firm":
            by_grammar = bool(relative_of(text))
        elif act == "return":
            by_grammar = changes.comes_back(text)
        else:
            by_grammar = act == "own_firm" and speaks_of_own(text)
        return by_grammar or self.utterance.wants(*SPOKEN.get(act, ()))
