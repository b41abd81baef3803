"""The words a pack may use: every action, every fact, and the Cedar schema made of them.

The engine names its commands here and promises the facts; packs are checked against the schema, so a rule about a fact
that nobody gives, or an action that does not exist, is refused when the pack is loaded. `schema.cedarschema` is the
same in Cedar's words, for authors and other Cedar tools.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FactValue = bool | int | str

CEDAR_TYPES: dict[type[FactValue], str] = {bool: "Bool", int: "Long", str: "String"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing policy is told. `default` None means that the engine must always give it."""

    name: str
    type: type[FactValue]
    meaning: str
    default: FactValue | None = None


COMMON_FACTS: tuple[Fact, ...] = (
    Fact("member_state", str, "none (not signed in), pending, active, suspended, rejected, remote or system"),
    Fact("role", str, "visitor, member, moderator, records, admin, remote (an account elsewhere) or system"),
    Fact("capacity", str, "in what part the person acts: visitor, self, voice, admin, remote or system"),
    Fact("account_kind", str, "kind of the acting account: persona, voice, service, community, or empty"),
    Fact("account_age_days", int, "whole days since the acting account was made"),
    Fact("channel", str, "the door it came through: web, client_api, cli, email, federation, ..."),
    Fact("is_official", bool, "the person speaks through a voice, for a body"),
    Fact("owes_second_step", bool, "the house asks this person for a second step at sign-in, which they lack", False),
    Fact("may_release", bool, "the seat at the voice has the power to release; true for one's own words", True),
    Fact("may_draft", bool, "the seat at the voice allows more than to suggest; true for one's own words", True),
)

TEXT_FACTS: tuple[Fact, ...] = (
    Fact("mention_count", int, "accounts mentioned in the text"),
    Fact("link_count", int, "links in the text"),
    Fact("tag_count", int, "hashtags in the text"),
    Fact("has_nhs_number", bool, "a number that passes the NHS number's check digit"),
    Fact("has_ni_number", bool, "something written as a National Insurance number"),
    Fact("has_phone", bool, "a UK telephone number that may be a person's (service numbers are left out)"),
    Fact("has_email", bool, "an email address"),
    Fact("has_postcode", bool, "a full UK postcode"),
    Fact("has_visit_details", bool, "a person, a place and words of a visit or of care together", False),
    Fact("is_self_harm_cue", bool, "words of one who may harm themselves, or who worries that another may", False),
    Fact("is_safeguarding_cue", bool, "words that a child, or an adult who needs care, may be in danger", False),
    Fact("is_abuse_cue", bool, "words that may abuse people for what they are (race, religion, sex, ...)", False),
    Fact("is_foi_request", bool, "words that ask for recorded information as a right", False),
    Fact("is_subject_access_request", bool, "words that ask for the writer's own personal data", False),
    Fact("is_complaint", bool, "words that ask for a complaint to be dealt with", False),
    Fact("spam_signal_count", int, "kinds of signs of unwanted advertising or fraud", 0),
    Fact("text_length", int, "characters of the text"),
    Fact("long_sentence_count", int, "sentences of more than 25 words"),
    Fact("hard_word_count", int, "different English words with a plainer one, or long and of many syllables"),
    Fact("shouting_percent", int, "share of capitals among the letters, 0 to 100; 0 for short texts", 0),
)

POST_FACTS: tuple[Fact, ...] = (
    Fact("visibility", str, "public, unlisted, followers or direct"),
    Fact("is_reply", bool, "it answers another post"),
    Fact("stranger_mention_count", int, "mentioned accounts that do not follow the author"),
    Fact("media_count", int, "pictures and other media attached"),
    Fact("media_without_alt_count", int, "attached media without a description"),
    Fact("same_text_count", int, "times this account sent the same text in the hour before"),
    Fact("same_text_account_count", int, "other accounts that sent nearly the same text in the day before", 0),
    Fact("incident_stop", bool, "the house has stopped official posts for an incident"),
)

ROUTING_FACTS: tuple[Fact, ...] = (
    Fact("criticality", str, "how much hangs on an official post: routine, raised or high", "routine"),
    Fact(
        "criticality_cues", str, "what raised it, each between bars: |money|named person|; empty when nothing did", ""
    ),
    Fact("recent_released_count", int, "official posts of this person at this voice released as written", 0),
    Fact("recent_changed_count", int, "those a colleague wanted changed, before or after they were released", 0),
    Fact("recent_refused_count", int, "those a colleague refused", 0),
    Fact("record_days", int, "days back that these three counts look", 90),
    Fact("receiver_count", int, "accounts that follow the voice", 0),
)

CHANNEL_FACTS: tuple[Fact, ...] = (
    Fact("is_election_period", bool, "the rules before an election hold", False),
    Fact("medium", str, "what would carry it: public post, followers post or direct message", "public post"),
    Fact("purpose", str, "what it is for: inform, answer, advise or warn", "inform"),
    Fact("sensitivity", str, "whose matter it is: open, contact, personal or identifier", "open"),
    Fact("audience", str, "whom it reaches: everybody, followers or person", "everybody"),
    Fact("urgency", str, "routine or emergency", "routine"),
)

_OF_RECEIVED = frozenset({
    "visibility", "is_reply", "stranger_mention_count", "media_count", "same_text_count", "same_text_account_count",
    "mention_count", "link_count", "tag_count", "text_length",
})  # fmt: skip
RECEIVED_FACTS = tuple(fact for fact in POST_FACTS + TEXT_FACTS if fact.name in _OF_RECEIVED)
PUBLISH_FACTS = POST_FACTS + TEXT_FACTS + ROUTING_FACTS + CHANNEL_FACTS
NEW_ACCOUNT_FACTS = (
    # Where nobody says what kind is made, the strictest is assumed.
    Fact("new_account_kind", str, "kind of the account to be made: persona, voice, service or community", "voice"),
)


BODY_FACTS = (Fact("is_body_admin", bool, "the member looks after a body of the house", False),)
TEST_FACTS = (Fact("test_mode", bool, "the house is opened for tests (setting TEST_MODE)", False),)


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that rules name together."""

    name: str
    meaning: str
    actions: tuple[str, ...]


# Every command of the house, once: one that is not named here is refused as unknown.
GROUPS: tuple[Group, ...] = (
    Group(
        "OpenDoor",
        "what somebody who is not signed in may ask for: to join, to sign in, to connect an app",
        (
            "RegisterMember", "SignIn", "RegisterApplication", "ExchangeCode", "IssueClientToken", "ConfirmEmail",
            "RegisterTestMember", "IssuePasswordToken", "UseOneTimeCode", "UseRecoveryCode", "UsePasskey",
            "SignInThroughDirectory",
        ),
    ),
    Group("LeaveDoor", "giving up access: always open", ("SignOut", "RevokeToken")),
    Group(
        "OwnAccess",
        "a member's own keys to the house",
        (
            "AuthorizeApplication", "ChangePassword", "RequestConfirmation", "EnrolAuthenticator",
            "RemoveAuthenticator", "MakeRecoveryCodes", "ConfirmPassword", "LinkDirectoryIdentity",
            "UnlinkDirectoryIdentity",
        ),
    ),
    Group("Publishing", "words that others will read", ("PublishPost", "EditPost", "SchedulePost", "CorrectPost")),
    Group(
        "Conversing",
        "acts on posts and pictures",
        (
            "DeletePost", "BoostPost", "UnboostPost", "FavouritePost", "UnfavouritePost", "BookmarkPost",
            "UnbookmarkPost", "PinPost", "UnpinPost", "MuteThread", "UnmuteThread",
            "VoteInPoll", "UploadMedia", "DescribeMedia", "DeleteMedia",
            "RevokeQuote", "ChangeQuotePolicy", "ReschedulePost", "CancelScheduled", "TranslatePost",
        ),
    ),
    Group(
        "Relating",
        "acts between accounts",
        (
            "FileReport",
            "FollowAccount", "UnfollowAccount", "AuthorizeFollow", "RejectFollow", "RemoveFollower", "BlockAccount",
            "UnblockAccount", "MuteAccount", "UnmuteAccount", "NoteAccount",
            "EndorseAccount", "UnendorseAccount", "BlockDomain", "UnblockDomain",
        ),
    ),
    Group(
        "OwnAffairs",
        "one's own profile, lists, places read and notifications",
        (
            "AskForRecords", "DismissAnnouncement", "AddReaction", "RemoveReaction", "RequestErasure",
            "AcknowledgePolicy", "DismissSuggestion", "FollowTag", "UnfollowTag", "FeatureTag", "UnfeatureTag",
            "CreateAccount", "UpdateProfile", "SetAliases", "MoveAway",
            "CreateList", "UpdateList", "DeleteList", "AddToList", "RemoveFromList",
            "SubscribeToPush", "ChangePushSubscription", "UnsubscribeFromPush",
            "SetMarkers", "DismissNotification", "ClearNotifications", "WithdrawHeld", "DecideByMail",
            "CreateFilter", "UpdateFilter", "DeleteFilter", "AddFilterKeyword", "UpdateFilterKeyword",
            "RemoveFilterKeyword", "AddFilterStatus", "RemoveFilterStatus", "ReadConversation",
            "UnreadConversation", "DeleteConversation",
            "DismissNotificationGroup", "SetNotificationPolicy", "AcceptNotificationRequests",
            "DismissNotificationRequests",
        ),
    ),
    Group(
        "BodyAffairs",
        "who speaks for a body",
        (
            "AppointBodyAdmin", "DismissBodyAdmin", "DescribeVoice", "GrantSeat", "ChangeSeat", "RevokeSeat",
            "RemoveLeaver",
        ),
    ),
    Group(
        "Reviewing",
        "drafts: deciding about them, changing them, their time; and stopping official words (who may is not policy)",
        (
            "ReleaseHeld", "EmergencyRelease", "AskForChange", "RefuseHeld", "UndoRelease", "ReviewAfterwards",
            "ReviseDraft", "SetEmbargo", "PairDrafts", "SetIncidentStop", "SetElectionPeriod",
        ),
    ),
    Group(
        "Federating",
        "what other servers tell",
        (
            "AnswerRelay", "RefuseDelivery", "WithdrawObject", "ReceivePost", "ReceiveEdit", "RequestQuote",
            "AnswerQuote",
        ),
    ),
    Group("Membership", "who is let in", ("ApproveMember", "RejectMember")),
    Group("Looking", "looks at what the house holds about a person: each is kept, with its purpose", ("ViewMember",)),
    Group("Moderation", "what people have reported", ("AssignReport", "ResolveReport")),
    Group(
        "RecordKeeping",
        "how long records are kept: holds, erasure, disposal",
        ("PlaceHold", "WidenHold", "LiftHold", "ChooseOutcome", "CarryOutErasure", "ProposeDisposal", "ApproveDisposal",
         "RefuseDisposal", "MakePack", "TakePack", "RemovePack"),
    ),
    Group(
        "Witnessing",
        "witnesses of the ledger, and ledgers the house is a witness to",
        ("AddWitness", "RemoveWitness", "TrustLog", "DistrustLog", "ExplainEvidence"),
    ),
    Group(
        "RequestHandling",
        "requests for information and for one's own data: clocks, searches, decisions, answers",
        (
            "OpenRequest", "DismissMessage", "TakeRequest", "WithdrawRequest", "PauseClock", "ResumeClock",
            "ExtendRequest", "GatherRecords", "DecideItems", "ProposeAnswer", "SignAnswer", "ReturnAnswer",
        ),
    ),
    Group(
        "Administration",
        "acts for the house itself",
        (
            "AddMember", "ChangeRole", "SuspendMember", "ReinstateMember", "ResetSecondSteps", "CreateBody",
            "IssueToken", "DecideServer", "ImportServers", "FollowRelay", "LeaveRelay",
            "SavePolicy", "AddEmoji", "ChangeEmoji", "SetHouseText", "SetRule", "RemoveRule", "WriteAnnouncement",
            "EditAnnouncement", "EndAnnouncement", "RotateActorKey", "RetryDeliveries", "DropDeliveries",
        ),
    ),
    Group(
        "Housekeeping",
        "what only the house itself does",
        (
            "SettleServer", "EndPushSubscription", "RemindOfRequest",
            "RecordSettings", "KeepReceipt", "StateCompleteness", "KeepDeliveries", "VouchForRows",
            "RecordEvidence",
            "RotateLedgerKey", "MakeActorKeys",
            "WritePack", "SealPack", "FailPack",
            "ReceiveActor", "KeepPicture", "ForgetActor", "ForgetPosts", "ReceiveMove",
            "OpenHouse", "CloseHouse", "AnnounceMove", "OpenForTests", "FinishMedia", "ClearMedia",
            "KeepMedia", "KeepEmoji", "SettleQuote", "ClosePoll", "EndMute", "VerifyLinks", "AttachCard",
            "SetScheduledAside", "PublishDraft",
            "FinishScrub", "DeliverCorrection", "AskReviewer", "CloseAsks", "TellAuthor", "GiveReason",
        ),
    ),
)  # fmt: skip

EXTRA_FACTS: dict[str, tuple[Fact, ...]] = {
    "PublishPost": PUBLISH_FACTS,
    "EditPost": PUBLISH_FACTS,
    "SchedulePost": PUBLISH_FACTS,
    "CorrectPost": PUBLISH_FACTS,
    "CreateAccount": NEW_ACCOUNT_FACTS,
    "ReceivePost": RECEIVED_FACTS,
    "ReceiveEdit": RECEIVED_FACTS,
    **dict.fromkeys(
        (
            "AppointBodyAdmin",
            "DismissBodyAdmin",
            "DescribeVoice",
            "GrantSeat",
            "ChangeSeat",
            "RevokeSeat",
            "RemoveLeaver",
        ),
        BODY_FACTS,
    ),
    "OpenForTests": TEST_FACTS,
    "RegisterTestMember": TEST_FACTS,
    "IssuePasswordToken": TEST_FACTS,
}

# What the facts of an action are called in the schema.
SHAPES: Mapping[tuple[Fact, ...], str] = MappingProxyType(
    {
        (): "Common",
        PUBLISH_FACTS: "Publishing",
        RECEIVED_FACTS: "Received",
        NEW_ACCOUNT_FACTS: "NewAccount",
        BODY_FACTS: "Body",
        TEST_FACTS: "Test",
    }
)
GROUP_OF: Mapping[str, str] = MappingProxyType({name: group.name for group in GROUPS for name in group.actions})
ACTIONS: tuple[str, ...] = tuple(GROUP_OF)
PRINCIPAL_KINDS = ("Member", "Visitor", "System")


def facts_of(action: str) -> tuple[Fact, ...]:
    """What policy is told of this action. Raises KeyError for an action that does not exist."""
    if action not in GROUP_OF:
        raise KeyError(action)
    return COMMON_FACTS + EXTRA_FACTS.get(action, ())


def schema_text() -> str:
    """The Cedar schema of the vocabulary: the text of `schema.cedarschema`."""
    lines = [
        "// What a policy pack may speak of. Made from coffeehouse/policy/vocabulary.py; a test keeps the two equal.",
        "",
        "entity Member, Visitor, System;",
        "entity Account;",
    ]
    for extra, name in SHAPES.items():
        facts = COMMON_FACTS + extra
        lines += ["", f"type {name} = {{", *(_fact_line(fact) for fact in facts), "};"]
    for group in GROUPS:
        lines += ["", f"// {group.meaning}", f"action {group.name};"]
        lines += [_action_line(action, group.name) for action in group.actions]
    return "\n".join(lines) + "\n"


def _fact_line(fact: Fact) -> str:
    return f"  {fact.name}: {CEDAR_TYPES[fact.type]},  // {fact.meaning}"


def _action_line(action: str, group: str) -> str:
    shape = SHAPES[EXTRA_FACTS.get(action, ())]
    kinds = ", ".join(PRINCIPAL_KINDS)
    return f"action {action} in [{group}] appliesTo {{ principal: [{kinds}], resource: [Account], context: {shape} }};"
