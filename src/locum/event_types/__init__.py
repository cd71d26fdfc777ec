"""What can be booked: a person's or a team's kinds of event and all their settings."""
