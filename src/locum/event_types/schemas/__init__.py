"""Wire shapes of event types, version 2024-06-14. Older generations live in modules of their own."""
