"""What a desk may do with keys: implements the seals of backups and drafts over vault and store key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.vault.sealing import sealed, unsealed

if TYPE_CHECKING:
    from lotse_app.vault.vault import KeyFileVault


class VaultSeal:
    """Implements ``BackupSeal`` over the vault of an open store."""

    def __init__(self, vault: KeyFileVault, key: bytes) -> None:
        self._vault = vault
        self._key = key

    def new_key(self) -> bytes:
        """Return a fresh key for one backup."""
        return self._vault.new_backup_key()

    def seal(self, backup_key: bytes, facts: bytes) -> bytes:
        """Return the key part of a backup."""
        return self._vault.seal_backup(self._key, backup_key, facts)

    def renew_recovery(self, pilot_id: str, passphrase: str) -> str:
        """Replace the recovery code for who knows the pilot's passphrase; return the new one."""
        self._vault.unlock(pilot_id, passphrase)
        return self._vault.renew_recovery(self._key)

    def guard(self) -> None:
        """Write lost key files anew."""
        self._vault.mend(self._key)


class StoreKeySeal:
    """Implements ``DraftSeal`` with the key of the open store: whoever opens it again can read it, nobody else."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, content: bytes) -> bytes:
        """Return the content sealed."""
        return sealed(self._key, content)

    def unseal(self, content: bytes) -> bytes | None:
        """Return the content, None where it was sealed under another key."""
        return unsealed(self._key, content)
