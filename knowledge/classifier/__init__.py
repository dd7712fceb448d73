"""Question → clause, learnt from example questions; what is not ours; how sure it is; evaluation and fitting."""
