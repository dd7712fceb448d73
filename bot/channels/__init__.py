"""The channels: each turns what somebody typed into a Message and a Reply into what he sees."""
