"""How characters sound, and what letters spell."""

import pytest

from knowledge.text.pinyin import loose_signs, signs, sound, spelled


def test_homophones_have_the_same_sound_and_sign() -> None:
    assert sound("专力") == sound("专利") == ("zhuan", "li")
    assert "专力".translate(signs()) == "专利".translate(signs()) != "担保".translate(signs())


def test_what_hurried_typing_mixes_up_sounds_alike_only_loosely() -> None:
    assert "知".translate(signs()) != "资".translate(signs())
    assert "知".translate(loose_signs()) == "资".translate(loose_signs())


@pytest.mark.parametrize(
    ("letters", "syllables"),
    [("zhuanli", ("zhuan", "li")), ("danbao", ("dan", "bao")), ("ipo", ()), ("xyz", ()), ("an", ())],
)
def test_letters_spell_syllables_from_end_to_end_or_nothing(letters: str, syllables: tuple[str, ...]) -> None:
    assert spelled(letters) == syllables
