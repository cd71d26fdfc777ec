"""Teams, inside organizations and outside."""
