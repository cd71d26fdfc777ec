"""A believable organization to look at, made through the API as any client would make it."""
