"""How characters sound, without tones: for homophones (专力 → 专利) and for pinyin typed as letters (zhuanli)."""

from functools import cache

from knowledge.text.tokens import VOCABULARY

LONGEST = 6  # letters of the longest syllable (zhuang)
FIRST_SIGN = 0xE000  # of private use: no text that has a meaning has them


@cache
def syllable_of() -> dict[str, str]:
    """Character → its most common syllable, for the characters of everyday print."""
    lines = (VOCABULARY / "pinyin.txt").read_text("utf-8").splitlines()
    rows = [line.split(" ", 1) for line in lines if line and not line.startswith("#")]
    return {character: syllable for syllable, characters in rows for character in characters}


@cache
def known_syllables() -> frozenset[str]:
    return frozenset(syllable_of().values())


def sound(han: str) -> tuple[str, ...]:
    """The syllables of a run of Chinese characters; one that the table lacks sounds like itself."""
    table = syllable_of()
    return tuple([table.get(character, character) for character in han])


def spelled(letters: str) -> tuple[str, ...]:
    """The syllables that ``letters`` spell from end to end (fewest first), or nothing when they do not: "ipo" → ()."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        ways = [
            (*before, letters[start:end])
            for start in range(max(0, end - LONGEST), end)
            if (before := best[start]) is not None and letters[start:end] in known_syllables()
        ]
        best.append(min(ways, key=len, default=None))
    found = best[-1] or ()
    return found if len(found) > 1 or len(letters) > 3 else ()


@cache
def sign_of() -> dict[str, str]:
    """Syllable → the one sign that stands for it."""
    return {syllable: chr(FIRST_SIGN + i) for i, syllable in enumerate(sorted(known_syllables()))}


@cache
def signs() -> dict[int, str]:
    """For ``str.translate``: character → the sign of its syllable. What sounds alike becomes equal, place by place."""
    return {ord(character): sign_of()[syllable] for character, syllable in syllable_of().items()}


@cache
def loose_signs() -> dict[int, str]:
    """The same with made equal what Shandong speech and hurried typing mix up: zh/z, ch/c, sh/s, ng/n, l/n."""
    like = {loosened: chr(FIRST_SIGN + i) for i, loosened in enumerate(sorted(set(map(_loosened, known_syllables()))))}
    return {ord(character): like[_loosened(syllable)] for character, syllable in syllable_of().items()}


def _loosened(syllable: str) -> str:
    plain = syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    plain = plain[:-1] if plain.endswith("ng") else plain
    return "l" + plain[1:] if plain.startswith("n") and len(plain) > 1 else plain
