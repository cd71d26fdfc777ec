"""Teams, on their own or of an organization. Their table is shared with organizations."""
