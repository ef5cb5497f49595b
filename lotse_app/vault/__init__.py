"""Database key: key slots, device secret in the OS keyring, passphrase, recovery code."""
