"""The page on which somebody books."""
