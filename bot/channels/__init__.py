"""The channels: each translates what a user typed into a Message, and a Reply into what the user sees."""
