"""Phrases in which a group of people, written GROUP, is abused. Read by the detector `abuse` after the word families.

GROUP stands for the whole name of a group: Muslims, trans people, a gay man.
"""

from __future__ import annotations

import re

GROUP = "GROUP"

_SOFT = r"(?:all |really |just |always |totally |simply |fucking |only |literally |honestly )*"
_EACH = r"(?:all |the |these |those |every |any |all the |all these |all those |more |fucking |bloody |dirty |filthy )*"
_ENDS = (
    r"(?:put (?:down|to sleep|to death|in (?:camps|cages|jail|prison|their place|ovens|the ground))|locked up"
    r"|rounded up|sent (?:back|home|"
    r"away)|thrown out|kicked out|driven out|removed|wiped out|wiped off|eradicated|segregated|sterilised|banned "
    r"from (?:this|our|the)|"
    r"know (?:their|its|your) place|leave (?:this|the|our) (?:country|town|planet|island|continent)|disappear|not "
    r"exist|go extinct)"
)
_OUR = r"(?:our|this|my|the)"
_PLACE = (
    r"(?:town|country|street|school|city|neighbourhood|village|uk|britain|england|wales|scotland|ireland|land|europe|"
    r"america|society|world)"
)
_IS = r"(?:are|is|r)"

PHRASES = re.compile(
    r" (?:"
    # Disgust
    rf"GROUP {_SOFT}(?:disgusts?|repulses?|sickens?|revolts?|nauseates?) (?:me|us)|GROUP {_SOFT}makes? (?:me|us) "
    rf"(?:so |feel |physically )?(?:sick|ill|vomit|puke|gag|want to (?:vomit|puke|be sick|throw up|kill))"
    r"|GROUP makes? my (?:skin crawl|blood boil|stomach)"
    rf"|(?:i|we) (?:\w+ ){{0,2}}(?:cant stand|cannot stand|cant bear|cant abide|cannot bear|cannot abide) "
    rf"{_EACH}GROUP(?= \.| and | or | at all| any| in | on |  ?$| $)"
    rf"|(?:am|im|are|were|so|fucking|really) (?:sick|tired|fed up) (?:and tired )?(?:of|with) {_EACH}GROUP(?! "
    rf"(?:being|getting|having|not|who|get))|(?:contempt|hatred|disgust|loathing) for {_EACH}GROUP"
    # Not people
    rf"|GROUP (?:{_IS} not|arent|isnt|{_IS} hardly|{_IS} barely|{_IS} never) (?:really |even |fully |truly |proper "
    rf"|real |actual )*(?:humans?|human beings|people|persons|normal|natural|civilised|civilized|our equals?|equals?"
    rf"|worth \w+|to be trusted)(?= \.| and |  ?$| $)"
    rf"|GROUP {_IS} (?:\w+ )?(?:less than|below|beneath|lower than|worse than|no better than|nothing more than"
    rf"|dumber than|filthier than) (?:human|humans|people|animals|dogs|rats|dirt|shit|scum|vermin|pigs|us|garbage"
    rf"|the rest)"
    rf"|(?:being|be) (?:a |an )?(?:GROUP|gay|trans|lesbian|transgender|homosexual|disabled|autistic|jewish|black) "
    rf"{_IS} (?:a |an |just |so |simply |not |really )*(?:sickness|disease|sin|illness|mental illness|disorder|crime"
    rf"|disgusting|unnatural|perversion|abomination|gross|shameful|against nature|normal|okay|ok|disgrace)(?= \.|  "
    rf"?$| $| and )"
    rf"|(?:its|it is) (?:not (?:ok|okay|normal|natural|right)|disgusting|unnatural|wrong) to be (?:a |an )?(?:GROUP"
    rf"|gay|trans|lesbian|transgender|homosexual)"
    # Denial
    rf"|no GROUP (?:should|deserves?|ought|must|can) (?:\w+ ){{0,2}}(?:live|exist|vote|allowed|trusted|respect"
    rf"|rights|breathe|marry)"
    rf"|GROUP (?:dont|do not|doesnt|does not|never) deserve (?:\w+ ){{0,3}}(?:rights|respect|live|life|exist|vote"
    rf"|breathe|love|children|happiness|help|equality|freedom|protection|air)"
    r"|GROUP (?:should not|shouldnt|should never|must never|must not|ought not to) (?:have been born|exist|breed"
    r"|reproduce|be allowed|have (?:any |the |equal |human )*(?:rights|children|kids|vote)|be (?:given|granted) "
    r"(?:\w+ )?(?:rights|asylum|jobs|housing)|be around (?:\w+ )?(?:children|kids))"
    rf"|GROUP (?:have|has|deserve|deserves) no (?:place|rights|right|business) (?:in|here|on|to)|no (?:place|room) "
    rf"for GROUP (?:in|here|on)"
    # Away with them
    rf"|(?:get|getting|be|got) rid of {_EACH}GROUP|wip(?:e|ed|ing) out {_EACH}GROUP|wip(?:e|ed|ing) {_EACH}GROUP "
    rf"(?:out|off)|rid (?:the world|{_OUR} {_PLACE}|us) of {_EACH}GROUP"
    rf"|better (?:off |place )?(?:without|if there (?:were|was) no|with no) {_EACH}GROUP|put {_EACH}GROUP (?:down"
    rf"|out of (?:their|its|his|her) misery|in (?:camps|cages|ovens|the ground|their place))"
    rf"|GROUP (?:should|must|need to|needs to|ought to|have to|has to|deserve to|deserves to|need|can)(?: all| just| "
    rf"be| get| really| fucking){{0,4}} {_ENDS}"
    rf"|GROUP out of {_OUR} (?:\w+ )?{_PLACE}|(?:^|\.|get) (?:all )?GROUP out(?= now| \.|  ?$| $)"
    rf"|(?:dont|do not|didnt|never) want {_EACH}(?:to (?:live|sit|work|be) (?:near|next to|with|among|beside) "
    rf"{_EACH})?GROUP(?= \.|  ?$| $| here| living| in | near| around| next| as neighbours| at | anywhere| teaching| "
    rf"touching)"
    rf"|(?:nobody|no one|noone) (?:likes|wants|invited|asked for) {_EACH}(?:you )?GROUP(?! to )|GROUP {_IS} not "
    rf"(?:welcome|wanted)|GROUP (?:arent|isnt) (?:welcome|wanted)"
    # Harm
    rf"|(?:i|we|ill|id|lets|someone|somebody|should|gonna|to) (?:\w+ ){{0,2}}(?:kill|murder|shoot|stab|punch|attack"
    rf"|beat up|beat|hurt|hang|burn|run over|rape|slap|gas|behead|bash|smash) (?:up )?(?:the next|every|any|all|each"
    rf"|the first|every single|another|as many) (?:\w+ )?GROUP"
    r"|(?:every|any|all|each) (?:\w+ )?GROUP (?:\w+ )?(?:deserves?|needs?|should get|ought to get|has earned|have "
    r"earned) (?:a )?(?:\w+ )?(?:bullet|beating|kicking|slap|rope|noose|death|hiding|bomb|punch)|GROUP (?:deserves?"
    r"|needs?) (?:a )?(?:good )?(?:bullet|beating|kicking|slap|rope|noose)"
    # What they are said to do
    rf"|GROUP {_SOFT}(?:will |are |is )*(?:spread|spreading|carry|bring|bringing|breed|breeding|cause|causing|steal"
    rf"|stealing|leech|leeching|rape|raping|molest|infest|ruin|destroy|pollute|control|controlling|run|want to "
    rf"(?:rape|destroy|replace)) (?:\w+ ){{0,3}}(?:diseases?|crimes?|filth|trouble|our problems|problems|like "
    rf"(?:rats|rabbits|vermin|flies|animals)|everything|aids|terror|misery|the (?:media|banks|world|government)|our "
    rf"(?:\w+ )?(?:jobs|women|children|kids|girls|money|taxes|homes|country|towns?|culture|society|benefits))"
    rf"|GROUP {_IS} (?:\w+ )?(?:a |the |an )?(?:\w+ )?(?:threat|danger|menace|root|cause|curse|stain|blight|enemy"
    rf"|enemies|source|poison) (?:to|of|on|in|for) (?:all |every )?(?:us|all|our|society|children|humanity|the "
    rf"(?:country|world|nation)|evil|civilisation|civilization|decent|everything|mankind|western|white)"
    rf"|GROUP {_IS} (?:all |just |always |only )*(?:taking over|trying to (?:replace|take over|destroy|control"
    rf"|convert|ruin)|out to get|up to no good|going to hell|my enem\w+|our enem\w+|beneath (?:us|me)|good for "
    rf"nothing|not to be trusted|scroungers?|all the same|out of control)"
    rf"|(?:never|dont|do not|cant|cannot|wouldnt|would not) (?:ever )?trust (?:a |an |any |the )?(?:\w+ )?GROUP(?= "
    rf"\.|  ?$| $| with| to| and)|(?:typical|bloody typical) (?:bloody |fucking )?GROUP"
    rf"|why {_IS} {_EACH}GROUP (?:always |all |so |such |just |even |fucking |a ){{1,4}}(?:stupid|dumb|thick|lazy"
    rf"|violent|dirty|filthy|disgusting|ugly|evil|greedy|annoying|weird|backward|aggressive|entitled|selfish|bunch "
    rf"of|animals|scum|idiots|vermin|liars|rude|gross|loud|emotional|useless|worthless)"
    r") "
)
# The group was named before; now it is "they".
THEY = re.compile(
    r" (?:(?:they|these|those|them) (?:\w+ )?(?:should|deserve|need to|must|ought to|need)(?: all| be| to| get| just"
    r"| fucking){0,4} (?:shot|killed|hanged|hung|die|deported|raped|gassed|burned|burnt|put down|exterminated|beaten"
    r"|disappear|drown|locked up|sterilised|executed|burn|rot)"
    r"|(?:kill|shoot|gas|hang|burn|deport|exterminate|drown|bomb|lynch|round) (?:up )?(?:them all|all of them|the "
    r"lot of them|every one of them|every last one)|get rid of (?:them|all of them)|wipe them out"
    r"|(?:wish|hope) (?:that )?(?:they|theyd|theyll|all of them)(?: would| all| just| will| could){0,3} (?:die|dies"
    r"|disappear|drown|burn|rot|suffer|get (?:shot|killed|deported|cancer|raped)|vanish|drop dead)"
    r"|(?:theyre|they are|they re) (?:\w+ )?(?:all |just |nothing but |fucking |such ){0,3}(?:scum|vermin|animals"
    r"|rapists|filth|subhuman|parasites|cockroaches|savages|inhuman|disgusting|a disease|a plague|worthless|inferior"
    r"|not human|not even human)"
    r"|send (?:them|the lot|all of them) (?:all )?(?:back|home)|they (?:dont|do not) (?:belong|deserve to (?:live"
    r"|exist|be here)|deserve (?:\w+ )?rights)) "
)
