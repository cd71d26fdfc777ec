"""Pure decisions about event types."""
