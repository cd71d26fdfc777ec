"""Public holidays: which country's somebody keeps, and which of them he works on."""
