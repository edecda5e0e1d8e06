"""Why a backup is not made, not read or not put back."""

from __future__ import annotations


class BackupError(Exception):
    """A backup cannot be made, read or put back; raised with what to do, and never with a secret.

    Whatever was there before is still there.
    """
