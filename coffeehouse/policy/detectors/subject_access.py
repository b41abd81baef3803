"""Notices somebody who asks for the personal data a body holds on them. A month's clock starts with it."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.reading import Reading

TRANSPARENCY = Transparency(
    id="subject_access",
    version=1,
    purpose="To recognise a subject access request (UK GDPR, Article 15), which may be made in any words and anywhere, "
    "so that it is answered within one month.",
    inputs="The text of a post.",
    method="The name of the right (subject access, SAR, DSAR, Article 15, my rights under GDPR; cais gwrthrych am "
    "wybodaeth) with words of asking; or words of asking with one's own data, file, notes or records.",
    limits=(
        "Talk about such requests may be found.",
        "Requests on behalf of somebody else are found only where the right is named.",
        "Requests to erase or correct data are not looked for.",
    ),
    person="The people who answer requests are told, check who asks, and start the clock. Identity is never asked for "
    "in public.",
)

_STEMS = (
    " sar", "dsar", "gdpr", "data", "access", "article 15", " file", "record", " notes", "information", "everything",
    "documents", "emails", "history", "ffeil", "nodiadau", "nata", "ghofnod", "gwrthrych",
)  # fmt: skip
_NAMED = re.compile(
    r" (?:data subject access|subject access|dsars?|sars? (?:request|to|for)|(?:a|my|an) sar|article 15|right of "
    r"access|gdpr (?:request|rights)|rights under (?:the )?(?:uk )?gdpr|"
    r"under (?:the )?(?:uk )?(?:gdpr|data protection)|data protection act|cais (?:gwrthrych|testun)(?: am "
    r"wybodaeth)?|mynediad at ddata) "
)
_ASK = re.compile(
    r" (?:please|request(?:ing)?|i (?:would|want|wish|hereby|am|need|d) |id like|send|provide|give me|can i|could i"
    r"|may i|how do i (?:get|make|see)|submit\w*|making|make|id|hoffwn|gaf i|entitled|copy|copies|see) ?"
)
_OWN = re.compile(
    r" (?:(?:send|give|show|provide|supply|let|get|request|requesting|want|like|need|have|see|obtain|access|demand"
    r"|copy|copies|all) (?:me |to |with |us |of |a |the |see |have |get |all |full |complete |every(?:thing)? |any "
    r"|copy |copies |"
    r"you |access |your ){0,9}(?:my (?:own )?(?:personal |medical |social care |care |health |gp |housing |school "
    r"|full |complete |patient |hospital )*(?:data|information|file|files|records?|notes|case ?file|history)"
    r"|(?:personal )?(?:data|information|files?|records?|notes|everything|documents|emails) (?:\w+ ){0,3}(?:you|the "
    r"council|the trust|the hospital|social services|your \w+) (?:\w+ )?(?:hold|holds|held|have|has|keep|keeps|got"
    r"|kept) (?:on|about|relating to|concerning|of) (?:me|myself|my))"
    r"|what (?:personal )?(?:data|information|records?) (?:do |does |have |has )?(?:you|the council|the trust|they"
    r"|the hospital|social services) (?:hold|have|keep|got|kept|store)\w* (?:on|about) (?:me|my)"
    r"|(?:gweld|copi o|cael) (?:\w+ ){0,3}(?:fy|f) (?:\w+ )?(?:nata|ffeil|nodiadau|nghofnodion)) "
)  # fmt: skip
_TALK = re.compile(
    r" (?:(?:training|course|webinar|guidance|officer|team|backlog) (?:\w+ ){0,4}(?:subject access|dsars?|gdpr)"
    r"|(?:subject access|dsars?|gdpr) (?:requests? )?(?:training|course|webinar|guidance|officers?|team|backlog"
    r"|fines?|compliance)"
    r"|(?:lost|stole|leaked|losing|leaking|sold|selling|deleted|delete|back up|backed up|backup|sharing|share"
    r"|updated?) (?:all )?(?:of )?my)"
)


def detect_subject_access(reading: Reading) -> bool:
    """Whether the text asks for the writer's own personal data."""
    said = reading.said
    if not any([stem in said for stem in _STEMS]):
        return False
    asked = _ASK.search(said) is not None if _NAMED.search(said) else _OWN.search(said) is not None
    return asked and _TALK.search(said) is None
