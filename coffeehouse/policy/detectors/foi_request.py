"""Notices a request for recorded information, under the Freedom of Information Act or its like. It starts a clock."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.reading import Reading

TRANSPARENCY = Transparency(
    id="foi_request",
    version=1,
    purpose="To recognise a request for recorded information, so that it is answered within 20 working days. A request "
    "need not name the Act, and one sent over social media counts.",
    inputs="The text of a post.",
    method="The name of a law (Freedom of Information, Environmental Information, FOISA; Rhyddid Gwybodaeth) with "
    "words of asking; or words of asking (please provide, disclose, send me, I request, under the Act) with what "
    "bodies record (copies of, figures for, minutes, contracts, correspondence, how much was spent, how many).",
    limits=(
        "Talk about a request that was made, refused or planned may be found.",
        "An ordinary question (when is the pool open?) is a request in law and is not meant to be found.",
        "It does not know whether the body holds the information.",
    ),
    person="The people who answer requests are told, decide whether it is one, and start the clock.",
)

_LAW = (
    r"(?:freedom of information|foi|foia|foisa|f o i|environmental information regulations?|eir|rhyddid gwybodaeth|"
    r"section 1 of the act|information act)"
)
_ASK = (
    r"(?:please (?:can|could|would|will)? ?(?:you )?(?:\w+ )?(?:provide|send|supply|disclose|release|tell|confirm"
    r"|let me have|give|publish|forward|share|treat)|"
    r"(?:i|we) (?:\w+ ){0,4}(?:request|requesting|ask|asking|want|apply|seek|like|submit|submitting|require|make"
    r"|making)|"
    r"(?:can|could|would|will|may) (?:you|i|we|the \w+) (?:\w+ ){0,2}(?:provide|have|send|supply|disclose|release"
    r"|see|tell|obtain|get|confirm|request|publish|share|ask)|"
    r"(?:provide|disclose|release|supply|send|forward) (?:me |us )?(?:with )?(?:a |all |any |the |copies|details"
    r"|full|your)|formal request|hereby|request(?:ing)? (?:for|under|that|a copy|copies|the|all|details|information)|"
    r"under the|treat this|this is (?:a|an|my)|hoffwn|gaf i|a allwch|a wnewch|cais)"
)
_RECORD = (
    r"(?:(?:a )?cop(?:y|ies) of (?:the|all|any|your|every|each)|all (?:\w+ )?(?:correspondence|emails|e mails"
    r"|documents|records|minutes|communications|reports|contracts|information held)|"
    r"(?:emails|e mails|correspondence|communications) (?:sent |exchanged )?(?:between|from|to|with|about|relating)"
    r"|minutes (?:of|from)|recorded information|information (?:you|the council|the trust|your (?:\w+ )?) ?(?:hold"
    r"|holds|held)|"
    r"how much (?:\w+ ){0,6}(?:spent|spend|paid|cost|pay)|how many (?:\w+ ){0,8}(?:since|between|over the (?:last"
    r"|past)|in each|in the (?:last|past)|during|from \d|in \d)|the total (?:number|cost|amount) of|"
    r"(?:spending|expenditure|expenses|budget|figures|statistics|data|breakdown|details|list|number) (?:on|for|of|by"
    r"|in|relating|regarding|about|from|broken)|contracts? (?:awarded|with|for|between)|broken down by|"
    r"risk assessments?|impact assessments?|audit reports?|for (?:each of )?the (?:last|past) \w+ (?:financial "
    r")?years|for the (?:financial )?years? \d)"
)
_HAS_LAW = re.compile(rf" {_LAW} ")
_HAS_ASK = re.compile(rf" {_ASK} ")
_BOTH = re.compile(
    r" (?:please|i (?:would|wish|want|hereby|am writing|request)|id like|could you|can you|can i have|could i have"
    r"|may i have|provide|disclose|release|supply|request) (?:\w+ ){0,12}?"
    rf"{_RECORD}"
)
_STRONG = re.compile(
    r" (?:disclose|release|supply|provide|request(?:ing)?|copies of|recorded|hold|held|formal|information|documents"
    r"|correspondence|correspondance|in each|over the last|since|broken down|data|figures|spent|records) "
)
_TALK = re.compile(
    r" (?:(?:my|our|the|last|an|their|this|your) (?:foi|freedom of information)(?: request)? (?:\w+ )?(?:was|were"
    r"|has|took|came|revealed|shows?|showed|answer|reply|response|got|is late|is overdue|team|officer|office)"
    r"|(?:revealed|obtained|released|according|shows|thanks) (?:\w+ ){0,4}(?:through|under|by|to|via|from) (?:a |an "
    r"|the )?(?:foi|freedom)"
    r"|(?:foi|freedom of information) (?:requests? (?:reveals?|shows?|showed|finds?|found|are|training|cost|officer"
    r"|team|act turns)|laws?|campaigners?|training|officer|tribunal))"
)


def detect_foi_request(reading: Reading) -> bool:
    """Whether the text asks for recorded information as a right."""
    said = reading.said
    if _HAS_LAW.search(said):
        return _HAS_ASK.search(said) is not None and _TALK.search(said) is None
    return _BOTH.search(said) is not None and _STRONG.search(said) is not None
