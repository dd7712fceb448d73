"""One message, read by itself: clean words, phrases, facts, and the utterance that holds them and its figures."""
