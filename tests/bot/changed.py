"""The shipped data files with a few words changed, as a person at a desk would: text, digest and all."""

from collections.abc import Mapping
from hashlib import sha256

from bot.advisor import Advisor, Live
from bot.bootstrap import House
from knowledge.records.build import build
from tests.city import shipped_files

FOLDER = "policies/liaocheng-2024"
MEASURES = f"{FOLDER}/measures.toml"


def changed(measures: tuple[tuple[str, str], ...] = (), text: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """The shipped files with words of measures.toml and of the document replaced; every one must be there. What staff
    wrote of the document is left out where its words are others."""
    files = shipped_files()
    if text:
        del files[f"{FOLDER}/answers.toml"]
    files[MEASURES] = replaced(files[MEASURES], measures)
    document = replaced(files[f"{FOLDER}/document.txt"], text)
    digests = tuple(sha256(one.encode()).hexdigest() for one in (files[f"{FOLDER}/document.txt"], document))
    files[f"{FOLDER}/policy.toml"] = files[f"{FOLDER}/policy.toml"].replace(*digests)
    return files | {f"{FOLDER}/document.txt": document}


def replaced(text: str, words: tuple[tuple[str, str], ...]) -> str:
    for old, new in words:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def advisor_of(house: House, files: Mapping[str, str]) -> Advisor:
    """An advisor that knows these files and finds clauses as the house does."""
    return Advisor(Live(build(files, 1), house.advisor.live.matcher), None)
