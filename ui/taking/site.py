"""The address of this service as people see it, for what is read away from it: a file, a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request

from knowledge_base.model import Passage
from ui.origin import is_https

_HOST = re.compile(r"[\w.\-]+(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?")


@dataclass(frozen=True)
class Site:
    """Where people find this service: as the settings say, or else as they asked for it."""

    public_url: str = ""
    trusts_proxy: bool = False

    def address(self, request: Request, path: str = "") -> str:
        """Return the whole address of one of our paths; the path alone if the host is no host."""
        if self.public_url:
            return self.public_url.rstrip("/") + path
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            return path
        scheme = "https" if is_https(request, self.trusts_proxy) else "http"
        return f"{scheme}://{host}{path}"


def source_path(passage: Passage) -> str:
    """Return where a section is read on this service."""
    return f"/fuentes/{quote(passage.document_id)}#{quote(passage.id.rpartition('#')[2])}"
