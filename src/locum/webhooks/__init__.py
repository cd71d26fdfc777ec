"""What programs elsewhere are told: events in the wire's form, kept in the outbox until they are delivered."""
