"""The real process is killed in the middle of its work: nothing is lost, at most one answer a kill is doubled."""

from tests.torture.weixin import wechat_killed, wecom_killed


async def test_a_kill_loses_no_message_of_a_follower(tmp_path):
    figures = await wechat_killed(tmp_path, messages=24, users=6, kills=1, quiet=0.5)
    assert (figures.unanswered, figures.disordered) == (0, 0), figures
    assert figures.doubled <= 1 and figures.codes == [-9, 0]


async def test_a_kill_loses_no_message_of_a_counselor(tmp_path):
    figures = await wecom_killed(tmp_path, messages=24, users=6, kills=1)
    assert (figures.unanswered, figures.disordered) == (0, 0), figures
    assert figures.doubled <= 1 and figures.codes == [-9, 0]
