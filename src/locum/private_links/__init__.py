"""Links by which an event type is booked a number of times, or for a while."""
