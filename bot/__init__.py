"""What talks: a channel, the advisor, and the rooms one message passes: nlu, slots, measures, dialogue, replies."""
