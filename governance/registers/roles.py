"""What an official may be in the registers. Several roles can be of one post."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal[
    "responsable", "subcomite", "dpo", "ciso", "ctd", "auditor", "administracion", "atencion"
]
ROLES: tuple[Role, ...] = get_args(Role)
