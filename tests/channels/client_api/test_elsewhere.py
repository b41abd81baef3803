"""Posts of other servers as apps see them: in the same lists as ours, and apart where somebody asks for one kind."""

from __future__ import annotations

from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.federation.elsewhere import stranger


def test_public_timelines_of_one_kind(cast: Cast, anonymous: Api) -> None:
    """`local` is this house, `remote` others; neither or both is everybody."""
    dee = stranger()
    ours, theirs = cast.ada.says("Bore da #te"), dee.says(1, "Shwmae", tags=("te",))
    for path in ("/api/v1/timelines/public", "/api/v1/timelines/tag/te"):
        assert anonymous.get(path).ids == [theirs, ours]
        assert anonymous.get(path, local="true").ids == [ours]
        assert anonymous.get(path, remote="true").ids == [theirs]
        assert anonymous.get(path, local="true", remote="true").ids == [theirs, ours]


def test_a_post_elsewhere_is_boosted_and_liked_like_ours(cast: Cast, ada: Api) -> None:
    """Apps need no second way."""
    post_id = stranger().says()
    boost = ada.post(f"/api/v1/statuses/{post_id}/reblog").json
    assert boost["reblog"]["uri"] == "https://elsewhere.example/users/dee/statuses/1"
    assert ada.post(f"/api/v1/statuses/{post_id}/favourite").json["favourites_count"] == 1
    answer = ada.post("/api/v1/statuses", {"status": "Diolch", "in_reply_to_id": str(post_id)}).json
    context = ada.get(f"/api/v1/statuses/{post_id}/context").json
    assert [post["id"] for post in context["descendants"]] == [answer["id"]]
