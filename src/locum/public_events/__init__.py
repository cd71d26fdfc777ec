"""Event types as the component library asks for them before anybody books (client surface sheet, section 1)."""
