"""Two fields of the machine contract that follow from what is said: the kind of question, and the figures left out."""

from collections.abc import Mapping

from bot.messages import Unused
from bot.replies.views import Extra
from knowledge.records.model import Knowledge

# What a clause is asked about -> the kind of question in the contract
FOCUS: Mapping[str, str] = {
    "office": "who",
    "conditions": "terms",
    "cap": "terms",
    "lpr": "terms",
    "materials": "materials",
    "when": "when",
    "yearly": "frequency",
    "next_year": "frequency",
    "payee": "payer",
    "payer": "payer",
    "liability": "other",
    "wording": "document",
    "detail": "document",
    "working": "why",
    "why_not": "why",
    "stacking": "stacking",
    "definition": "meaning",
    "benefit": "effect",
    "other_ways": "list",
    "amount": "amount",
}
GENERAL = "terms"  # a clause asked about in general is answered with its rule
# Why a figure of the message went into nothing, where it is no known figure of another kind
WHY: Mapping[str, str] = {
    "result": "刚才算出来的数",
    "guess": "您自己估的数",
    "old": "改之前的数",
    "rounded": "四舍五入后的数",
    "of_years": "几年合在一起的数",
    "part": "只用来说是哪一笔",
    "other": "说的是另一件事",
    "of_others": "不是这一家的数",
    "of_elsewhere": "外地的政策",
    "of_before": "以前的数，不是这回的",
    "denied": "您说不是的数",
    "anothers_money": "另外的钱，不是这项要问的",
    "beside": "另外的一笔，您说了不算",
    "unclear": "没听出是哪一项",
}
OWN = "policy"  # the document's own number is not left out


def focus_of(asked: str) -> str:
    """The kind of question of a clause's answer about ``asked``."""
    return FOCUS.get(asked, GENERAL)


def unused(knowledge: Knowledge, extra: Extra, *, compared: bool = False) -> tuple[Unused, ...]:
    """The figures set aside, with the reason in words. ``compared``: the reply holds the user's guess against the
    sum."""
    labels = {**WHY, **{one.key: one.label for one in knowledge.distractors}}
    return tuple(
        Unused(one.text, labels.get(one.why, WHY["other"]), compared and one.why == "guess")
        for one in extra.aside
        if one.why != OWN
    )
