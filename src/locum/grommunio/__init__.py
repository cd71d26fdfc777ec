"""The face that mailbox clients know: `/api/v1`, with its own sign-in, its own errors and no envelope."""
