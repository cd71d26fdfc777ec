"""What an organization knows of its members: languages, regions, skills, and who holds which of them."""
