"""A sentence that several flavours say stands in one template; what they share is plain and escaped where it is set."""

import re
from collections import defaultdict
from collections.abc import Mapping

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from bot.replies.render import TEMPLATES, Templates, environment

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
PIECE = re.compile(r"[\u4e00-\u9fff、]+")  # between punctuation, markup and names of templates
HAN = re.compile(r"[\u4e00-\u9fff]")
LONG = 8
REVIEWED = {
    # phrases within other sentences
    "请向牵头单位确认",
    "删除您在这里说过的话",
}


def doubled(templates: Mapping[str, str]) -> dict[str, set[str]]:
    """Pieces of at least eight Chinese characters → the templates that hold them, where that is more than one."""
    pieces = {name: PIECE.findall(COMMENT.sub("", text)) for name, text in templates.items()}
    found: dict[str, set[str]] = defaultdict(set)
    for own in pieces.values():
        for piece in own:
            if len(HAN.findall(piece)) >= LONG:
                found[piece] |= {other for other, held in pieces.items() if any(piece in one for one in held)}
    return {piece: names for piece, names in found.items() if len(names) > 1}


def shipped() -> dict[str, str]:
    return {str(path.relative_to(TEMPLATES)): path.read_text("utf-8") for path in TEMPLATES.rglob("*.j2")}


def test_a_sentence_in_two_templates_is_found_also_within_a_longer_one():
    templates = {
        "plain/a.j2": "{# 文件未写明申报的时间 #}{{ mark('text') }}文件未写明申报时间和材料。",
        "web/b.j2": '<p>请注意文件未写明申报时间和材料，{{ "短的话" }}</p>',
        "web/c.j2": "短的话。文件未写明申报的时间",
    }
    assert doubled(templates) == {"文件未写明申报时间和材料": {"plain/a.j2", "web/b.j2"}}


def test_no_sentence_stands_in_two_templates():
    found = doubled(shipped())
    assert {piece: names for piece, names in found.items() if piece not in REVIEWED} == {}
    assert found.keys() >= REVIEWED, "reviewed, and said once by now"


def test_every_shared_sentence_is_said_by_a_template():
    texts = "".join(shipped().values())
    made = vars(environment().globals["say"])
    assert made and all(f"say.{name}(" in texts for name in made)


def test_a_shared_sentence_is_escaped_by_the_page_that_sets_it(tmp_path):
    (tmp_path / "_sentences.j2").write_text("{% macro hello(name) %}您好{{ name }}{% endmacro %}", "utf-8")
    for flavour in ("plain", "web", "telegram"):
        (tmp_path / flavour).mkdir()
        (tmp_path / flavour / "hello.j2").write_text("{{ say.hello(name) }}", "utf-8")
    made = Templates(tmp_path)
    said = {
        flavour: made.template(f"{flavour}/hello.j2").render(name="<b>&") for flavour in ("plain", "web", "telegram")
    }
    assert said == {"plain": "您好<b>&", "web": "您好&lt;b&gt;&amp;", "telegram": "您好&lt;b&gt;&amp;"}
    assert not isinstance(made.environment.globals["say"].hello("x"), Markup)


def test_a_sentence_that_is_not_there_is_an_error(tmp_path):
    (tmp_path / "_sentences.j2").write_text("{% macro hello() %}您好{% endmacro %}", "utf-8")
    (tmp_path / "plain.j2").write_text("{{ say.goodbye() }}", "utf-8")
    with pytest.raises(UndefinedError, match="goodbye"):
        Templates(tmp_path).template("plain.j2").render()
