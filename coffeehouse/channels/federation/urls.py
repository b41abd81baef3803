"""Every route between servers: discovery, and the documents of accounts and posts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, re_path

from coffeehouse.channels.federation import discovery, inbox, listing, serving

NAME, POST = r"users/(?P<name>[A-Za-z0-9_]{1,64})", r"/statuses/(?P<post_id>[0-9]{1,18})"

DOCUMENTS: list[URLPattern | URLResolver] = [
    re_path(r"^actor$", serving.show_house, name="house-actor"),
    re_path(r"^actor/outbox$", listing.show_house_outbox, name="house-outbox"),
    re_path(r"^actor/inbox$", inbox.take_delivery, name="house-inbox"),
    re_path(rf"^{NAME}$", serving.show_actor, name="actor"),
    re_path(rf"^{NAME}/inbox$", inbox.take_delivery, name="actor-inbox"),
    re_path(rf"^{NAME}/outbox$", listing.show_outbox, name="outbox"),
    re_path(rf"^{NAME}/followers$", listing.show_followers, name="actor-followers"),
    re_path(rf"^{NAME}/following$", listing.show_following, name="actor-following"),
    re_path(rf"^{NAME}/followers_synchronization$", listing.show_followers_at, name="actor-followers-at"),
    re_path(rf"^{NAME}/collections/featured$", listing.show_featured, name="featured"),
    re_path(rf"^{NAME}/collections/tags$", listing.show_featured_tags, name="featured-tags"),
    re_path(rf"^{NAME}{POST}$", serving.show_object, name="object"),
    re_path(rf"^{NAME}{POST}/activity$", serving.show_activity, name="activity"),
    re_path(rf"^{NAME}{POST}/replies$", listing.show_replies, name="object-replies"),
    re_path(rf"^{NAME}{POST}/likes$", listing.show_likes, name="object-likes"),
    re_path(rf"^{NAME}{POST}/shares$", listing.show_shares, name="object-shares"),
    re_path(rf"^{NAME}/quote_authorizations/(?P<post_id>[0-9]{{1,18}})$", serving.show_stamp, name="quote-stamp"),
    re_path(r"^contexts/(?P<conversation_id>[0-9]{1,18})$", listing.show_context, name="context"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^\.well-known/webfinger/?$", discovery.read_webfinger, name="webfinger"),
    re_path(r"^\.well-known/host-meta(?:\.json)?/?$", discovery.read_host_meta, name="host-meta"),
    re_path(r"^\.well-known/nodeinfo/?$", discovery.read_nodeinfo_links, name="nodeinfo-links"),
    re_path(r"^nodeinfo/2\.0/?$", discovery.read_nodeinfo, name="nodeinfo"),
    re_path(r"^nodeinfo/2\.1/?$", discovery.read_newer_nodeinfo, name="nodeinfo-newer"),
    re_path(r"^\.well-known/oauth-authorization-server/?$", discovery.read_oauth_metadata, name="oauth-metadata"),
    re_path(r"^inbox$", inbox.take_delivery, name="inbox"),
    # Looking ahead spares every page the comparison with them.
    re_path(r"^(?=users/|actor|contexts/)", include(DOCUMENTS)),
]
