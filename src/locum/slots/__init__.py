"""When somebody can be booked: the pure engine, and around it the routes and reservations."""
