"""People whom an OAuth client of a platform organization makes and manages."""
