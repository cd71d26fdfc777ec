"""What every request passes: who asks, what he may do, and how answers and errors look."""
