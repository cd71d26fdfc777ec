"""Copies of people's mail come in; who is away answers it, once, and never a machine (mailbox sheet, section 13)."""
