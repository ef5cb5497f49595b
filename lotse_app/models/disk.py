"""What an error number of the operating system means to who uses the data folder; vault and store say the same."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from lotse_app.models.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEANT: Mapping[int, Code] = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EDQUOT: Code.DISK_FULL,
    errno.EROFS: Code.FOLDER_READ_ONLY,
    errno.EACCES: Code.FOLDER_READ_ONLY,
    errno.EPERM: Code.FOLDER_READ_ONLY,
    errno.EISDIR: Code.PLACE_TAKEN,
    errno.ENOTDIR: Code.PLACE_TAKEN,
    errno.EEXIST: Code.PLACE_TAKEN,
}


def meaning(error: OSError) -> Code:
    """Return DISK_FULL, FOLDER_READ_ONLY, PLACE_TAKEN (a folder for a file, or a file for a folder), else STORE_IO."""
    return _MEANT.get(error.errno or 0, Code.STORE_IO)
