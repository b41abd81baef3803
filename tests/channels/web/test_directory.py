"""Sign-in through a body's directory (OpenID Connect): a real provider in a process of its own, and a liar (U3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from joserfc.jwk import RSAKey

from coffeehouse.database import sql
from coffeehouse.domain.people import commands
from coffeehouse.kernel import clock
from coffeehouse.ledger import vault
from tests.cast import PASSWORD, Cast, latest_entry
from tests.channels.web.reader import Reader
from tests.directory_process import DirectoryProcess, directory, write_settings
from tests.lying_directory import LyingDirectory, lying_directory, public_key_as_secret

LINK = "/settings/security/directory/leedon"


@pytest.fixture(scope="module")
def leedon() -> Iterator[DirectoryProcess]:
    """The council's directory."""
    with directory("leedon") as made:
        yield made


@pytest.fixture(scope="module")
def ward() -> Iterator[DirectoryProcess]:
    """The hospital's: another provider, where anybody may call themselves anything."""
    with directory("ward") as made:
        yield made


@pytest.fixture
def _both(leedon: DirectoryProcess, ward: DirectoryProcess, settings: Any, tmp_path: Path) -> None:
    more = {"creates": "member"}
    settings.DIRECTORIES = write_settings(tmp_path / "d.toml", leedon=(leedon, {}), ward=(ward, more))
    cache.clear()


@pytest.fixture
def liar(settings: Any, tmp_path: Path) -> Iterator[LyingDirectory]:
    """A directory that says what the test wants."""
    cache.clear()
    with lying_directory() as made:
        settings.DIRECTORIES = write_settings(tmp_path / "d.toml", leedon=(made, {"creates": "member"}))
        yield made


def sent(reader: Reader, action: str) -> str:
    """Press the button that leads to a directory; where the browser is sent."""
    form = reader._form(action)
    token = next(field.get("value") for field in form.iter("input") if field.get("name") == "csrfmiddlewaretoken")
    answer = reader.client.post(action, {"csrfmiddlewaretoken": token, "next": "/public"})
    assert answer.status_code == 303, answer.content[:500]
    return str(answer.headers["Location"])


def to_directory(reader: Reader, key: str = "leedon") -> str:
    """From the sign-in page to the directory."""
    return sent(reader.open("/sign-in"), f"/sign-in/directory/{key}")


def inside(address: str) -> str:
    """The path of an address of the house."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def link(reader: Reader, found: DirectoryProcess, subject: str, key: str = "leedon") -> None:
    """A member says who they are in the directory."""
    reader.open("/settings/security/app")
    if reader.where != "/settings/security/app":
        reader.fill("/settings/security/confirm", password=PASSWORD)
    address = sent(reader.open("/settings/security"), f"/settings/security/directory/{key}")
    reader.open(inside(found.says_yes(address, subject)))


def members_count() -> int:
    return int(sql.value("SELECT COUNT(*) FROM people_member"))


def is_in(reader: Reader) -> bool:
    return reader.open("/home").where == "/home"


@pytest.mark.usefixtures("_both")
def test_the_whole_way(cast: Cast, cade: Reader, leedon: DirectoryProcess) -> None:
    """Link under Settings; sign in by the button, go on to where one wanted to; the entry says by which way."""
    leedon.knows("c-1", email="somebody.else@example.net", email_verified=True)
    link(cade, leedon, "c-1")
    assert cade.has("Linked. You can sign in through it from now on.")
    identity = sql.row("SELECT member_id, issuer, subject FROM people_directoryidentity")
    assert identity == (cast.cade.member_id, leedon.issuer, "c-1")
    reader = Reader()
    reader.open(inside(leedon.says_yes(to_directory(reader), "c-1")))
    assert reader.where == "/public"
    entry = latest_entry()
    assert (entry.entry.kind, entry.entry.object) == ("member.signed_in", f"member/{cast.cade.member_id}")
    sealed = vault.read(entry.entry.sequence)
    assert sealed is not None
    assert sealed.value()["kept"]["method"] == "directory/leedon"
    assert is_in(reader)


@pytest.mark.usefixtures("_both")
def test_what_is_asked_of_the_directory(cast: Cast, visitor: Reader) -> None:
    """A code, with PKCE S256, a state and a nonce, no two times the same."""
    first, second = (parse_qs(urlsplit(to_directory(visitor)).query) for _ in range(2))
    assert first["response_type"] == ["code"]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == ["http://localhost:8000/sign-in/directory/leedon/return"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) == 43
        assert first[name] != second[name]


@pytest.mark.usefixtures("_both")
def test_u3_the_same_address_and_another_subject_attaches_nothing(
    cast: Cast, cade: Reader, leedon: DirectoryProcess
) -> None:
    """U3: an address that went to a new colleague does not bring the old one's door with it."""
    leedon.knows("c-1", email=cast.cade.email, email_verified=True)
    leedon.knows("c-2", email=cast.cade.email, email_verified=True)
    link(cade, leedon, "c-1")
    reader, count = Reader(), members_count()
    reader.open(inside(leedon.says_yes(to_directory(reader), "c-2")), status=403)
    assert reader.has("does not know you by that account yet")
    assert not is_in(reader)
    assert members_count() == count


@pytest.mark.usefixtures("_both")
@pytest.mark.parametrize("subject", ["c-1", "c-9"])
def test_u3_the_same_address_at_another_directory_attaches_nothing(
    cast: Cast, cade: Reader, leedon: DirectoryProcess, ward: DirectoryProcess, subject: str
) -> None:
    """U3: nor the same subject there. It would even create members: not one with an address that is somebody's here."""
    leedon.knows("c-1", email=cast.cade.email, email_verified=True)
    link(cade, leedon, "c-1")
    ward.knows(subject, email=cast.cade.email, email_verified=True)
    reader, count = Reader(), members_count()
    reader.open(inside(ward.says_yes(to_directory(reader, "ward"), subject)), status=403)
    assert not is_in(reader)
    assert members_count() == count
    assert sql.value("SELECT COUNT(*) FROM people_directoryidentity") == 1


@pytest.mark.usefixtures("_both")
@pytest.mark.parametrize("claims", [{}, {"email_verified": False}, {"email_verified": "true"}, {"email_verified": 1}])
@pytest.mark.parametrize("email", ["ada@example.org", "new.nurse@example.org"])
def test_u3_an_unverified_address_attaches_and_creates_nothing(
    cast: Cast, ward: DirectoryProcess, email: str, claims: dict[str, Any]
) -> None:
    """U3: whether somebody here has it or nobody; only `true` is a promise."""
    ward.knows("n-1", email=email, **claims)
    reader, count = Reader(), members_count()
    reader.open(inside(ward.says_yes(to_directory(reader, "ward"), "n-1")), status=403)
    assert not is_in(reader)
    assert members_count() == count


@pytest.mark.usefixtures("_both")
def test_u3_the_answer_of_one_directory_is_no_answer_of_another(
    cast: Cast, cade: Reader, leedon: DirectoryProcess, ward: DirectoryProcess
) -> None:
    """U3, mix-up: an answer brought to another directory's address, with its state or a stolen one, finds nothing."""
    link(cade, leedon, "c-1")
    reader = Reader()
    back = leedon.says_yes(to_directory(reader, "leedon"), "c-1")
    reader.open(inside(back).replace("/leedon/", "/ward/"), status=422)
    reader.open(inside(back), status=422)
    assert not is_in(reader)
    stolen = parse_qs(urlsplit(leedon.says_yes(to_directory(Reader()), "c-1")).query)["code"][0]
    state = parse_qs(urlsplit(to_directory(reader, "ward")).query)["state"][0]
    reader.open(f"/sign-in/directory/ward/return?code={stolen}&state={state}", status=422)
    assert not is_in(reader)


@pytest.mark.parametrize("named", ["http://127.0.0.1:1", "https://evil.example", ""])
def test_u3_an_answer_that_names_another_issuer_is_refused_before_its_code_is_shown(
    cast: Cast, visitor: Reader, liar: LyingDirectory, named: str
) -> None:
    """U3, mix-up: RFC 9207; the code is handed to nobody."""
    visitor.open(inside(liar.says_yes(to_directory(visitor), iss=named)), status=422)
    assert liar.tokens_asked == 0
    assert not is_in(visitor)


def test_u3_a_directory_that_names_its_issuer_must(cast: Cast, visitor: Reader, liar: LyingDirectory) -> None:
    """U3, mix-up: leaving the name out does not help."""
    liar.metadata = {"authorization_response_iss_parameter_supported": True}
    visitor.open(inside(liar.says_yes(to_directory(visitor))), status=422)
    assert liar.tokens_asked == 0
    liar.claims = {"email": "wyn.d@example.org", "email_verified": True}
    visitor.open(inside(liar.says_yes(to_directory(visitor), iss=liar.issuer)))
    assert is_in(visitor)


@pytest.mark.usefixtures("_both")
def test_u3_an_answer_is_used_once_and_in_one_browser(cast: Cast, cade: Reader, leedon: DirectoryProcess) -> None:
    """U3, replay (there is no SAML here; this is what it would be): not again, not elsewhere, not ten minutes later."""
    link(cade, leedon, "c-1")
    reader, thief = Reader(), Reader()
    back = inside(leedon.says_yes(to_directory(reader), "c-1"))
    to_directory(thief)
    thief.open(back, status=422)
    assert not is_in(thief)
    reader.open(back)
    reader.client.post("/sign-out")
    late = Reader()
    back = inside(leedon.says_yes(to_directory(late), "c-1"))
    with clock.at(clock.now_ms() + 11 * clock.MINUTE):
        late.open(back, status=422)
    again = Reader()
    state = parse_qs(urlsplit(to_directory(again)).query)["state"][0]
    used = parse_qs(urlsplit(back).query)["code"][0]
    again.open(f"/sign-in/directory/leedon/return?code={used}&state={state}", status=422)
    assert not is_in(again)


LIES: list[dict[str, Any]] = [
    {"claims": {"iss": "https://evil.example"}},
    {"claims": {"iss": None}},
    {"claims": {"aud": "another-house"}},
    {"claims": {"aud": ["coffeehouse", "another-house"]}},
    {"claims": {"aud": None}},
    {"claims": {"azp": "another-house"}},
    {"claims": {"nonce": "of another question"}},
    {"claims": {"nonce": None}},
    {"claims": {"exp": 1_000_000_000}},
    {"claims": {"exp": None}},
    {"claims": {"sub": None}},
    {"claims": {"sub": ""}},
    {"claims": {"sub": 17}},
    {"claims": {"sub": "x" * 256}},
    {"head": {"alg": "none"}},
    {"head": {"alg": "HS256"}, "signs_with": public_key_as_secret},
    {"signs_with": lambda _liar: RSAKey.generate_key(2048, {"kid": "first"})},
    {"head": {"kid": "another"}, "signs_with": lambda _liar: RSAKey.generate_key(2048, {"kid": "another"})},
    {"status": 302},
]


@pytest.mark.parametrize("lie", LIES, ids=range(len(LIES)))
def test_u3_a_token_that_does_not_hold_opens_nothing(
    cast: Cast, visitor: Reader, liar: LyingDirectory, lie: dict[str, Any]
) -> None:
    """U3: another issuer, made for others, of another question, out of date, about nobody, or not signed by its key."""
    liar.claims = {"email": "new@example.org", "email_verified": True}
    count, address = members_count(), to_directory(visitor)
    for name, value in lie.items():
        made = {**liar.claims, **value} if name == "claims" else value(liar) if callable(value) else value
        setattr(liar, name, made)
    visitor.open(inside(liar.says_yes(address)), status=422)
    assert visitor.has("nobody was signed in")
    assert members_count() == count
    assert not is_in(visitor)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"}, {"issuer": None}, {"token_endpoint": "https://evil.example/token"},
        {"token_endpoint": "http://169.254.169.254/latest"}, {"jwks_uri": None}, {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"}, {"token_endpoint": "http://a@127.0.0.1:1/token"},
    ],
)  # fmt: skip
def test_s1_a_directory_leads_nowhere_but_where_the_operator_said(
    cast: Cast, visitor: Reader, liar: LyingDirectory, metadata: dict[str, Any]
) -> None:
    """S1: its description must be of itself, and every address on a host the settings name."""
    liar.metadata = metadata
    visitor.open("/sign-in").fill("/sign-in/directory/leedon", status=503)
    assert visitor.has("does not answer as it should")


def test_keys_that_were_changed_are_asked_for_again(cast: Cast, visitor: Reader, liar: LyingDirectory) -> None:
    """But not for every token that names an unknown one."""
    liar.claims = {"email": "new@example.org", "email_verified": True}
    visitor.open(inside(liar.says_yes(to_directory(visitor))))
    assert is_in(visitor)
    liar.key, liar.head = RSAKey.generate_key(2048, {"kid": "second"}), {"kid": "second"}
    again = Reader()
    again.open(inside(liar.says_yes(to_directory(again))))
    assert is_in(again)
    liar.head, liar.signs_with = {"kid": "third"}, RSAKey.generate_key(2048, {"kid": "third"})
    for _ in range(3):
        Reader().open("/")
        thief = Reader()
        thief.open(inside(liar.says_yes(to_directory(thief))), status=422)
    assert liar.keys_asked == 2


@pytest.mark.usefixtures("_both")
def test_somebody_new_becomes_a_member_and_nothing_more(cast: Cast, visitor: Reader, ward: DirectoryProcess) -> None:
    """Whatever the directory says of their part; the second time they are known."""
    ward.knows(
        "n-7", email="Wilma.Nurse@example.org", email_verified=True, name="Wilma Nurse", role="admin", groups=["admin"],
        preferred_username="wilma.nurse",
    )  # fmt: skip
    visitor.open(inside(ward.says_yes(to_directory(visitor, "ward"), "n-7")))
    assert is_in(visitor)
    row = sql.row("SELECT m.role, m.state, m.password, a.acct FROM people_member m JOIN people_account a ON"
                  " a.member_id = m.id WHERE m.email = 'wilma.nurse@example.org'")  # fmt: skip
    assert row is not None
    assert row[:2] == ("member", "active")
    assert row[2].startswith("!")
    assert row[3] == "wilma_nurse"
    assert latest_entry().entry.kind == "member.joined"
    count, again = members_count(), Reader()
    again.open(inside(ward.says_yes(to_directory(again, "ward"), "n-7")))
    assert is_in(again)
    assert members_count() == count


def test_a_person_decides_where_the_operator_wants_it(
    cast: Cast, visitor: Reader, ward: DirectoryProcess, settings: Any, tmp_path: Path
) -> None:
    """`creates = "pending"`: they wait for approval like everybody."""
    settings.DIRECTORIES = write_settings(tmp_path / "d.toml", ward=(ward, {"creates": "pending"}))
    cache.clear()
    ward.knows("n-8", email="waits@example.org", email_verified=True)
    visitor.open(inside(ward.says_yes(to_directory(visitor, "ward"), "n-8")))
    assert sql.value("SELECT state FROM people_member WHERE email = 'waits@example.org'") == "pending"


@pytest.mark.usefixtures("_both")
def test_u4_who_is_shut_out_stays_out(cast: Cast, cade: Reader, leedon: DirectoryProcess) -> None:
    """U4: the directory does not open a door the house has closed."""
    link(cade, leedon, "c-1")
    cast.wyn.does(commands.SuspendMember(member_id=cast.cade.member_id, reason="Left"))
    reader = Reader()
    reader.open(inside(leedon.says_yes(to_directory(reader), "c-1")), status=403)
    assert not is_in(reader)


@pytest.mark.usefixtures("_both")
def test_one_identity_is_one_members(cast: Cast, cade: Reader, ada: Reader, leedon: DirectoryProcess) -> None:
    """Linking somebody else's is refused, and says whom to ask."""
    link(cade, leedon, "c-1")
    ada.open("/settings/security/app").fill("/settings/security/confirm", password=PASSWORD)
    address = sent(ada.open("/settings/security"), LINK)
    ada.open(inside(leedon.says_yes(address, "c-1")), status=409)
    assert ada.has("opens another member")


@pytest.mark.usefixtures("_both")
def test_linking_is_for_who_began_it(cast: Cast, cade: Reader, leedon: DirectoryProcess) -> None:
    """Who signs in there meanwhile does not get the other's way in."""
    cade.open("/settings/security/app").fill("/settings/security/confirm", password=PASSWORD)
    address = sent(cade.open("/settings/security"), LINK)
    session = cade.client.session
    session["directory_asked"] = {**session["directory_asked"], "member": str(cast.ada.member_id)}
    session.save()
    cade.open(inside(leedon.says_yes(address, "c-1")), status=422)
    assert sql.value("SELECT COUNT(*) FROM people_directoryidentity") == 0


def test_a_directory_that_is_away(cast: Cast, visitor: Reader, settings: Any, tmp_path: Path) -> None:
    """Says so, and that there are other ways."""
    away = LyingDirectory(issuer="http://127.0.0.1:9")
    settings.DIRECTORIES = write_settings(tmp_path / "d.toml", leedon=(away, {}))
    cache.clear()
    visitor.open("/sign-in").fill("/sign-in/directory/leedon", status=503)
    assert visitor.has("cannot be reached at the moment")
