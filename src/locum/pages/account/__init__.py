"""Pages by which people get into their account: from a link in a mail to being signed in."""
