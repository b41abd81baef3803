"""docs/reference/api.md from the routes: every endpoint, who may call it, what it does.

A test compares the page with what this makes; `make docs` (`site.reference`) writes it.
"""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "api.md"
INTRODUCTION = """# The Mastodon client API

<!-- Made by `make docs`; change the code instead. -->

Apps for Mastodon work here: the house speaks versions 1 and 2 of its client API as of Mastodon 4.4. Register an app
with `POST /api/v1/apps`, send the member to `/oauth/authorize`, exchange the code at `/oauth/token`, and send
`Authorization: Bearer <token>`. For a script, `coffeehouse token NAME --scopes "read write"` prints a token.

## Rules

- **Bodies** are JSON, `application/x-www-form-urlencoded` or `multipart/form-data`, with Rails' nesting (`media_ids[]`,
  `poll[options][]`, `fields_attributes[0][name]`). Broken ones get 400. At most 1 MB, pictures apart.
- **Ids** are text that holds a number and grow with time. What is no number is 404.
- **Lists** take `max_id`, `since_id`, `min_id`, `limit` and lead on by the `Link` header; impossible pages are empty.
- **Errors** are `{"error": "…"}` in plain words; at OAuth's `{"error": "<code>", "error_description": "…"}`.
  401: no good token. 403: the token's scopes, or policy (then with `rules`). 404: not there, or not for you; the two
  are never told apart. 422: the words do not fit, or the house cannot do it. 429: too often; `Retry-After` says when.
- **A token in the address** is never read. PKCE is S256 only. Redirect addresses match letter by letter. Codes last ten
  minutes and once: a code used twice ends the token it gave.
- **Idempotency-Key** on `POST /api/v1/statuses` and on edits: the same key and words give the same post.
- **Held for review.** When policy holds a post until a person has looked, the answer is 200 with a Status whose content
  begins “Held for review”, whose visibility is `direct`, and whose id names nothing: reading it is 404. Nobody sees the
  post before somebody has released it; it then gets an id of its own.
- **Signing up** (`POST /api/v1/accounts`) waits for a person: 202 with `state` `pending` and no token.
- **Too many requests** are 429: one token, or one address without a token, may send API_REQUESTS in five minutes.
  `X-RateLimit-Limit`, `-Remaining` and `-Reset` stand on every answer. What is written has limits of its own besides.
- **ETag** on what is the same for everybody: send it back in `If-None-Match` and get 304. Whatever is answered to a
  token is `private, no-store`.
- **Push.** A message has the members of Mastodon's, but `access_token` is empty: the house keeps only hashes of tokens,
  and a token has no business at a third party. An app with several accounts tells them apart by giving each an
  address of its own. With `standard` true messages are RFC 8291 (`aes128gcm`), else its draft (`aesgcm`).
- **Any page may call** (CORS), since only a token counts: cookies are never looked at.

[openapi.json](openapi.json) says the same for programs: every parameter, body and answer (OpenAPI 3.1).

*Who*: **user** a token of an account; **app** any token; **anybody** also without one; **open** no token is looked at;
**session** a browser in which somebody has signed in. Then the scope, of which one is enough.

| method | path | who | what it does |
|---|---|---|---|"""


ABSENT = {
    "api/v1/admin/": "The admin API comes with the moderation desk; until then the console is on the web.",
    "api/v2/admin/": "The same.",
    "api/v1/collections": "Collections of accounts are new in Mastodon 4.7; nobody may put anybody into one here.",
    "api/v1/accounts/<id>/collections": "The same.",
    "api/v1/accounts/<id>/in_collections": "The same.",
    "api/v1/annual_reports": "The house makes no yearly report about what a person did.",
    "api/v1_alpha/": "Nothing here is fetched later than it is answered, so there is nothing to ask after.",
}
"""Documented for Mastodon and not served, with the reason: `/` or a whole piece of the path ends where these end."""
NOT_THERE = """
## Not there

Mastodon documents these; here they are 404, so that no app believes in an empty list.

| path | why |
|---|---|"""


def page() -> str:
    """The text of docs/reference/api.md."""
    from coffeehouse.channels.client_api.urls import urlpatterns

    lines = [INTRODUCTION]
    for pattern in urlpatterns:
        if pattern.name == "nowhere":
            continue
        auth: dict[str, str] = getattr(pattern.callback, "auth", {})
        methods = getattr(pattern.callback, "methods", {})
        for method, who in auth.items():
            does = methods[method].core.__doc__ if method in methods else "The page on which a member lets an app in."
            sentence = " ".join((does or "").strip().split("\n\n")[0].split())
            lines.append(f"| {method} | `/{pattern.name}` | {who} | {sentence} |")
    lines.append(NOT_THERE)
    lines += [f"| `/{path}` | {why} |" for path, why in ABSENT.items()]
    return "\n".join(lines) + "\n"
