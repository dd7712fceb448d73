"""What a message gives a measure: figures by their roles, facts, the answer to the question that was put."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.copies import replace
from bot.dialogue.acts import Acts
from bot.dialogue.asks_why import only_why
from bot.dialogue.conditions_told import (
    answer_of,
    begins_with_a_break,
    conditions_put,
    doubted,
    facts_of,
    replies_to,
    stands_against,
    supposed_facts,
    unclear_of,
)
from bot.dialogue.divided import divided
from bot.dialogue.dragged_on import with_what_drags_on
from bot.dialogue.figures_told import (
    filled_in,
    filling_of,
    fits_question,
    gives_figures,
    is_under_way,
    looked_at,
    saying,
    taken_for_another,
    tells_of_more,
    tells_of_none_yet,
    unit_answered,
)
from bot.dialogue.granted import with_the_decision
from bot.dialogue.had_before import had_for_another, without_what_was_for_another
from bot.dialogue.left_out_here import left_out, tails
from bot.dialogue.listed import FromList, from_list, with_own_conditions
from bot.dialogue.made_up_of import reduced
from bot.dialogue.not_due import without_a_part_repaid, without_undue, without_what_is_ahead
from bot.dialogue.not_known_yet import without_what_is_not_known
from bot.dialogue.part_anew import with_the_part_anew
from bot.dialogue.part_breaks import with_what_counts
from bot.dialogue.part_told import with_its_own, without_the_part
from bot.dialogue.rows_by_class import of_one_class
from bot.dialogue.split_up import without_what_does_not_count
from bot.dialogue.state import State
from bot.dialogue.told_before import told_before
from bot.dialogue.told_of_rule import without_the_rule
from bot.dialogue.update import moves
from bot.figures import read_figures
from bot.measures.assess import Standing, broken_conditions
from bot.memo import Once
from bot.nlu.hearing import Setting
from bot.nlu.several import read_several
from bot.nlu.utterance import Utterance
from bot.slots.called import is_looked_at
from bot.slots.fill import Filling
from bot.slots.given_less import given_less
from bot.slots.had_in_part import only_to_be_had, without
from bot.slots.parts import money_keys
from bot.slots.reconcile import Aside
from bot.slots.swapped import swapped
from bot.slots.units import UNIT_WORDS
from bot.slots.whose import OF_OTHER_LOAN
from knowledge.records.model import Fact, Measure

OF_ELSEWHERE = "of_elsewhere"  # why a figure is set aside that tells what another place pays
GUESSED = re.compile("应该是[^，。；]{0,8}吧")  # 「登记应该是办了吧」 puts nothing right


@dataclass(frozen=True, slots=True)
class Taken:
    """What a calculation takes in. ``filling``: figures by input; ``facts``: conditions stated, or answered;
    ``doubts``: conditions said not to be known; ``unclear``: those a word of which was said and not understood."""

    filling: Filling
    facts: Mapping[str, str]
    doubts: frozenset[str]
    unclear: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the message can be put down."""
        return not (self.filling.inputs or self.filling.problems or self.facts)


NOTHING_TAKEN = Taken(Filling(), {}, frozenset())


class Extraction:
    """What one message gives one measure, in the light of what was asked and what stands; read as it is asked for.

    ``figures``: a figure is given, or one that must be complained about; ``usable``: that, or a fact the measure uses;
    ``breaks``: a stated fact breaks a condition; ``answers``: it can be the answer to the question that was put.
    """

    def __init__(self, utterance: Utterance, state: State, measure: Measure, acts: Acts) -> None:
        self._only_planned = only_to_be_had(utterance.text, utterance.figures)
        told = without(utterance.text, self._only_planned)
        self._utterance = saying(utterance, told) if self._only_planned else utterance
        self._state, self._measure, self._acts = state, measure, acts
        self._elsewhere, self._let_be = utterance.elsewhere, utterance.let_be
        self._taken_off: tuple[Aside, ...] = ()
        self._reduce()
        self._without_one = self._leaving_one_out()

    @Once
    def filling(self) -> Filling:
        """What its figures fill, with those named that were only to be had."""
        aside = [Aside(figure, "not_final") for _, _, figure in self._only_planned]
        aside += [Aside(figure, OF_ELSEWHERE) for figure in read_figures(self._elsewhere, self._utterance.day)]
        aside += [Aside(figure, OF_OTHER_LOAN) for figure in read_figures(self._let_be, self._utterance.day)]
        aside += self._taken_off
        return replace(self._had, aside=(*self._had.aside, *aside)) if aside else self._had

    def _reduce(self) -> None:
        """Leaves what does not count out of a sum that is told with its parts."""
        if self._measure.main in self._state.topic.standing.inputs:
            return
        found = reduced(self._utterance, self._measure) or of_one_class(self._utterance, self._measure)
        if found is not None:
            self._utterance, self._taken_off = saying(self._utterance, found.text), found.aside

    def _leaving_one_out(self) -> Filling | None:
        """What it gives where it tells of several and leaves one of them out; the message is then the rest of it."""
        if self._measure.main in self._state.topic.standing.inputs:
            return None
        for tail in tails(self._utterance, self._measure):
            rest = Extraction(saying(self._utterance, tail.head), self._state, self._measure, self._acts)
            if (left := left_out(tail, rest.filling, rest.told.figures, self._measure)) is not None:
                self._utterance = rest.told
                return left
        return None

    @property
    def told(self) -> Utterance:
        """The message without what is only said beside what it tells."""
        return self._utterance

    @Once
    def _had(self) -> Filling:
        return self._only_why or self._without_one or self._swapped() or self._given_less() or self._of_all()

    @property
    def only_why(self) -> bool:
        """Whether it asks with figures why what stands comes to what it does, and gives nothing."""
        return self._only_why is not None

    @Once
    def _only_why(self) -> Filling | None:
        """What it gives where it asks why what stands comes to what it does: nothing."""
        return only_why(self._utterance, self._state) if is_under_way(self._state, self._measure) else None

    def _given_less(self) -> Filling | None:
        """What is left of a grant that stands, where something was taken off it."""
        standing, main = self._state.topic.standing, self._measure.main
        if standing.items or not is_under_way(self._state, self._measure):
            return None
        left = given_less(self._utterance.text, self._utterance.figures, standing.inputs, main, self._measure)
        return Filling({main: left}, others=standing.others, net=True) if left else None

    def _swapped(self) -> Filling | None:
        """One value of one of the parts in the place of another, and nothing else."""
        standing = self._state.topic.standing
        found = swapped(self._utterance.text, self._utterance.figures, standing.parts, self._measure)
        if found is None:
            return None
        return Filling({found.key: found.slot}, others=standing.others, part=found.index)

    def _of_all(self) -> Filling:
        if is_under_way(self._state, self._measure):
            apart = divided(self._utterance, self._state.topic.standing, self._measure)
            if apart is not None:
                return apart
        if self._listed:
            return self._listed.filling
        filling = filling_of(self._utterance, self._state, self._measure, self._acts, self.unit)
        if len(filling.items) > 1 and not self._state.topic.standing.items:
            filling = with_own_conditions(self._utterance, self._measure, filling)
        heard = filling
        filling = without_what_does_not_count(self._utterance, self._measure, filling)
        filling = with_the_part_anew(self._utterance, self._state, self._measure, filling)
        filling = with_what_counts(self._utterance, self._state, self._measure, filling)
        filling = without_the_part(self._utterance, self._state, self._measure, filling)
        filling = with_its_own(self._utterance, self._state, self._measure, filling)
        filling = without_what_is_not_known(self._utterance, self._measure, filling)
        filling = without_what_was_for_another(self._utterance, self._state.topic.standing, self._measure, filling)
        filling = told_before(filling, self._utterance, self._state, self._measure)
        return heard if taken_for_another(heard, filling) else filling

    @Once
    def unit(self) -> str:
        """The unit it says of the figures of the last message, which were given without one; "" when it says none."""
        return unit_answered(self._utterance, self._state, self._measure)

    @Once
    def _listed(self) -> FromList | None:
        """What the message gives when it lists several loans or policies."""
        standing = self._state.topic.standing
        if self._utterance.bare in UNIT_WORDS or self._measure.main in standing.inputs:
            return None
        setting, unit = Setting(self._measure), self._state.unit

        def read(row: Utterance, asked: str, said: str) -> Filling:
            return filled_in(
                row,
                row.figures,
                self._measure,
                replace(setting, asked=asked, answers=bool(asked)),
                asked=asked,
                unit_in_use=said or unit,
                before={},
            )

        return from_list(self._utterance, self._measure, read)

    @Once
    def taken(self) -> Taken:
        told = self._listed.told if self._listed else _told(self._put_right, self.filling)
        facts: Mapping[str, str] = facts_of(told, self._state, self._measure, self._acts, self)
        before = self._state.topic.standing.inputs if is_under_way(self._state, self._measure) else {}
        facts = without_the_rule(facts, told, self._measure, self._acts)
        facts = without_undue(facts, told, {**before, **self.filling.inputs}, self._measure)
        facts = without_what_is_ahead(facts, told)
        facts = with_what_drags_on(facts, told, {**before, **self.filling.inputs}, self._measure)
        facts = without_a_part_repaid(facts, told, {**before, **self.filling.inputs}, self._measure)
        stood = self._state.topic.standing.facts if is_under_way(self._state, self._measure) else {}
        facts = with_the_decision(facts, self._utterance, self.filling, self._measure, stood)
        elsewhere = before and had_for_another(self._utterance, self._state.topic.standing, self._measure)
        if elsewhere or tells_of_none_yet(self._utterance, self._state, self._measure, self.filling):
            facts = {}
        unclear = unclear_of(self._utterance, self._state, self._measure, facts)
        known = {**self._state.topic.standing.facts, **facts}
        unclear -= {key for key, value in known.items() if stands_against(self._measure, key, value)}
        facts = {**facts, **dict.fromkeys(unclear & self._utterance.unclear, "unknown")}
        asked = self._state.asked
        if (
            facts.get(asked) == "unknown"
            and asked not in unclear
            and stands_against(self._measure, asked, stood.get(asked, ""))
        ):
            del facts[asked]  # 「稍等，我查一下」, where it is asked whether what bars the sum still does
        return Taken(self.filling, facts, doubted(self._utterance, self._measure), unclear)

    @Once
    def figures(self) -> bool:
        again = tells_of_more(self._utterance, self._acts) and bool(
            money_keys(self._measure) & set(self.filling.inputs)
        )
        return self.moves_parts or again or gives_figures(self._utterance, self.filling, self._state, self._measure)

    @Once
    def moves_parts(self) -> bool:
        """Whether the parts that stand change without a figure."""
        if self._only_why is not None or is_looked_at(self._utterance.text):
            return False
        stands = self._state.topic.standing if self._state.topic.measure == self._measure.id else Standing()
        return moves(self._acts, stands, self.filling, self._measure)

    @Once
    def usable(self) -> bool:
        keys = looked_at(self._utterance, self._measure)
        stated = set(self._utterance.facts) & keys
        if is_under_way(self._state, self._measure) or begins_with_a_break(self._utterance, self._state, self._measure):
            stated |= set(supposed_facts(self._utterance)) & keys
        if self.filling.part is not None and len(self._state.topic.standing.parts) > 1:
            stated |= set(self._utterance.of_parts)  # 「100万那笔没备案」
        return self.figures or bool(stated) or self._utterance.wants("all_met")

    @Once
    def breaks(self) -> bool:
        return bool(broken_conditions(self._measure, Standing(facts=self._utterance.facts)))

    @Once
    def mends(self) -> bool:
        """Whether a condition that stands broken no longer is."""
        stands, measure = self._state.topic.standing.facts, self._measure
        now = {key: value for key, value in self.taken.facts.items() if not stands_against(measure, key, value)}
        return any(stands_against(measure, key, stands.get(key, "")) for key in now)

    @Once
    def tells_otherwise(self) -> bool:
        """Whether a condition that was settled is told to be something else: 「基础层给多少」 after the upper layer."""
        stands = self._state.topic.standing.facts
        settled = {key: stands[key] for key in self.taken.facts if stands.get(key, "unknown") not in ("unknown", "")}
        return any(self.taken.facts[key] not in (value, "unknown") for key, value in settled.items())

    @property
    def renews(self) -> bool:
        """Whether an input that stands is given another value."""
        stands = self._state.topic.standing.inputs
        return any(key in stands and stands[key].value != one.value for key, one in self.filling.inputs.items())

    @Once
    def answers(self) -> bool:
        return bool(self.unit) or fits_question(self._utterance, self._state, self._measure, self)

    @Once
    def answer(self) -> str:
        """The value that the message gives the condition just asked about; "" for none."""
        return answer_of(self._put_right, self._state, self._measure)

    @Once
    def _put_right(self) -> Utterance:
        """The message without the word by which what is put right sounds unsure: 「说错了，应该是专利」."""
        if not (self._acts.does("correct") and self._utterance.wants("correct")) or self._acts.asked:
            return self._utterance
        if GUESSED.search(self._utterance.text):
            return self._utterance
        text = self._utterance.text.replace("应该是", "是")
        return self._utterance if text == self._utterance.text else saying(self._utterance, text)

    def replies(self, fact: Fact) -> bool:
        """Whether it can be the answer to that condition at all."""
        return replies_to(self._utterance, fact, self._acts, self)

    @Once
    def several(self) -> Mapping[str, str]:
        """The answers it gives to several of the conditions that the last reply listed; none where it tells of another
        that was not (「省里给否了，一分没有」)."""
        opened = conditions_put(self._utterance, self._state, self._measure)
        others = set(self._utterance.facts) & looked_at(self._utterance, self._measure) - {one.key for one in opened}
        return {} if others else read_several(self._utterance.bare, opened)


def extract(utterance: Utterance, state: State, measure: Measure, acts: Acts) -> Extraction:
    """Reads the message for the measure. ``Turn`` keeps what is read, so that it is read once."""
    return Extraction(utterance, state, measure, acts)


def _told(utterance: Utterance, filling: Filling) -> Utterance:
    """The message without what it says of a part that does not count: that holds for the part alone."""
    text = utterance.text
    for begin, end in reversed(filling.apart):
        text = f"{text[:begin]}，{text[end:]}"
    return saying(utterance, text) if filling.apart else utterance
