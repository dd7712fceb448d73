"""What talks: channels, the advisor, figures, replies."""
