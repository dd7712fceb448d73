"""An answer finds the request that waits for it, or is kept back for one that may come, and goes out once."""

import itertools

import pytest

from bot.channels.messenger.texts import begun, cut, pieces, size
from bot.channels.messenger.waiting import Waiting
from knowledge.store import Waiting as Row

IDS = itertools.count(1)


def row(update: int) -> Row:
    return Row(next(IDS), update, "chat", "send", "{}", "2026-11-27T00:00:00+00:00", 0)


def test_an_answer_goes_to_every_request_that_waits_and_is_not_sent_besides():
    waiting, answer = Waiting(), row(7)
    futures = [waiting.ask(7) for _ in range(3)]
    assert waiting.offer(7, (answer,)) == () and all(one.result() == (answer,) for one in futures)
    assert waiting.hold(answer) and waiting.overdue(7) == () and not waiting.held()


def test_an_answer_nobody_waits_for_is_kept_for_the_next_request():
    waiting, answer = Waiting(), row(7)
    assert waiting.offer(7, (answer,)) == ()
    assert waiting.held() == {7: (answer,)} and waiting.ask(7).result() == (answer,)
    assert waiting.hold(answer) and not waiting.held()


def test_an_answer_nobody_comes_for_is_sent():
    waiting, answer = Waiting(), row(7)
    waiting.offer(7, (answer,))
    assert waiting.overdue(7) == (answer,) and waiting.overdue(7) == () and not waiting.hold(answer)


def test_who_was_told_that_there_is_nothing_gets_it_by_a_call():
    waiting, answer = Waiting(), row(7)
    future = waiting.ask(7)
    assert waiting.leave(7, future, for_good=True)
    assert waiting.offer(7, (answer,)) == (answer,) and not waiting.hold(answer)


def test_who_hung_up_may_come_again():
    waiting, answer = Waiting(), row(7)
    future = waiting.ask(7)
    assert waiting.leave(7, future, for_good=False)
    assert waiting.offer(7, (answer,)) == () and waiting.ask(7).result() == (answer,)
    late = waiting.ask(8)
    waiting.offer(8, (row(8),))
    assert not waiting.leave(8, late, for_good=True), "the answer was quicker"


def test_what_could_not_be_delivered_is_held_again():
    waiting, answer = Waiting(), row(7)
    waiting.offer(7, (answer,))
    waiting.give_back(waiting.ask(7).result())
    assert waiting.held() == {7: (answer,)} and waiting.overdue(7) == (answer,)


def test_what_an_earlier_process_left_is_held_once():
    waiting, answer = Waiting(), row(7)
    assert waiting.hold(answer) and waiting.hold(answer) and waiting.held() == {7: (answer,)}


def test_what_an_earlier_process_left_is_claimed_before_it_is_loaded_and_then_not_sent():
    waiting, answer = Waiting(), row(7)
    future = waiting.ask(7)
    assert waiting.claim(7, future, [answer]) == [answer] and waiting.hold(answer) and not waiting.held()
    assert waiting.claim(7, waiting.ask(7), []) == ()
    waiting.offer(8, (sent := row(8),))
    waiting.overdue(8)
    assert waiting.claim(8, waiting.ask(8), [sent]) == (), "it is being sent"


@pytest.mark.parametrize("longest", [10, 50, 2048])
def test_pieces_fit_and_leave_nothing_out(longest):
    text = "\n".join(f"第{n}行，{'字' * (n % 30)}。" for n in range(60)) + "😀" * 20
    found = pieces(text, longest)
    assert all(0 < size(piece) <= longest for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_what_is_begun_fits_and_ends_at_a_line():
    text = "\n".join("字" * 40 for _ in range(40))
    shown = begun(text, "https://fdy.example.cn/carry/x", 2048)
    assert size(shown) <= 2048 and shown.startswith("字" * 40) and shown.endswith("https://fdy.example.cn/carry/x")
    assert cut("短", 100) == 1
