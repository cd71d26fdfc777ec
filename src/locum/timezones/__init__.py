"""Places and their time zones, for whoever has to pick one."""
