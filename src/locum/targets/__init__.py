"""Mail servers that answer for people who are away, told by Locum what to answer and when."""
