"""Many absences at once, as personnel departments have them: all or nothing, and the same again changes nothing."""
