"""Pictures of accounts elsewhere: encoded anew and stored like everybody's (S10: nothing is passed through)."""

from __future__ import annotations

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.federation import moving_commands as commands
from coffeehouse.domain.federation.queries import moves
from coffeehouse.domain.people import fragments
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.protocols.images import process_image

PARTS = ("avatar", "header")


def prepare_keep_picture(command: commands.KeepPicture, _actor: Actor) -> str:
    """The key of the stored picture. Raises Invalid for what is none."""
    if command.part not in PARTS:
        raise Invalid("A picture is an avatar or a header.", field="part")
    picture = process_image(command.data, max_bytes=settings.MEDIA_MAX_BYTES, max_pixels=settings.MEDIA_MAX_PIXELS)
    return files.store(picture.preview_data, picture.preview_format)


def apply_keep_picture(command: commands.KeepPicture, context: Context) -> Outcome:
    """Show it, if it is still the account's picture; the one before goes."""
    if moves.pictures_of(command.account_id)[PARTS.index(command.part)] != command.url:
        raise NotFound()
    before = str(sql.value(f"SELECT {command.part} FROM people_account WHERE id = %s", (command.account_id,)) or "")
    sql.execute(f"UPDATE people_account SET {command.part} = %s WHERE id = %s", (context.prepared, command.account_id))
    fragments.render(command.account_id)
    return Outcome(
        object=f"account/{command.account_id}",
        states=(fragments.vouch(command.account_id),),
        jobs=(Job("remove_files", {"keys": [before]}),) if before else (),
    )
