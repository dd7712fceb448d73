"""「挂牌那10万要带啥材料」 after another sum: what stood is named, and something else than its sum is asked of it."""

from bot.dialogue.acts import ASKS
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn

# Kinds of questions whose answer is in no sum
BESIDE_THE_SUM = frozenset(("materials", "how", "who", "when", "meaning", "terms", "frequency", "payer", "tax"))
SURELY = 0.7  # score of a question from which it is what is asked, rather than the sum


def there(turn: Turn, topic: Topic) -> State:
    """The talk, standing on that topic again."""
    return turn.state.on(topic, asked="", choices=())


def asked_there(turn: Turn, topic: Topic) -> bool:
    """Whether what is said of the topic asks no sum, and tells nothing."""
    kind, acts = turn.acts.asked, turn.acts
    if kind not in BESIDE_THE_SUM or acts.score(f"{ASKS}{kind}") < max(SURELY, acts.score("switch")):
        return False  # 「新三板那块呢」
    given = turn.at(there(turn, topic)).given(turn.utterance.knowledge.measure(topic.measure, topic.policy))
    return not (given.figures or given.taken.facts)
