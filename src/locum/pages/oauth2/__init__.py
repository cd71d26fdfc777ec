"""Where people are asked whether an application may act for them."""
