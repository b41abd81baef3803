"""Every route of discovery."""

from __future__ import annotations

from django.urls import re_path

from coffeehouse.channels.federation import discovery

urlpatterns = [
    re_path(r"^\.well-known/webfinger/?$", discovery.read_webfinger, name="webfinger"),
    re_path(r"^\.well-known/host-meta/?$", discovery.read_host_meta, name="host-meta"),
    re_path(r"^\.well-known/nodeinfo/?$", discovery.read_nodeinfo_links, name="nodeinfo-links"),
    re_path(r"^nodeinfo/2\.0/?$", discovery.read_nodeinfo, name="nodeinfo"),
    re_path(r"^\.well-known/oauth-authorization-server/?$", discovery.read_oauth_metadata, name="oauth-metadata"),
]
