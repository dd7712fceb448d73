"""Data files → checked records; every fault named with file, key and remedy."""
