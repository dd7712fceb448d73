"""scope.toml → what is not ours and small talk: the common list, what a document adds to it, and what it takes out.

A document that is loaded makes its place and its matter ours: where a common topic is called by a word by which one of
the document's measures or clauses is called too, that word speaks of the document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.records.faults import Faults
from knowledge.records.model import Example, Measure, Policy, ScopeTopic
from knowledge.records.places import PLACE, with_home
from knowledge.records.schema import Entry, read_toml
from knowledge.text.tokens import fold

OUT_OF_SCOPE = "out_of_scope"
FILE = "policies/{}/scope.toml"
# What a word may say of a matter besides its name, and still mean it: that there is money for it, and of what level
MORE = re.compile(
    "(?:[省市县区国]级?|国家级?|中国|奖励?|奖补|补[助贴]|资[助金]|扶持|支持|专项|贷款|贴息|政策|项目|申报|申请)*"
)
Topics = Mapping[str, ScopeTopic]


def read_topics(file: Entry) -> dict[str, ScopeTopic]:
    """Key → topic, in the order of the file; a key that stands there twice is a fault."""
    topics: dict[str, ScopeTopic] = {}
    for entry in file.tables("topic"):
        topic = ScopeTopic(
            key=entry.text("key"),
            label=entry.text("label"),
            kind=entry.choice("kind", (OUT_OF_SCOPE, "smalltalk")),
            refer=entry.text("refer"),
            words=entry.texts("words"),
            unless=entry.texts("unless"),
            ignore=entry.texts("ignore"),
        )
        entry.done()
        if topic.key in topics:
            entry.fault("key", f"「{topic.key}」写了两遍", "请合并成一段")
        topics[topic.key] = topic
    file.done()
    return topics


def read_own(files: Mapping[str, str], policy: Policy, common: Topics, faults: Faults) -> dict[str, ScopeTopic]:
    """What a document says of topics in its own folder: of a common one whatever differs, of a new one all."""
    path = FILE.format(policy.id)
    if path not in files:
        return {}
    file, own = read_toml(files, path, faults), dict[str, ScopeTopic]()
    for entry in file.tables("topic"):
        key = entry.text("key")
        known = common.get(key)
        own[key] = ScopeTopic(
            key=key,
            label=entry.text("label", known.label) if known else entry.text("label"),
            kind=entry.choice("kind", (OUT_OF_SCOPE, "smalltalk"), known.kind if known else OUT_OF_SCOPE),
            refer=entry.text("refer", known.refer) if known else entry.text("refer"),
            words=entry.texts("words"),
            unless=entry.texts("unless"),
            ignore=entry.texts("ignore"),
        )
        entry.done()
    file.done()
    return own


def topics_for(
    common: Topics, own: Iterable[Topics], ours: Sequence[Policy], words: frozenset[str], others: Sequence[Policy] = ()
) -> dict[str, ScopeTopic]:
    """The topics as they are for the documents ``ours``: with their ``own``, without the ``words`` that speak of what
    they are about; the places of ``others`` are places elsewhere."""
    topics = dict(common)
    for added in own:
        for key, one in added.items():
            topics[key] = _joined(topics[key], one) if key in topics else one
    kept = tuple(
        word
        for policy in ours
        if policy.covers is None
        for clause in policy.clauses
        for word in clause.words
        if len(word) > 2
    )
    freed = {key: _without(topic, words, kept) for key, topic in topics.items()}
    return with_home(freed, ours, others)


def _joined(topic: ScopeTopic, more: ScopeTopic) -> ScopeTopic:
    return replace(
        topic,
        label=more.label,
        kind=more.kind,
        refer=more.refer,
        words=(*topic.words, *more.words),
        unless=(*topic.unless, *more.unless),
        ignore=(*topic.ignore, *more.ignore),
    )


def _without(topic: ScopeTopic, words: frozenset[str], kept: tuple[str, ...]) -> ScopeTopic:
    """The topic without what speaks of the documents, and not meant beside what their clauses are called."""
    if topic.kind != OUT_OF_SCOPE or topic.key == PLACE or not (words or kept):
        return topic
    left = tuple(word for word in topic.words if fold(word) not in words)
    return replace(topic, words=left, unless=(*topic.unless, *kept))


def covered(common: Topics, policy: Policy, measures: Iterable[Measure]) -> frozenset[str]:
    """The words of common topics that speak of this document's matter, folded: those it names, else those by which
    its measures and clauses are called, alone or within their name, and in which it says for whom they are.

    A word that only holds such a name within it is of the matter where it says no more than that there is money for
    it (技改补贴), or the topic is ours by another word: 大蒜上市 is no listing.
    """
    if policy.covers is not None:
        return frozenset(map(fold, policy.covers))
    called = {
        fold(name)
        for one in measures
        if one.policy == policy.id
        for name in (one.name, *one.words, *one.needs)
        if "…" not in name
    }
    called |= {fold(name) for clause in policy.clauses for name in (clause.title, *clause.words)}
    called |= {fold(one.quote) for measure in measures if measure.policy == policy.id for one in measure.conditions}
    called = {name for name in called if len(name) > 1}
    topics = [topic for topic in common.values() if topic.kind == OUT_OF_SCOPE and topic.key != PLACE]
    return frozenset(word for topic in topics for word in _of_matter([fold(word) for word in topic.words], called))


def _of_matter(words: Sequence[str], called: set[str]) -> Iterator[str]:
    """Those of a topic's words that speak of what is called so."""
    outright = {word for word in words if any(word in name for name in called)}
    for word in words:
        held = [name for name in called if name in word]
        if word in outright or (held and outright) or any(MORE.fullmatch(word.replace(name, "", 1)) for name in held):
            yield word


def called(policy: Policy, measures: Iterable[Measure]) -> frozenset[str]:
    """What the measures of a document are called, folded; none of one that names itself what it covers."""
    ours = [one for one in measures if one.policy == policy.id and policy.covers is None]
    return frozenset(fold(name) for one in ours for name in (one.name, *one.words) if "…" not in name and len(name) > 1)


def examples_for(
    examples: Iterable[Example], ours: Sequence[Policy], words: frozenset[str], topics: frozenset[str]
) -> tuple[Example, ...]:
    """Of all examples those of the documents ``ours`` and the common ones, but for those of ``topics``, which these
    documents take part of, that hold one of ``words``, by which a matter of theirs is called."""
    named = {"", *(policy.id for policy in ours)}
    return tuple(
        one
        for one in examples
        if one.policy in named
        and not (one.label == "none" and one.section in topics and any(word in fold(one.text) for word in words))
    )


def touched(common: Topics, words: frozenset[str]) -> frozenset[str]:
    """Keys of the topics that lose one of these words."""
    matters = [topic for topic in common.values() if topic.kind == OUT_OF_SCOPE and topic.key != PLACE]
    return frozenset(topic.key for topic in matters if any(fold(word) in words for word in topic.words))
