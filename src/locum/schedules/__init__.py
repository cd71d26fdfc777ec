"""When somebody works: weekly rules, overrides, zones."""
