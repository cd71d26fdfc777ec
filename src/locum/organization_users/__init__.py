"""The people of an organization, whose accounts it makes and keeps."""
