"""Every route of the witness; `/witness` is its submission prefix and its monitoring prefix.

And what the house's own witnesses cosigned.
"""

from __future__ import annotations

from django.urls import path, re_path

from coffeehouse.channels.witnessing import cosigning

urlpatterns = [
    path("witness/add-checkpoint", cosigning.add_checkpoint, name="witness-add-checkpoint"),
    re_path(r"^witness/(?P<origin_hash>[0-9a-f]{64})/checkpoint$", cosigning.read_witnessed, name="witness-checkpoint"),
    path("ledger/cosigned", cosigning.read_cosigned, name="ledger-cosigned"),
    path("witness/keys", cosigning.read_keys, name="witness-keys"),
]
