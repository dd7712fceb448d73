"""One turn of a conversation: extract, decide (policy.py), update, calculate, and the state that remains."""
