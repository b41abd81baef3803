"""Translation of posts, where the operator named a server for it."""

from __future__ import annotations

from django.utils import translation

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import unlocked, user
from coffeehouse.domain.posts import translator
from coffeehouse.domain.posts.writing_commands import TranslatePost
from coffeehouse.kernel.language import known


@user("read:statuses")
def translate(call: Call) -> Answer:
    """A public post in another language (`lang`, else that of the request). Without a server: 404."""
    language = bodies.text(call.body, "lang") or known(translation.get_language()) or "en"
    return entity(call.act(TranslatePost(post_id=call.id, language=language)).result)


@unlocked
def read_languages(_call: Call) -> Answer:
    """Which languages can be put into which; `{}` without a server."""
    return entity(translator.languages())
