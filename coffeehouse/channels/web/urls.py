"""Every address of the web channel. A meta test walks this list: each view says who may open it (`access`)."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from coffeehouse.channels.web import (
    administration,
    ledger,
    notifications,
    pages,
    pictures,
    posting,
    preferences,
    profiles,
    reacting,
    searching,
    sign_in,
    threads,
    timelines,
)

HANDLE = r"(?P<acct>[A-Za-z0-9_]+(?:@[A-Za-z0-9.:-]+)?)"
FILE = r"[A-Za-z0-9_-]{2}/[A-Za-z0-9_-]{2}/[A-Za-z0-9_-]{8,64}\.[a-z0-9]{2,5}"
POST = rf"^@{HANDLE}/(?P<post_id>[0-9]{{1,18}})"

urlpatterns: list[URLPattern] = [
    path("", timelines.show_front, name="front"),
    path("home", timelines.show_home, name="home"),
    path("public", timelines.show_public, name="public"),
    path("tags/<str:name>", timelines.show_tag, name="tag"),
    path("bookmarks", timelines.show_bookmarks, name="bookmarks"),
    path("favourites", timelines.show_favourites, name="favourites"),
    path("search", searching.show_search, name="search"),
    path("notifications", notifications.show_notifications, name="notifications"),
    path("notifications/read", notifications.mark_read, name="notifications-read"),
    path("compose", posting.show_compose, name="compose"),
    path("waiting", administration.show_waiting, name="waiting"),
    path("posts/<int:post_id>/edit", posting.show_edit, name="post-edit"),
    path("posts/<int:post_id>/delete", posting.show_delete, name="post-delete"),
    path("posts/<int:post_id>/vote", reacting.vote, name="post-vote"),
    re_path(
        rf"^posts/(?P<post_id>[0-9]{{1,18}})/(?P<what>{'|'.join(reacting.ACTS)})$", reacting.do_to_post, name="post-act"
    ),
    re_path(
        rf"^accounts/(?P<account_id>[0-9]{{1,18}})/(?P<what>{'|'.join(profiles.ACTS)})$",
        profiles.do_to_account,
        name="account-act",
    ),
    path("follow-requests", profiles.show_follow_requests, name="follow-requests"),
    re_path(
        r"^follow-requests/(?P<account_id>[0-9]{1,18})/(?P<answer>authorize|reject)$",
        profiles.answer_follow_request,
        name="follow-request-answer",
    ),
    path("sign-in", sign_in.show_sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("register", sign_in.show_register, name="register"),
    path("registered", sign_in.show_registered, name="registered"),
    path("welcome/<str:token>", sign_in.show_welcome, name="welcome"),
    path("act-as", sign_in.act_as, name="act-as"),
    path("settings", preferences.show_profile_settings, name="settings"),
    path("settings/posting", preferences.show_posting_settings, name="settings-posting"),
    path("settings/apps", preferences.show_apps, name="settings-apps"),
    path("settings/password", preferences.show_password, name="settings-password"),
    path("admin/approvals", administration.show_approvals, name="approvals"),
    path("admin/held", administration.show_held, name="held"),
    path("ledger", ledger.show_ledger, name="ledger"),
    path("ledger/checkpoint", ledger.send_checkpoint, name="checkpoint"),
    path("ledger/key", ledger.send_key, name="ledger-key"),
    path("ledger/tile/<int:level>/<path:path>", ledger.send_tile, name="tile"),
    path("about", pages.show_about, name="about"),
    path("policy", pages.show_policy, name="policy"),
    path("privacy", pages.show_privacy, name="privacy"),
    path("accessibility", pages.show_accessibility, name="accessibility"),
    path("language", pages.choose_language, name="language"),
    path("theme.css", pictures.send_theme, name="theme"),
    path("icon.svg", pictures.send_icon, name="icon"),
    path("avatars/<int:account_id>.png", pictures.send_avatar, name="avatar"),
    path("headers/default.png", pictures.send_default_header, name="default-header"),
    re_path(rf"^media/(?P<key>{FILE})$", pictures.send_media, name="media"),
    re_path(rf"{POST}$", threads.show_thread, name="post"),
    re_path(rf"{POST}/history$", threads.show_history, name="post-history"),
    re_path(rf"{POST}/receipt$", threads.show_receipt, name="receipt"),
    re_path(rf"{POST}/receipt\.tlog-proof$", threads.send_receipt, name="receipt-file"),
    re_path(rf"^@{HANDLE}$", profiles.show_profile, name="profile"),
    re_path(rf"^@{HANDLE}/followers$", profiles.show_followers, name="followers"),
    re_path(rf"^@{HANDLE}/following$", profiles.show_following, name="following"),
]  # fmt: skip
