"""Whole answers per second in one process, and how much of each is understanding, beside rapidfuzz over the 15 clause
texts on the same questions."""

import random
import tempfile
from datetime import date

from rapidfuzz import process

from bot.bootstrap import bootstrap
from bot.messages import Message
from bot.nlu.hearing import Setting
from bot.nlu.utterance import Utterance
from bot.settings import read_settings
from tests.benchmarks.timing import timed
from tests.city import shipped_files

DAY = date(2025, 11, 22)
QUESTIONS = 2_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = bootstrap(read_settings({}, home=folder), shipped=shipped_files())
        knowledge = house.advisor.live.knowledge
        texts = {clause.id: clause.text for policy in knowledge.policies for clause in policy.clauses}
        examples = [example.text for example in knowledge.examples if example.label != "none"]
        questions = random.Random(1).choices(examples, k=QUESTIONS)
        messages = [Message(f"bench-{i}", text, DAY, "bench") for i, text in enumerate(questions)]
        live = house.advisor.live

        def understand(text: str) -> None:
            """What every message that begins a talk is asked: its clauses, its kind of question, what it does."""
            said = Utterance.read(text, DAY, live.knowledge, live.matcher)
            _ = said.match, said.kinds, said.figures, live.matcher.listener.acts(said, Setting())

        understood = timed(understand, questions)
        live.forget()
        ours = timed(house.advisor.reply, messages)
        peer = timed(lambda text: process.extract(text, texts, limit=3), questions)
        house.close()
    print(f"Advisor.reply（找条款、读数、算、说、存）  {ours}")
    print(f"其中听懂一句（条款、问什么、做什么、读数）{understood}")
    print(f"rapidfuzz.process.extract（只比字面）      {peer}")
    speed, middle, tail = ours.per_second / peer.per_second, ours.p50 / peer.p50, ours.p99 / peer.p99
    print(
        f"比值：听懂一句的 p50 是它的 {understood.p50 / peer.p50:.2f} 倍，是整个答复的 {understood.p50 / ours.p50:.2f}"
    )
    print(f"比值：每秒答复数 {speed:.2f}，p50 {middle:.2f}，p99 {tail:.2f}")


if __name__ == "__main__":
    main()
