"""The features of the shipped knowledge, as the matcher makes them."""

import pytest

from knowledge.classifier.features import Features
from knowledge.classifier.match import Matcher
from knowledge.records.model import Knowledge


@pytest.fixture(scope="session")
def features(known: Knowledge) -> Features:
    return Matcher(known).features
