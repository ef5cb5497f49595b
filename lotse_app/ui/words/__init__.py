"""German words and sentences that the screens share, room by room."""
