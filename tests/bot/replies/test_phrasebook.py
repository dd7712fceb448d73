"""What a chip sends reads back as the fact it stands for; one book for each version."""

from bot.measures.assess import Standing
from bot.nlu.facts import read_doubts, read_facts
from bot.replies.phrasebook import phrasebook_of
from knowledge.text.tokens import fold


def test_one_book_for_each_version(known) -> None:
    assert phrasebook_of(known) is phrasebook_of(known)


def test_every_phrase_states_its_fact(known) -> None:
    book = phrasebook_of(known)
    said = [(fact, value, book.phrase(fact.key, value)) for fact in known.facts.values() for value in fact.values]
    assert len([phrase for _, _, phrase in said if phrase]) > 20
    for fact, value, phrase in said:
        if phrase and value == "unknown":
            assert fact.key in read_doubts(fold(phrase), known.facts)
        elif phrase:
            assert read_facts(fold(phrase), known.facts)[fact.key] == value


def test_that_it_is_not_known_is_offered_once(known) -> None:
    book = phrasebook_of(known)
    questions = [one for measure in known.measures for one in book.questions(measure, Standing())]
    asked = [one for one in questions if one.chips]
    assert len(asked) > 20
    for one in asked:
        assert [chip.value for chip in one.chips].count("unknown") == 1, one.key
