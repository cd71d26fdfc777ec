"""Programs that act for a platform organization and for the people whom they manage: clients and tokens."""
