"""What an account said with a hashtag: the page its featured hashtags lead to."""

from __future__ import annotations

from tests.cast import Cast
from tests.channels.web.reader import Reader


def test_only_theirs_and_only_with_it(visitor: Reader, faye: Reader, cast: Cast) -> None:
    """In any case of the hashtag; each reader finds what they may see."""
    cast.ada.says("Marmalade on #Toast")
    cast.ada.says("Butter on #toast", "followers")
    cast.ada.says("Just jam")
    cast.sam.says("Cheese on #toast")
    page = visitor.open("/@ada/tagged/TOAST")
    assert page.has("Marmalade")
    assert not any(page.has(word) for word in ("Butter", "Just jam", "Cheese"))
    assert faye.open("/@ada/tagged/toast").has("Butter")


def test_p2_of_nobody_there_is_none(visitor: Reader, eve: Reader, cast: Cast) -> None:
    """404 for an account that is not there; P4: nothing for whom the account blocks."""
    cast.ada.says("Marmalade on #toast")
    visitor.open("/@nobody/tagged/toast", status=404)
    assert not eve.open("/@ada/tagged/toast").has("Marmalade")
