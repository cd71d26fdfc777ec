"""The mail servers that can be told, each behind the same port."""
