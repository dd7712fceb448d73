"""What staff edit: documents, measures, words, series, and the store that keeps their versions."""
