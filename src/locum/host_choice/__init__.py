"""Who of several hosts takes a booking, and why."""
