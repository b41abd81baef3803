"""Counts signs of unwanted advertising and fraud. One sign means nothing; the rules ask for several."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.counts import detect_hashtags, detect_links
from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.reading import Reading

TRANSPARENCY = Transparency(
    id="spam",
    version=1,
    purpose="To notice what is likely to be unwanted advertising or fraud.",
    inputs="The text of a post.",
    method="One point for each kind of sign: throw-away links, promises of money, coins and gambling, pressure, "
    "asking to write privately or on another service, pills and adult offers, sold followers and accounts, prizes, "
    "more than eight hashtags, sums of money. Without such words there is no point; without a link or a contact "
    "there "
    "are at most two.",
    limits=(
        "A charity's raffle or a shop's honest offer gathers points too.",
        "Spam in other languages, in pictures, or without these words is not found.",
        "The count is a hint for rules and moderators, nothing by itself.",
    ),
    person="A rule may ask a person to look when there are several points; without a rule nothing happens.",
)

_SHORT = re.compile(
    r"\b(?:bit\.ly|tinyurl\.com|t\.ly|cutt\.ly|is\.gd|rb\.gy|ow\.ly|shorturl\.\w+|goo\.gl|t\.me|wa\.me|linktr\.ee"
    r"|s\.id|\w[\w-]{0,40}\.(?:xyz|top|click|icu|buzz|loan|win|vip|shop|live|cfd|sbs|monster|bond|quest))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[£$€] ?\d|\d ?(?:k|usd|gbp|usdt|btc|eth|pounds?|dollars)\b", re.IGNORECASE)
_CONTACT = re.compile(
    r"\+\d[\d ()-]{8,16}|\b0\d{9,10}\b|@\w|\bt\.me\b|\bwa\.me\b|https?://|\bwww\.|\b(?:link in|dm|inbox|whatsapp"
    r"|telegram)\b|\w\.(?:com|net|org|xyz|top|shop|info|co)\b",
    re.IGNORECASE,
)
_KINDS = tuple(
    re.compile(rf" (?:{words}) ")
    for words in (
        # Money for nothing
        r"earn(?:ing|ed)? (?:up to |over |an extra |extra |at least )?(?:\d\S*|money|cash|income|daily|big|passive)"
        r"|make (?:\w+ )?(?:money|\d+k?|\w+ a (?:day|week|month)) ?(?:\w+ )?(?:fast|online|from home|daily|now"
        r"|easily|a day|per day|a week)|"
        r"passive income|financial freedom|work from home|side hustle|quick cash|easy money|instant (?:loan|cash"
        r"|payout|approval)|no credit check|"
        r"guaranteed (?:\w+ )?(?:returns?|profits?|income|results?|approval|win)|double your|returns? (?:of|in) \d+"
        r"|risk free|unclaimed (?:funds|refund|inheritance)|inheritance|forex|binary options?|refund (?:is )?(?:due"
        r"|waiting|pending)",
        # Coins and gambling
        r"crypto(?:s|currency)?|bitcoin|btc|ethereum|usdt|airdrop|presale|nfts?|memecoin|altcoins?|invest(?:ment|ing"
        r"|or)? (?:platform|opportunity|plan|company|now|with|expert)|trading (?:signals?|bot|platform|expert"
        r"|account)|casino|jackpot|free spins|betting tips|slots?|wallet connect|seed phrase",
        # Pressure
        r"limited (?:time|offer|spots|stock|slots)|act (?:now|fast)|hurry(?: up)?|offer ends|ends? (?:today|tonight"
        r"|soon)|last chance|only \d+ (?:left|spots|remaining)|dont miss(?: out)?|before its too late|expires? "
        r"(?:today|tonight|soon|in)|(?:account|parcel|package|delivery) (?:\w+ ){0,3}(?:suspended|locked|held|on "
        r"hold|failed|verif\w+)|urgent action|today only|while stocks? last|sign up now|order now|buy now|join now"
        r"|register now|apply now",
        # Come elsewhere
        r"(?:dm|pm|inbox|message|text|write|contact|add|hit) (?:me|us|him|her|my|up)(?: up)?(?: on| via| at| for| "
        r"now| to)?|whats ?app|telegram|signal me|click (?:here|the link|below|this|on the|now)|link in (?:my )?bio"
        r"|check (?:out )?my (?:profile|page|bio|link)|visit my|follow (?:the|this) link|tap the link|subscribe to my",
        # Pills, adult offers, services
        r"viagra|cialis|weight loss|lose \d+ ?\w* in|miracle (?:cure|pill)|cbd (?:oil|gummies)|keto|testosterone"
        r"|enlarge(?:ment)?|hot (?:singles|girls|babes)|onlyfans|nudes|escorts?|xxx|sugar (?:daddy|mummy|baby)|love "
        r"spell|spell caster|hacker|recover(?:y)? (?:your )?(?:lost )?(?:funds|account|crypto)|essay writ\w+|replica"
        r"|counterfeit|without prescription|fake (?:ids?|documents|passports?)|seo services?|backlinks",
        # Followers, accounts, prizes
        r"(?:buy|get|gain|sell\w*|free|real|more) (?:\w+ )?(?:followers|likes|subscribers|views|reviews)|follow "
        r"(?:back|for follow|4follow)|f4f|giveaway|youve (?:been )?(?:won|selected|chosen)|you have (?:been )?(?:won"
        r"|selected|chosen)|congratulations you|winner|claim (?:your|now|it|a|at|here|free)|free (?:gift|iphone"
        r"|trial|money|voucher|gift card|samples?|entry)|gift cards?|voucher code|promo code|discount code|use (?:my "
        r")?code|\d+ off",
    )
)


# One of these words stands in every match of a kind, in the same order: looked for first, being cheap.
_FIRST = tuple(
    frozenset(words.split())
    for words in (
        "earn earned earning make income financial work side quick easy instant credit guaranteed double returns "
        "risk unclaimed inheritance "
        "forex binary refund return",
        "crypto cryptocurrency cryptos bitcoin btc ethereum usdt airdrop presale nft nfts memecoin altcoin altcoins "
        "invest investing investment "
        "investor trading casino jackpot free betting slot slots wallet seed",
        "limited act hurry ends end offer last only dont before expires expire account parcel package delivery "
        "urgent today while sign order buy join "
        "register apply",
        "dm pm inbox message text write contact add hit whatsapp whats telegram signal click link check visit follow "
        "tap subscribe",
        "viagra cialis weight lose miracle cbd keto testosterone enlarge enlargement hot onlyfans nudes escort "
        "escorts xxx sugar love spell hacker recover "
        "recovery essay replica counterfeit without fake seo backlinks",
        "followers likes subscribers views reviews follow f4f giveaway youve you congratulations winner claim free "
        "gift voucher promo discount use "
        "off",
    )
)


def detect_spam_signals(text: str, reading: Reading) -> int:
    """How many kinds of signs there are, 0 to 9."""
    said = reading.said
    words = frozenset(reading.words)
    points = sum(
        not first.isdisjoint(words) and kind.search(said) is not None
        for first, kind in zip(_FIRST, _KINDS, strict=True)
    )
    if not points:
        return 0
    links = len(detect_links(text))
    points += _SHORT.search(text) is not None
    points += len(detect_hashtags(text)) > 8
    points += _MONEY.search(text) is not None
    return points if links or _CONTACT.search(text) is not None else min(points, 2)
