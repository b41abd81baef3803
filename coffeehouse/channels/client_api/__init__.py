"""The Mastodon client API (v1 and v2, as of 4.4): every endpoint a function from a `Call` to an `Answer`.

Read `calls` and `endpoints` first; `urls` lists every route. `lane` answers the hot reads without Django, through the
same functions.
"""
