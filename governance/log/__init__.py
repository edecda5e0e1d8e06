"""The decision log: chain, signatures, retention, holds, purge and export."""
