"""Organizations that a platform organization makes and manages."""
