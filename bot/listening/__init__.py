"""What a message does in its talk, learnt from annotated turns: acts, roles of its figures, conditions stated."""
