"""Notices a complaint about a service that asks to be dealt with as one. It is a right, and starts a clock."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.reading import Reading

TRANSPARENCY = Transparency(
    id="complaint",
    version=1,
    purpose="To recognise somebody who wants a complaint dealt with, so that it gets an owner and an answer. It "
    "is never a ground to hold or refuse: criticism is welcome and stands.",
    inputs="The text of a post.",
    method="Words of complaining as an act (I want to complain, formal complaint, make or raise a complaint, stage 2, "
    "ombudsman, how do I complain; gwneud cwyn, hoffwn gwyno) in the first person or as a question.",
    limits=(
        "Criticism that does not ask to be dealt with as a complaint is not looked for.",
        "Talk about somebody else's complaint may be found.",
        "It does not judge whether the complaint is justified, or whose it is.",
    ),
    person="The complaints team is told, asks the writer whether it is meant as a complaint, and starts the clock.",
)

_CUE = re.compile(
    r" (?:(?:want|wish|like|need|going|have|am writing|writing|write|intend|decided|forced|trying|how (?:do|can"
    r"|would) (?:i|we|you)|where (?:do|can) (?:i|we)|who (?:do|can|should) (?:i|we)|can i|ill|we will) (?:\w+ "
    r"){0,3}complain(?! (?:about (?:the weather|everything|nothing)|too|much|anymore))"
    r"|(?:make|making|made|raise|raising|raised|lodge|lodging|lodged|file|filing|filed|submit|submitting|submitted"
    r"|put in|putting in|register|registering|log|logging|escalat\w+|take) (?:\w+ ){0,3}complaint"
    r"|(?:formal|official|stage (?:1|one|2|two)|serious|second|third|nth|written) complaint|complaint (?:about"
    r"|against|regarding|concerning|reference|ref|number|form|to make)"
    r"|complaints? (?:procedure|process|department|team|line|officer)(?= .* (?:i|we|me|my|how|please) )|treat this "
    r"as (?:a|my|an) (?:\w+ )?complaint|this is (?:a|my) (?:\w+ )?complaint"
    r"|(?:go|going|take|taking|taken|refer\w*|report\w*|complain\w*|escalat\w+) (?:\w+ ){0,4}(?:ombudsman|cqc|care "
    r"inspectorate|ofsted|regulator)|ombudsman (?:next|if|then|unless)"
    r"|(?:i|we) (?:am|are|was|were)? ?(?:complaining|complained) (?:to|about|three|twice|several|again|many)"
    r"|gwneud cwyn|hoffwn gwyno|eisiau cwyno|cwyn ffurfiol|sut (?:mae|ydw i|i) (?:\w+ )?(?:gwneud )?c[hw]\w*yno) "
)
_OTHER = re.compile(
    r" (?:(?:cant|cannot|dont|wont|shouldnt|no reason to|nothing to|not going to|mustnt|wouldnt|not here to|never) "
    r"(?:\w+ ){0,2}complain"
    r"|(?:stop|quit|hate|people|always|they|everyone|some|who|you|he|she|neighbours) (?:just |only |will |all |love "
    r"to |like to |want to |keep )*complain(?:s|ing)?(?! to the)|(?:received|investigating|upheld|dismissed"
    r"|answer\w*|handled|responded to) (?:\w+ ){0,3}complaints?"
    r"|chest complaint|stomach complaint|skin complaint|common complaint|no complaints?|only complaint|minor "
    r"complaint) "
)


def detect_complaint(reading: Reading) -> bool:
    """Whether the writer asks that a complaint be dealt with."""
    said = reading.said
    if (
        "compl" not in said
        and "ombudsman" not in said
        and "wyn" not in said
        and "regulator" not in said
        and "cqc" not in said
    ):
        return False
    return _CUE.search(said) is not None and _OTHER.search(said) is None
