"""Routes of relations, profiles, hashtags and finding people; `urls` takes them in."""

from __future__ import annotations

from coffeehouse.channels.client_api import discovery, profile, relations, tags
from coffeehouse.channels.client_api.endpoints import route

ROUTES = [
    route("api/v1/accounts/update_credentials", PATCH=profile.update_credentials),
    route("api/v1/accounts/familiar_followers", GET=discovery.read_familiar_followers),
    route("api/v1/accounts/<id>/featured_tags", GET=tags.read_featured_tags_of),
    route("api/v1/accounts/<id>/endorsements", GET=relations.read_endorsements_of),
    route("api/v1/accounts/<id>/endorse", POST=relations.endorse),
    route("api/v1/accounts/<id>/unendorse", POST=relations.unendorse),
    # What the two were called before Mastodon 4.4.
    route("api/v1/accounts/<id>/pin", POST=relations.endorse),
    route("api/v1/accounts/<id>/unpin", POST=relations.unendorse),
    route("api/v1/endorsements", GET=relations.read_endorsements),
    route(
        "api/v1/domain_blocks",
        GET=relations.read_domain_blocks,
        POST=relations.block_domain,
        DELETE=relations.unblock_domain,
    ),
    # masto.js sends PUT, which Mastodon takes as well.
    route("api/v1/profile", GET=profile.read_profile, PATCH=profile.update_profile, PUT=profile.update_profile),
    route("api/v1/profile/avatar", DELETE=profile.delete_avatar),
    route("api/v1/profile/header", DELETE=profile.delete_header),
    route("api/v1/directory", GET=discovery.read_directory),
    route("api/v1/suggestions", GET=discovery.read_suggested_accounts),
    route("api/v1/suggestions/<id>", DELETE=discovery.dismiss_suggestion),
    route("api/v2/suggestions", GET=discovery.read_suggestions),
    route("api/v1/tags/<name>", GET=tags.read_tag),
    route("api/v1/tags/<name>/follow", POST=tags.follow_tag),
    route("api/v1/tags/<name>/unfollow", POST=tags.unfollow_tag),
    route("api/v1/tags/<name>/feature", POST=tags.feature_tag),
    route("api/v1/tags/<name>/unfeature", POST=tags.unfeature_tag),
    route("api/v1/followed_tags", GET=tags.read_followed_tags),
    route("api/v1/featured_tags", GET=tags.read_featured_tags, POST=tags.create_featured_tag),
    route("api/v1/featured_tags/suggestions", GET=tags.read_suggested_tags),
    route("api/v1/featured_tags/<id>", DELETE=tags.delete_featured_tag),
]
