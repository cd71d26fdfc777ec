"""What people's mail is answered with while they are away."""
