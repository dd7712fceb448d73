"""Full-text search over clauses and passages, for policies without example questions and for ``fudaoyuan rank``."""
