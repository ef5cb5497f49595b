"""What the resident sees: one section at a time, very large; signature pad."""
