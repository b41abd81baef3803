"""Every address of the web channel. A meta test walks this list: each view says who may open it (`access`)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter

from coffeehouse.channels.web import (
    administration,
    calendar,
    completeness,
    confirming,
    console,
    correcting,
    deliveries,
    directory,
    disclosures,
    disposing,
    embedding,
    erasures,
    ledger,
    looking,
    mailed,
    media,
    modes,
    moving,
    notifications,
    own_record,
    packs,
    pages,
    pictures,
    policies,
    policy_editor,
    posting,
    preferences,
    profiles,
    reacting,
    receipts,
    records,
    reporting,
    request_answers,
    request_items,
    requests,
    reviewing,
    searching,
    second_step,
    security,
    servers,
    sign_in,
    threads,
    timelines,
    tlog,
    voices,
    witnesses,
)


class Handle:
    """`name` or `name@host`."""

    regex = r"[A-Za-z0-9_]+(?:@[A-Za-z0-9.:-]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Id(Handle):
    """A number that both databases hold."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:  # type: ignore[override]  # an id is a number in the code
        return int(value)


class PostAct(Handle):
    """What one click on a post does."""

    regex = "|".join(reacting.ACTS)


class AccountAct(Handle):
    """What one click on an account does."""

    regex = "|".join(profiles.ACTS)


class FileKey(Handle):
    """The random name of a picture, video or sound."""

    regex = r"(?:posts/)?[A-Za-z0-9_-]{2}/[A-Za-z0-9_-]{2}/[A-Za-z0-9_-]{8,64}\.[a-z0-9]{2,5}"


for _name, _converter in (
    ("handle", Handle), ("id", Id), ("post_act", PostAct), ("account_act", AccountAct), ("file", FileKey),
):  # fmt: skip
    register_converter(_converter, _name)

# What visitors and search engines open most; behind a glance at the first letter, so nothing else is compared with it.
AT = [
    path("@<handle:acct>", profiles.show_profile, name="profile"),
    path("@<handle:acct>/<id:post_id>", threads.show_thread, name="post"),
    path("@<handle:acct>/tagged/<str:name>", timelines.show_tagged, name="tagged"),
    path("@<handle:acct>/corrections", correcting.show_corrections_of, name="corrections-of"),
    path("@<handle:acct>/corrections.atom", correcting.send_corrections_of, name="corrections-of-feed"),
    path("@<handle:acct>/followers", profiles.show_followers, name="followers"),
    path("@<handle:acct>/following", profiles.show_following, name="following"),
    path("@<handle:acct>/voice", voices.show_behind, name="voice-behind"),
    path("@<handle:acct>/<id:post_id>/embed", embedding.show_embed, name="embed"),
    path("@<handle:acct>/<id:post_id>/history", threads.show_history, name="post-history"),
    path("@<handle:acct>/<id:post_id>/receipt", receipts.show_receipt, name="receipt"),
    path("@<handle:acct>/<id:post_id>/receipt.tlog-proof", receipts.send_receipt, name="receipt-file"),
]

OTHERS = [
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
    path("review", reviewing.show_queue, name="review"),
    path("review/calendar", calendar.show_calendar, name="calendar"),
    path("review/stop", modes.show_stop, name="stop"),
    path("review/mail", mailed.show_mailed, name="review-mail"),
    path("review/<id:held_id>", reviewing.show_draft, name="draft"),
    path("review/<id:held_id>/revise", reviewing.show_revise, name="draft-revise"),
    path("waiting", administration.show_waiting, name="waiting"),
    path("announcements/<id:announcement_id>/dismiss", reacting.dismiss_announcement, name="announcement-dismiss"),
    path("posts/<id:post_id>/edit", posting.show_edit, name="post-edit"),
    path("posts/<id:post_id>/correct", correcting.show_correct, name="post-correct"),
    path("posts/<id:post_id>/delete", posting.show_delete, name="post-delete"),
    path("posts/<id:post_id>/vote", reacting.vote, name="post-vote"),
    path("posts/<id:post_id>/<post_act:what>", reacting.do_to_post, name="post-act"),
    path("accounts/<id:account_id>/<account_act:what>", profiles.do_to_account, name="account-act"),
    path("follow-requests", profiles.show_follow_requests, name="follow-requests"),
    path("follow-requests/<id:account_id>/authorize", profiles.authorize_follow, name="follow-authorize"),
    path("follow-requests/<id:account_id>/reject", profiles.reject_follow, name="follow-reject"),
    path("sign-in", sign_in.show_sign_in, name="sign-in"),
    path("sign-in/second", second_step.show_second_step, name="second-step"),
    path("sign-in/passkey", second_step.show_passkey, name="passkey"),
    path("sign-in/directory/<slug:directory>", directory.start, name="directory"),
    path("sign-in/directory/<slug:directory>/return", directory.come_back, name="directory-return"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("register", sign_in.show_register, name="register"),
    path("registered", sign_in.show_registered, name="registered"),
    path("join", sign_in.show_join, name="join"),
    path("confirm", confirming.show_confirm, name="confirm"),
    path("act-as", sign_in.act_as, name="act-as"),
    path("settings", preferences.show_profile_settings, name="settings"),
    path("settings/posting", preferences.show_posting_settings, name="settings-posting"),
    path("settings/apps", preferences.show_apps, name="settings-apps"),
    path("settings/moving", moving.show_moving, name="settings-moving"),
    path(".well-known/change-password", preferences.find_password, name="change-password"),
    path("settings/password", preferences.show_password, name="settings-password"),
    path("settings/my-record", own_record.show_own_record, name="own-record"),
    path("settings/my-record/<id:request_id>", own_record.show_own_answer, name="own-answer"),
    path("settings/my-record.json", own_record.send_own_record, name="own-record-file"),
    path("settings/my-record.zip", own_record.send_own_archive, name="own-record-archive"),
    path("settings/security", security.show_security, name="security"),
    path("settings/security/app", security.show_add_app, name="security-app"),
    path("settings/security/passkey", security.show_add_passkey, name="security-passkey"),
    path("settings/security/codes", security.show_codes, name="security-codes"),
    path("settings/security/confirm", second_step.show_confirm, name="security-confirm"),
    path("settings/security/remove", security.remove_authenticator, name="security-remove"),
    path("settings/security/unlink", security.unlink_directory, name="security-unlink"),
    path("settings/security/directory/<slug:directory>", directory.start_linking, name="security-link"),
    path("admin", administration.show_admin, name="admin"),
    path("admin/approvals", administration.show_approvals, name="approvals"),
    path("admin/modes", modes.show_modes, name="modes"),
    path("admin/reports", reporting.show_reports, name="reports"),
    path("admin/announcements", console.show_announcements, name="announcements"),
    path("admin/announcements/<id:announcement_id>", console.show_announcement, name="announcement"),
    path("admin/rules", console.show_rules, name="rules"),
    path("admin/texts", console.show_texts, name="texts"),
    path("admin/texts/<str:kind>/<str:language>", console.show_text, name="text"),
    path("admin/emoji", console.show_emoji, name="emoji"),
    path("admin/federation", servers.show_servers, name="servers"),
    path("admin/federation/servers/<str:host>", servers.show_server, name="server"),
    path("admin/federation/import", servers.show_server_import, name="server-import"),
    path("admin/federation/relays", servers.show_relays, name="relays"),
    path("admin/federation/review", servers.show_server_review, name="server-review"),
    path("admin/federation/deliveries", deliveries.show_deliveries, name="deliveries"),
    path("admin/federation/domain_blocks.csv", servers.send_servers, name="servers-file"),
    path("report/<id:account_id>", reporting.show_report, name="report"),
    path("voices", voices.show_voices, name="voices"),
    path("voices/<id:account_id>", voices.show_voice, name="voice"),
    path("voices/<id:account_id>/seats/<id:member_id>", voices.show_seat, name="seat"),
    path("records", records.show_records, name="records"),
    path("records/holds", records.show_holds, name="holds"),
    path("records/holds/<id:hold_id>", records.show_hold, name="hold"),
    path("records/preserved", records.show_preserved, name="preserved"),
    path("records/erasures", erasures.show_erasures, name="erasures"),
    path("records/erasures/<id:erasure_id>", erasures.show_erasure, name="erasure"),
    path("records/disposal", disposing.show_disposal, name="disposal"),
    path("records/disposal/due/<slug:class_id>", disposing.show_due, name="disposal-due"),
    path("records/disposal/<id:disposal_id>", disposing.show_certificate, name="certificate"),
    path("records/members", looking.show_members, name="members"),
    path("records/members/<id:member_id>", looking.show_member, name="member"),
    path("records/completeness", completeness.show_completeness, name="completeness"),
    path("records/completeness/<str:day>", completeness.show_completeness_day, name="completeness-day"),
    path("records/settings", completeness.show_settings_history, name="settings-history"),
    path("ledger/completeness", completeness.show_public_completeness, name="public-completeness"),
    path("settings/looks", looking.show_looks, name="looks"),
    path("records/witnesses", witnesses.show_witnesses, name="witnesses"),
    path("records/witnesses/evidence/<id:evidence_id>", witnesses.show_evidence, name="evidence"),
    path("records/witnesses/evidence/<id:evidence_id>/<slug:part>.txt", witnesses.send_evidence, name="evidence-file"),
    path("records/packs", packs.show_packs, name="packs"),
    path("records/packs/<id:pack_id>", packs.show_pack, name="pack"),
    path("ledger", ledger.show_ledger, name="ledger"),
    path("ledger/checkpoint", tlog.send_checkpoint, name="checkpoint"),
    path("ledger/key", tlog.send_key, name="ledger-key"),
    path("ledger/key-changes", tlog.send_key_changes, name="ledger-key-changes"),
    path("ledger/entries/<id:sequence>", receipts.show_entry, name="entry"),
    path("ledger/entries/<id:sequence>.tlog-proof", receipts.send_entry, name="entry-file"),
    path("ledger/tile/<int:level>/<path:path>", tlog.send_tile, name="tile"),
    path("records/requests", requests.show_requests, name="requests"),
    path("records/requests/new", requests.show_new_request, name="request-new"),
    path("records/requests/<id:request_id>", requests.show_request, name="request"),
    path("records/requests/<id:request_id>/search", request_items.show_search, name="request-search"),
    path("records/requests/<id:request_id>/items", request_items.show_items, name="request-items"),
    path("records/requests/<id:request_id>/items/<id:item_id>", request_items.show_item, name="request-item"),
    path("records/requests/<id:request_id>/answer", request_answers.show_answer, name="request-answer"),
    path("records/requests/<id:request_id>/reasons", request_answers.show_reasons, name="request-reasons"),
    path("disclosures", disclosures.show_disclosures, name="disclosures"),
    path("disclosures.atom", disclosures.send_disclosures, name="disclosures-feed"),
    path("disclosures/<id:request_id>", disclosures.show_disclosure, name="disclosure"),
    path("about", pages.show_about, name="about"),
    path("corrections", correcting.show_corrections, name="corrections"),
    path("corrections.atom", correcting.send_corrections, name="corrections-feed"),
    path("policy", pages.show_policy, name="policy"),
    path("policy/rules", policies.show_policy_rules, name="policy-rules"),
    path("policy/versions", policies.show_policy_versions, name="policy-versions"),
    path("policy/versions/<id:version_id>", policies.show_policy_version, name="policy-version"),
    path("policy/acknowledge", policies.acknowledge, name="policy-acknowledge"),
    path("admin/policy", policy_editor.show_policy_console, name="policy-console"),
    path("admin/policy/edit", policy_editor.show_policy_editor, name="policy-editor"),
    path("terms", pages.show_terms, name="terms"),
    path("terms/<str:day>", pages.show_terms, name="terms-from"),
    path("privacy", pages.show_privacy, name="privacy"),
    path("accessibility", pages.show_accessibility, name="accessibility"),
    path("language", pages.choose_language, name="language"),
    path("theme.css", pictures.send_theme, name="theme"),
    path("icons/<int:size>.png", pictures.send_icon_of, name="icon-of"),
    path("icon.svg", pictures.send_icon, name="icon"),
    path("avatars/<id:account_id>.png", pictures.send_avatar, name="avatar"),
    path("headers/default.png", pictures.send_default_header, name="default-header"),
    path("media/<file:key>", media.send_media, name="media"),
]

urlpatterns: list[URLPattern | URLResolver] = [re_path(r"^(?=@)", include(AT)), *OTHERS]
