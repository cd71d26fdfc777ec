"""Mail domains, and the mailboxes that people have in them."""
