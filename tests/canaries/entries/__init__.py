"""Every way in: each function plants canaries by some of them, as their users do.

What is answered to whoever wrote may repeat it, because it is theirs. What others read later, and
every refusal of the API, may not: it is kept by `House.heard`.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx

from tests.canaries.entries.chat import at_the_chat_page
from tests.canaries.entries.citizens import (
    at_the_api,
    at_the_case_page,
    while_waiting_and_attended,
)
from tests.canaries.entries.registers import in_the_registers
from tests.canaries.entries.registers import on_the_terminal as on_the_terminal
from tests.canaries.entries.staff import at_the_desk, at_the_door
from tests.canaries.entries.strangers import breaking, in_addresses_and_headers, malformed
from tests.canaries.house import House

BY_THE_NETWORK: tuple[Callable[[House, httpx.Client], None], ...] = (
    at_the_api,
    while_waiting_and_attended,
    at_the_chat_page,
    at_the_case_page,
    at_the_door,
    at_the_desk,
    in_the_registers,
    malformed,
    in_addresses_and_headers,
    breaking,
)
