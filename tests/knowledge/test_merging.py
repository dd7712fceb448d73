"""Two changes of one text put together."""

import pytest

from knowledge.merging import together

BASE = "a\nb\nc\nd\ne\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "whole"),
    [
        (BASE, "x\n", "x\n"),
        ("x\n", BASE, "x\n"),
        ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"),
        ("a\nb\nnew\nc\nd\ne\n", "a\nb\nc\nd\n", "a\nb\nnew\nc\nd\n"),
        ("b\nc\nd\ne\n", BASE + "f\n", "b\nc\nd\ne\nf\n"),
        ("same\n", "same\n", "same\n"),
        ("a\nB\nc\nd\ne\n", "a\nb2\nc\nd\ne\n", None),
        ("a\nB\nc\nd\ne\n", "a\nb\nC\nd\ne\n", None),  # neighbours: nobody knows whether they go together
        (BASE + "f\n", BASE + "g\n", None),
        ("x\n" + BASE, "y\n" + BASE, None),
        ("a\nB\nc\nd\ne\n", "a\nB\nc\nD\ne\n", "a\nB\nc\nD\ne\n"),  # the same change twice is one
    ],
)
def test_together(ours: str, theirs: str, whole: str | None) -> None:
    assert together(BASE, ours, theirs) == whole
    assert together(BASE, theirs, ours) == whole
