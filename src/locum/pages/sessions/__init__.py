"""Who is signed in to the pages, on which browser."""
