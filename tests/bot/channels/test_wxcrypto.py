"""The published vectors, both ways, and round trips of anything."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.xml import read
from bot.channels.wxcrypto import Cipher, ForgedError, check_time, same, signature

# What the platform's own sample and a well-known library test with
KEY, APP = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a"
TOKEN, STAMP, NONCE = "123456", "1411525903", "461056294"
ECHO = "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q=="
PLAIN = """<xml>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[test]]></Content>
<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>
<ToUserName><![CDATA[messense]]></ToUserName>
<AgentID>1</AgentID>
<CreateTime>1411525903</CreateTime>
</xml>"""
SEALED = (
    "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZgURnAtObvesE"
    "l5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsD"
    "f03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nT"
    "YjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3"
)
POSTED = (
    "RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHCrsTyeDXzF6Bv283dGymzxh6y"
    "dJRvZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpXaG4+BiYyolBug/gYNx410cvkKR2/nPwBiT+P4hIiOAQqGp/T"
    "ywZBtDh1yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQiMS6td7vXUaWOMZnYZlF3So2SjHnwh4jYFxdgpkHHqIrH/54SNdshoQgWYEvccTKe7FS709/5"
    "t6NMxuGhcUGAPOQipvWTT4dShyqio7mlsl5noTrb++x6En749zCpQVhDpbV6GDnTbcX2e8K9QaNWHp91eBdCRxthuL0="
)
SAMPLE_KEY, SAMPLE_APP = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx2c2769f8efd9abc2"
SAMPLE = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXp"
    "bUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlp"
    "Kn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD"
    "1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)


def test_the_published_vectors_pass_in_both_directions():
    cipher = Cipher(KEY, APP)
    assert cipher.encrypt(PLAIN, b"1234567890123456") == SEALED and cipher.decrypt(SEALED) == PLAIN
    assert signature(TOKEN, STAMP, NONCE, SEALED) == "407518b7649e86ef23978113f92d27afa9296533"
    assert signature(TOKEN, STAMP, NONCE, POSTED) == "74d92dfeb87ba7c714f89d98870ae5eb62dff26d"
    assert read(cipher.decrypt(POSTED).encode())["Content"] == "test"
    assert signature(TOKEN, "1411443780", "437374425", ECHO) == "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96"
    assert cipher.decrypt(ECHO).isdecimal()
    assert signature("spamtest", "1409735669", "1320562132", SAMPLE) == "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
    fields = read(Cipher(SAMPLE_KEY, SAMPLE_APP).decrypt(SAMPLE).encode())
    assert (fields["Content"], fields["MsgId"]) == ("abcdteT", "6054768590064713728")


@given(st.text(max_size=300), st.text("abc123", max_size=20))
def test_anything_comes_back_as_it_was(text, receiver):
    cipher = Cipher(KEY, receiver)
    sealed = cipher.encrypt(text)
    assert cipher.decrypt(sealed) == text and len(base64.b64decode(sealed)) % 32 == 0


@given(st.binary(max_size=200))
def test_what_was_not_encrypted_for_us_is_refused(noise):
    with pytest.raises(ForgedError):
        Cipher(KEY, APP).decrypt(base64.b64encode(noise).decode())


@pytest.mark.parametrize("text", ["", "=", "不是", "AAAA", SEALED[:-4], SEALED[4:], SEALED + "A"])
def test_what_is_broken_is_refused(text):
    with pytest.raises(ForgedError):
        Cipher(KEY, APP).decrypt(text)


def test_a_message_for_another_receiver_is_refused():
    with pytest.raises(ForgedError):
        Cipher(KEY, "wx0000000000000000").decrypt(SEALED)
    with pytest.raises(ForgedError):
        Cipher(SAMPLE_KEY, APP).decrypt(SEALED)


def test_signatures_are_compared_whatever_they_are():
    assert same("abc", "abc") and not same("签名", "abc") and not same("", "abc") and not same("\ud800", "abc")


@pytest.mark.parametrize(
    ("told", "fits"), [("1000", True), ("1300", True), ("700", True), ("1301", False), ("699", False)]
)
def test_a_time_counts_for_five_minutes(told, fits):
    try:
        check_time(told, lambda: 1000.0)
    except ForgedError:
        assert not fits
    else:
        assert fits
