"""Notices words of somebody who may be about to harm themselves, or who worries about one who is. Help comes first."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.reading import Reading

TRANSPARENCY = Transparency(
    id="self_harm",
    version=1,
    purpose="To show help lines at once to somebody who may be thinking of suicide or self-harm, and to let a person "
    "know. It never holds, hides or refuses a word.",
    inputs="The text of a post.",
    method="Phrases in English and Welsh: ending or not wanting one's life, harming oneself, a plan or a farewell, in "
    "the first person; worry that a named other may. Figures of speech (dying to see, killing me, dead tired) and "
    "texts that offer help lines without speaking of oneself are left out.",
    limits=(
        "Despair in other words, irony and jokes among friends cannot be told apart with certainty.",
        "A text that tells of the past, of a song or of a film may be found.",
        "It does not know who is safe: no cue does not mean no danger.",
    ),
    person="The author sees help lines with the post, which is published. A moderator is told of a public post, "
    "and answers as a human being; the house's guidance says when to call 999.",
)

_STEMS = (
    "suicid", "kill", " die", " dead", "dying", " end ", "ending", "myself", "harm", " cut", "live", "living", "alive",
    "life", "better off", "overdos", "pills", "goodbye", "jump", "bridge", "noose", "hang", "wake up", "disappear",
    "point",
    "kms", "fy hun", "hunan", "byw", "marw", "burden", "tablets", "exist", "be here", "go on", "without me", "unalive",
)  # fmt: skip
_I = r"(?:i|im|ive|id|ill|me|my|myself)"
_SELF = r"(?:myself|my self|himself|herself|themselves|themself)"
_NEED = re.compile(
    r" (?:"
    rf"(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|hung|burn|burning|drown|drowning|starv\w+"
    rf"|shoot|stab"
    rf"|unalive|unaliving|off(?:ing)?|overdosed?|poison) {_SELF}(?! laughing| off| up| loose| short| down| a break| "
    rf"out| some| open)"
    r"|(?:end|ending|take|taking|took) (?:it all|my (?:own )?life|(?:his|her|their) own life|things for good)"
    r"|end it(?= all| tonight| now| today| soon| \.|  ?$)"
    rf"|{_I} (?:\w+ ){{0,3}}suicidal|suicidal (?:thoughts|feelings|again|tonight)(?! (?:call|helpline|ring|contact"
    rf"|are|is))"
    rf"|{_I} (?:\w+ ){{0,5}}(?:commit\w*|attempt\w*|consider\w*|thinking (?:of|about)|contemplat\w+|plan\w*|about) "
    rf"(?:\w+ )?suicide"
    r"|(?:attempted|attempting|tried|trying|threatening|threatened|talking about|about to commit) (?:to commit "
    r")?suicide"
    r"|(?:dont|do not|didnt|never) (?:\w+ ){0,2}(?:want|wanna|wish) (?:to )?(?:\w+ )?(?:live|be alive|be here|exist"
    r"|wake up|go on)"
    r"(?! (?:with|in|near|next|on|at|here|there|like|under|by|when|for)(?! (?:this world|pain|any)))"
    r"|(?:cant|cannot|can not) (?:\w+ )?(?:go on|carry on|live) (?:like this |living |with (?:this|the) (?:pain"
    r"|guilt) |any ?more |anymore |much longer )"
    r"|(?:want|wanna|wanted|wish|going|ready|hoping|hope|need) (?:i |to |i could |could )(?:just )?(?:die|be dead"
    r"|not exist|not be here|not wake up|disappear forever|vanish)"
    r"(?! (?:of|for (?:this|that|my country)|laughing|on this hill))"
    r"|(?:rather|better) (?:be |off )?dead(?! than)|wish i (?:was|were|wasnt|were not|was not|had never been|hadnt "
    r"been|was never) (?:dead|alive|here|born|not here)"
    r"|wish i had (?:died|not woken)|(?:better|happier) (?:off )?without me|(?:be|am|im|just) (?:such )?a burden to "
    r"(?:everyone|everybody|my|them|you)"
    r"|(?:no|any) (?:reason|point|will) (?:left )?(?:to|in|for) (?:live|living|go on|going on|carry on|be alive|me "
    r"living)|nothing (?:left )?to live for"
    r"|(?:not|isnt|hardly) worth living|(?:life|living) (?:is|isnt|was|wasnt) (?:not )?worth (?:living|it)(?! for)"
    r"|(?:taken|take|taking|swallow(?:ed)?|took) (?:all|a load of|loads of|an? overdose|too many|the whole|every one "
    r"of) (?:\w+ ){0,3}(?:pills|tablets|paracetamol|meds|medication|overdose)"
    r"|(?:took|taken|taking|take) an overdose|stock\w+ (?:up )?(?:on )?(?:pills|tablets|paracetamol)"
    r"|(?:jump|jumping|throw\w* myself|step\w*) (?:off|from|in front of|under) (?:a|the|that|this) (?:\w+ "
    r")?(?:bridge|roof|train|cliff|bus|building|tube|car park|lorry)"
    r"|(?:this is|my last|saying|say|final|one last) (?:my )?(?:goodbye|goodbyes|farewell)(?= (?:to everyone"
    r"|everyone|forever|world|all|cruel|for good|note|\.)| *$)"
    r"|(?:i|im|ive|started|been|keep) (?:\w+ ){0,2}(?:self ?harm\w*|cutting again|cutting my (?:arms|wrists|legs)"
    r"|cut my (?:arms|wrists|legs))"
    r"|(?:slit|slash|cut|slitting|cutting) (?:my|his|her|their) wrists|thoughts? of (?:suicide|self ?harm|ending"
    r"|killing myself|death)"
    r"|(?:son|daughter|friend|mate|brother|sister|mum|dad|partner|husband|wife|boyfriend|girlfriend|he|she|hes|shes"
    r"|they|theyre) "
    r"(?:\w+ ){0,5}(?:suicidal|self ?harm\w*|self harming|suicide note|wants to die|doesnt want to live)"
    r"|(?:got|have|bought|saved up|hidden|collected) (?:\w+ ){0,2}(?:pills|tablets|rope|noose|razors?|blades?) "
    r"(?:\w+ ){0,4}(?:ready|tonight|end|take them)"
    r"|goodbye (?:everyone|everybody|all|world|my \w+) (?:\w+ ){0,2}(?:forever|im sorry|sorry for|i love you all)"
    r"|written (?:the|my|goodbye|suicide) (?:letters?|notes?)"
    r"|whats the point (?:in|of) (?:\w+ )?(?:living|being here|being alive|carrying on|life)|dead than (?:alive|live"
    r"|be here|go on|carry on)"
    r"|(?:cant|cannot|can not) (?:do this|face another day|cope with life|face life|do life) (?:any ?more|any longer"
    r"|alone)"
    r"|(?:done with|had enough of|tired of|sick of|hate|given up on|gave up on|giving up on) (?:my |this )?(?:life"
    r"|living|being alive|existing|existence)(?= \.| and | anymore| any more|  ?$| $)"
    r"|(?:no one|noone|nobody) would (?:even |really |ever )?(?:miss me|notice if i|care if i|mind if i)"
    r"|ways to (?:die|kill myself|end (?:it|my life))|(?:better|easier|best) (?:for \w+ )?if i (?:was|were|wasnt"
    r"|werent|just|had) (?:\w+ )?(?:dead|gone|here|around|born|died|disappeared|alive)"
    r"|feel(?:ing)? like (?:dying|ending it|ending my|killing)|(?:go|fall|going) (?:to sleep|asleep) and (?:never"
    r"|not) wake"
    r"|i (?:dont|do not) deserve to (?:live|be alive|exist)|ready to (?:die|end it|end my|give up on life|be with "
    r"(?:him|her) again)"
    r"|(?:want|wanted|thinking|think|thought) (?:\w+ ){0,3}(?:driv(?:e|ing)|crash(?:ing)?) (?:\w+ ){0,2}(?:into|off) "
    r"(?:a|the) (?:wall|tree|bridge|cliff|river|lorry)"
    r"|do(?:ing)? something (?:stupid|silly|terrible) (?:tonight|to myself)"
    r"|(?:worried|scared|frightened|afraid|terrified|fear) (?:that )?(?:\w+ ){0,3}(?:hurt|harm|kill|do something "
    r"(?:stupid|silly) to|end) (?:himself|herself|themselves|themself|his life|her life|their life)"
    r"|kms|want it (?:all )?to (?:be over|stop|end) (?:for good|forever|now|tonight)|make it all stop"
    r"|wont (?:be here|see|make it to|wake up) (?:tomorrow|in the morning|next week|christmas|anymore|any more)"
    r"|ll?add (?:fy|ei|eu) hun\w*|niweidio fy hun|anafu fy hun|hunan ?niwe\w+|hunanladd\w*|(?:ddim|ddim yn) "
    r"(?:eisiau|isio|moyn) (?:byw|bod yma)"
    r"|(?:eisiau|isio|moyn) marw|dod a fy mywyd i ben|torri fy hun"
    r") "
)
_OFFER = re.compile(
    r"samaritans|116 ?123|helpline|help line|crisis line|text shout|85258|papyrus|awareness|prevention|training"
    r"|statistics|lifeline"
)
_OWN = re.compile(rf" (?:{_I}|fy|dwi|rydw) ")
_LAUGH = re.compile(
    r" (?:lol|lmao|haha\w*|laughing|rofl|joking|😂|jk|film|novel|song|lyrics|book|series|play|episode) "
)


def detect_self_harm(reading: Reading) -> bool:
    """Whether there is a cue that somebody may be in danger from themselves."""
    said = reading.said
    if not any([stem in said for stem in _STEMS]):
        return False
    found = _NEED.search(said)
    if found is None or (_LAUGH.search(said) and "suicidal" not in said):
        return False
    return not (_OFFER.search(said) and not _OWN.search(said))
