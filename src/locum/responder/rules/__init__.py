"""Whether a message is answered: pure (RFC 3834; mailbox sheet, section 9)."""
