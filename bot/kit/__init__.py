"""What a counselor carries: sheets of paper, lists of firms, the pack for halls without a network, visits, events."""
