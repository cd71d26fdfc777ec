"""Messages that leave the house by e-mail: what they say, how they look, and how they are sent and kept."""
