"""Addresses that may be asked by POST and yet leave no entry, each with the reason. `gate` counts them apart; a request
answered well by any other address and without an entry is a gap in the statement of completeness.
"""

from __future__ import annotations

# Name of the address → why nothing of it is recorded.
WITHOUT_ENTRY: dict[str, str] = {
    "language": "chooses the language of the pages: a cookie of one's own browser",
    "act-as": "chooses as whom one goes on: the browser's session; each act names the voice and the member",
    "ledger": "checks a receipt or finds one: reads",
}
