"""What-if scenarios and the library of provincial cases."""
