"""facts.toml → what people state: the words that state it, and those that buttons say."""

from collections.abc import Mapping

from knowledge.records.model import Count, Fact, Replies
from knowledge.records.schema import Entry

REPLIES = "replies"  # the table of words of which short answers are made; every other table is a fact
TEXTS = ("label", "bare_yes", "bare_no", "wins", "like", "inside", "of", "yields")
LISTS = (
    "names",
    "near",
    "implies",
    "counts",
    "unless",
    "either",
    "ahead",
    "fine",
    "alone",
    "in_talk",
    "behind",
    "undue",
    "place",
    "decides",
    "deeds",
    "kinds",
)
TABLES = ("answers", "beside", "says", "labels")
KEYS = frozenset((*TEXTS, *LISTS, *TABLES))


def read_facts(file: Entry) -> dict[str, Fact]:
    """Every fact by its key; one that another implies must be there."""
    facts = {}
    tables = dict(file.rest())
    replies = _replies(Entry(file.file, f"{REPLIES} ", tables.pop(REPLIES, {}), file.faults))
    for key, table in tables.items():
        entry = Entry(file.file, f"{key} ", table, file.faults)
        values = {name: entry.phrases(name) for name in entry.table if name not in KEYS}
        facts[key] = Fact(
            key,
            entry.text("label"),
            values,
            _lists(entry.table_of("answers")),
            entry.text("bare_yes", "yes"),
            entry.text("bare_no", "no"),
            wins=entry.text("wins", ""),
            like=entry.text("like", ""),
            inside=entry.text("inside", ""),
            implies=entry.texts("implies"),
            of=entry.choice("of", ("", "firm", "asker"), ""),
            says=_buttons(entry, "says", values),
            labels=_buttons(entry, "labels", values),
            names=entry.phrases("names"),
            beside=_lists(entry.table_of("beside")),
            near=entry.phrases("near"),
            counts=tuple(map(_count, entry.tables("counts"))),
            unless=entry.phrases("unless"),
            either=entry.flag("either"),
            ahead=entry.flag("ahead"),
            fine=entry.texts("fine", ("yes", "unknown", "pending")),
            replies=replies,
            alone=entry.flag("alone"),
            yields=entry.text("yields", "-"),
            in_talk=entry.phrases("in_talk"),
            behind=entry.phrases("behind"),
            undue=entry.phrases("undue"),
            place=entry.flag("place"),
            decides=entry.flag("decides"),
            deeds=entry.phrases("deeds"),
            kinds=entry.phrases("kinds"),
        )
    for key, fact in facts.items():
        for other in fact.implies:
            if other.partition("=")[0] not in facts:
                file.fault(f"{key} implies", f"没有「{other}」这个事实", f"可以写的有：{'、'.join(facts)}")
    return facts


def _replies(entry: Entry) -> Replies:
    found = Replies(**{name: entry.phrases(name) for name in Replies.__dataclass_fields__})
    entry.done()
    return found


def _lists(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {name: entry.phrases(name) for name in entry.table}


def _count(entry: Entry) -> Count:
    over = entry.decimal("over") if "over" in entry.table else None
    under = entry.decimal("under") if "under" in entry.table else None
    found = Count(entry.text("value"), entry.phrases("units"), entry.phrases("beside"), over, under)
    entry.done()
    return found


def _buttons(entry: Entry, key: str, values: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Value -> words, of the values the fact has and 不清楚."""
    table = entry.table_of(key)
    known = dict.fromkeys([*values, "unknown"])
    for name in table.table:
        if name not in known:
            table.fault(name, f"「{name}」不是这个事实的值", f"可以写的有：{'、'.join(known)}")
    return {name: table.text(name) for name in table.table}
