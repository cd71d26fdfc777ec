"""How fast the parts of Locum are, measured one by one."""
