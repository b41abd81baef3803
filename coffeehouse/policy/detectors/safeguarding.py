"""Notices words that a child, or an adult in need of care, may be in danger. A person is told, help is shown."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.reading import Reading

TRANSPARENCY = Transparency(
    id="safeguarding",
    version=1,
    purpose="To show where to get help, and to let a trained person know, when a post may tell of abuse or neglect of "
    "a child or of an adult who needs care and support, or of violence at home.",
    inputs="The text of a post.",
    method="Phrases in English and Welsh, in two kinds: somebody close does the writer harm (hits me, touches me, "
    "locks me in, controls my money, I am afraid to go home); somebody in another's care is harmed or neglected "
    "(bruises, not fed, left alone, hit by staff, groomed). A person in care or a child must be named with the harm.",
    limits=(
        "Harm that is hinted at, or told in other words, is not found.",
        "News, history, fiction and sport may be taken for a cue.",
        "It knows nothing of who the people are, and does not judge whether it is so.",
    ),
    person="The author sees where to turn (999 in danger, the council's safeguarding team, Childline, the domestic "
    "abuse helpline); the post is published. A moderator is told at once and passes it to the safeguarding lead, who "
    "decides what to do under the body's procedure.",
)

_WHO = (
    r"(?:child|children|kids?|baby|babies|toddler|son|daughter|boy|girl|girls|boys|pupils?|grandson|granddaughter"
    r"|nephew|niece|"
    r"grandchild\w*|teen\w*|schoolgirl|schoolboy|stepson|stepdaughter|little (?:one|boy|girl|brother|sister)|nan"
    r"|gran|grandma|"
    r"nana|grandad|granddad|grandfather|grandmother|elderly \w+|old (?:lady|man|woman|neighbour)|residents?"
    r"|patients?|vulnerable \w+|"
    r"disabled \w+|mother|mum|mam|dad|father|aunt|uncle|neighbour|brother|sister|year old|people with dementia"
    r"|plentyn|plant|merch|mab)"
)
_CLOSE = (
    r"(?:he|she|they|dad|mum|mam|stepdad|stepfather|stepmum|stepmother|father|mother|husband|wife|partner|boyfriend"
    r"|girlfriend|"
    r"ex|uncle|aunt|brother|son|daughter|carer|carers|teacher|coach|boss|family|parents|grandad|someone|nurse|staff"
    r"|priest)"
)
_HARM = (
    r"(?:hit|hits|hitting|beat|beats|beaten|beating|abus\w+|neglect\w*|bruis\w+|starv\w+|punch\w*|slap\w*|kick(?:ed"
    r"|ing)|shak(?:en|ing)|"
    r"groom(?:ed|ing)|molest\w*|rap(?:ed|ing)|touched inappropriately|inappropriately touch\w*|sexually \w+"
    r"|exploit\w*|traffick\w*|"
    r"black eye|burn marks?|cigarette burns?|bed ?sores?|malnourished|locked (?:in|up|out)|tied (?:up|to)|assault\w*|"
    r"being hurt|gets hurt|hurting|hurts|screaming (?:in pain|every night|for help)|terrified of|scared of"
    r"|frightened of|afraid of|"
    r"left alone|home alone|on (?:his|her|their) own all|not (?:been |being )?(?:fed|washed|changed|eating)|hasnt "
    r"(?:eaten|been (?:fed|washed|changed))|"
    r"(?:left|lying|sitting) in (?:\w+ )?(?:own |soiled |wet )(?:\w+)|stealing from|stole from|taking (?:his|her"
    r"|their) (?:money|pension)|"
    r"manhandled|rough(?:ly)? handled|unsafe at home|not safe|fgm|forced (?:into )?(?:marriage|to marry)|running "
    r"drugs|county lines|ei daro|ei guro|cael ei gam)"
)
_ME = (
    rf"{_CLOSE} (?:\w+ ){{0,3}}(?:hits|hitting|hit|beats|beat|beating|punches|punched|kicks|kicked|slaps|slapped"
    rf"|strangled|strangles|choked|"
    r"chokes|rapes|raped|abuses|abused|abusing|hurts|hurt|hurting|threatens to kill|threatened to kill|burns|burned"
    r"|locks|locked|touches|touched|"
    r"grabs|grabbed|forces|forced|controls|controlling|stalks|stalking|follows|keeps hitting|threatens|threatened"
    r"|starves|shakes|pushed|pushes) "
    r"(?:me(?! up)|us|my (?:money|phone|food|mum|sister|brother|kids|children|son|daughter)|mum|my mam)"
)
_STEMS = (
    " hit", " beat", " abus", " neglect", " bruis", " starv", " punch", " slap", " kick", " shak", " groom",
    " molest", " rape", " raping", " touch", " exploit", " traffick", " black eye", " burn", " sores", " bedsores",
    " malnour", " locked", " locks", " tied ", " assault", " hurt", " scream", " terrif", " scared", " afraid",
    " frighten", " left alone", "home alone", " on his own", " on her own", " on their own", " fed ", " washed",
    " changed", " eaten", " eating", " soiled", " lying in", " sitting in", " left in", " sexual", " steal", " stole",
    " money", " pension", " handled", " safe ", " fgm", " marry", " marriage", " county lines", " running drugs",
    " chok", " strang", " threat", " forc", " leav", " rough with", " makes me", " made me", " making me", " shut ",
    " strapped", " control", " stalk", " follows", " following me", " grab", " violen", "daro", " guro", " ofn ",
    " let me", " lets me", " nudes", " naked", " nude", " secret", " push", " allowed out", " prisoner", " danger",
    "drin", "esgeulus", "nharo", " mwrw", " curo", " taro",
)  # fmt: skip
_CUE = re.compile(
    rf" (?:{_ME}"
    rf"|{_WHO} (?:\w+ ){{0,7}}{_HARM}|{_HARM} (?:\w+ ){{0,5}}{_WHO}"
    r"|(?:scared|afraid|frightened|terrified|too scared) (?:of|to go) (?:home|my (?:\w+ )?(?:dad|mum|stepdad|husband"
    r"|partner|boyfriend|ex|carer|wife|son|uncle)|what (?:he|she|they)(?:ll| will)? (?:do|might))"
    r"|(?:wont|doesnt|never|not) let(?:s|ting)? me (?:leave|out|see (?:my|anyone)|go out|have (?:my|any|a phone)"
    r"|talk to|eat|use the phone)"
    r"|(?:im|i am|ive been|being|been) (?:being )?(?:abused|beaten|groomed|trafficked|exploited|raped|molested"
    r"|sexually abused|forced to marry|held against|stalked)"
    r"|domestic (?:abuse|violence) (?:from|by|at home|victim)|(?:a )?victim of (?:domestic|child|sexual|elder) "
    r"(?:abuse|violence)|(?:child|elder|sexual) abuse (?:at|in|next door|happening|going on)"
    r"|(?:ask\w*|made|mak\w+|send|sending|sent) (?:me|her|him|my daughter|my son) (?:\w+ ){0,3}(?:nudes|naked pic\w*"
    r"|nude photos?)|told me (?:to keep it|its our) (?:a )?secret|our little secret"
    rf"|leav(?:e|es|ing) (?:\w+ ){{0,2}}{_WHO} (?:\w+ ){{0,2}}(?:alone|unattended|on (?:his|her|their) own|by "
    rf"(?:himself|herself|themselves))"
    rf"|(?:locks?|locked|tied|ties|shut|strapped) (?:my |our |the |his |her )?{_WHO} (?:in|out|up|to|down)|rough "
    rf"with (?:him|her|them|my|the \w+)"
    r"|(?:make|makes|made|making|force|forcing|forces|forced) (?:me|her|him|my \w+) (?:to |into )?(?:marry|marriage"
    r"|have sex|touch|do things i dont)"
    r"|hasnt been allowed out|kept (?:me )?(?:prisoner|locked)|not safe (?:at|in) (?:home|my own home|the home|this "
    r"house)|in immediate danger"
    r"|(?:mae|roedd) (?:e|o|fy nhad|fy ngwr|fy mhartner) (?:yn|wedi) (?:fy )?(?:nharo|mwrw|curo|taro)|cam ?drin|ofn "
    r"mynd adref|esgeuluso"
    r") "
)
_NOT = re.compile(
    r" (?:hit by (?:a|the)|hit (?:the|a) (?:headlines|target|road|spot|jackpot|six|goal|ground|shops|nail|wall|post"
    r"|bar|car|van|bus)|scored|goal|match|league|cup|film|novel|"
    r"training (?:day|course|session)|awareness (?:week|day|month)|conference|statistics|policy consultation|"
    r"beat (?:the|them|us|you|me) (?:\d|to|at|in)|beaten (?:by|\d)|energy bills|hit (?:hard|hardest)|council tax"
    r"|cost of living|price\w*|cuts) "
)


def detect_safeguarding(reading: Reading) -> bool:
    """Whether there is a cue that a child or an adult may be in danger from others."""
    said = reading.said
    if not any([stem in said for stem in _STEMS]):
        return False
    return _CUE.search(said) is not None and _NOT.search(said) is None
