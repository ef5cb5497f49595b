"""Before the desk: first run, unlocking, codes and passphrases, bringing a backup back."""
