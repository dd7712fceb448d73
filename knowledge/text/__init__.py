"""Chinese text: tokens, pinyin, spelling, phrases, word embeddings, and which part of a message asks."""
