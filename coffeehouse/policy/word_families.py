"""Words that abuse of groups of people is made of, in families. The detector `abuse` says how they must stand together.

Kept apart from the patterns so that a house can read, question and mend the lists. Each family has one letter; a word
is in one family only, and a word in none counts as a gap. No family is a ground by itself, but for S.

Left out on purpose: plain swearing, insults that anybody may get, words that groups call themselves by among friends,
beliefs and parties, public bodies, offices, trades.
"""

from __future__ import annotations

FAMILIES: dict[str, str] = {
    # R: groups by race, religion, nation, sexuality, being trans, disability
    "R": "muslims moslems jews jewesses gays lesbians homosexuals homos bisexuals transgenders transsexuals "
    "transwomen "
    "transmen transpeople blacks whites asians africans arabs mexicans pakistanis indians bangladeshis nigerians "
    "somalis syrians afghans iraqis iranians turks poles romanians bulgarians albanians irishmen hindus sikhs "
    "buddhists christians catholics protestants foreigners gypsies romanies latinos latinas hispanics jamaicans "
    "autistics paraplegics amputees dwarfs israelis palestinians kurds filipinos vietnamese koreans ethiopians "
    "eritreans sudanese kenyans ghanaians mulattos queers",
    # G: women and girls
    "G": "women females girls ladies wives womankind womyn",
    # m: people who came to a country. Dehumanising and harm count; policy about them is politics and does not
    "m": "immigrants migrants refugees immigrant migrant refugee seekers",
    # g: what makes a person one of a group, before a noun
    "g": "islamic jewish gay homosexual bisexual trans black white asian african indian iranian turkish polish irish "
    "scottish welsh catholic christian disabled autistic israeli "
    "palestinian kurdish chinese japanese roma syrian afghan somali iraqi romanian bulgarian albanian nigerian "
    "hindu sikh buddhist arabic hispanic",
    # l: the same, but common in other uses: only before a noun for people
    "l": "blind deaf handicapped foreign coloured colored brown ethnic elderly",
    # J: the same, and a noun itself
    "J": "muslim moslem jew gypsy lesbian transgender transsexual arab mexican pakistani bangladeshi jamaican "
    "foreigner latina latino mulatto negro jewess woman",
    # p: people, after such a word
    "p": "people peoples person persons folk folks men man guys guy boys boy kids kid lot community communities "
    "couples "
    "couple male males female children students families youths",
    # h: a woman, or she
    "h": "she her hers shes shell chick chicks girl wife gf girlfriend",
    "y": "you u ya youre your ur yall yous",
    "i": "i we im ill ive everyone everybody",
    # S: words with no other use than to demean a group
    "S": "nigger niggers niglet niglets nigglet sandnigger sandniggers wigger whigger wiggers darkie darkies darky "
    "sambo jigaboo jigaboos spic spics wetback wetbacks beaner beaners gook gooks paki pakis raghead ragheads "
    "towelhead towelheads kike kikes zipperhead golliwog wog wogs dago dagos pikey pikeys gyppo gyppos gippo faggot "
    "faggots faggoty faggy tranny trannies trannys shemale shemales ladyboy poofter poofters poofs battyboy battyman "
    "bumboy shirtlifter lesbo lesbos lezzie lezzies lezzer spastics spazzes mongoloid mongoloids mongs retards "
    "muzzie muzzies muzrat muzrats goatfucker goatfuckers camelfucker sheboon sheboons femoid femoids foid foids "
    "roastie roasties feminazi feminazis thots dindu dindus dindunuffin groid groids kaffir kaffirs jap "
    "japs untermensch untermenschen mudslime mudslimes mudshark polack polacks negroid negroids shitskin shitskins "
    "chinaman chinamen nignog nignogs heeb heebs nigglets trannyfaggot",
    # s: words that demean when somebody is called so, and have other uses
    "s": "whore whores slut sluts skank skanks slag slags thot bint bints harlot dyke dykes queer retard spastic "
    "spaz "
    "mong cripple cripples chinks coon coons homo wench bimbo bimbos fag fags chink poof yid yids negroes "
    "cumdumpster fuckhole fucktoy",
    # b: rude nouns that anybody may get: they count only behind a group's name
    "b": "bastard bastards prick pricks dickhead dickheads arsehole arseholes asshole assholes idiots fucker fuckers "
    "motherfucker motherfuckers",
    # x: rude names for women; they count behind a group's name and where a woman is called so
    "x": "bitch bitches cunt cunts twat twats hag hags",
    # D: what takes people's humanity away
    "D": "vermin cockroach cockroaches parasite parasites leeches scum scumbags filth savage savages subhuman "
    "subhumans "
    "degenerate degenerates abomination abominations freaks maggot maggots infestation barbarians invaders "
    "paedos pedos paedophiles pedophiles inbreds cesspool mutants lowlifes subspecies heathens deviants perverts "
    "scroungers spongers",
    # d: the same, where it is plainly said of the group; otherwise ordinary
    "d": "rat rats pig pigs swine dog dogs animal animals ape apes monkey monkeys trash garbage rubbish disease "
    "diseases "
    "plague cancer virus beast beasts pest pests insect insects rapists terrorists criminals thieves freak mistake "
    "mistakes scourge demons devils cattle livestock waste burden property objects liars pervert deviant sinners "
    "stain cretins imbeciles morons goats problem joke creatures hypocrites cheaters narcissists cowards",
    # a: said against them, before the name or after it
    "a": "dirty filthy stupid dumb evil disgusting vile smelly stinking stinky sneaky greedy inferior worthless "
    "lazy unnatural repulsive brainless perverted uncivilised uncivilized primitive cursed diseased sinful "
    "backward degenerated loathsome treacherous subservient",
    # A: the same, only after it
    "A": "useless inhuman untrustworthy ugly immoral repugnant revolting dishonest deceitful manipulative thick "
    "gross "
    "nasty insane deranged crazy toxic horrible awful terrible pathetic hysterical irrational shallow defective "
    "barbaric violent dangerous poisonous rotten demonic satanic ignorant unintelligent incapable childish selfish "
    "promiscuous slutty trashy nauseating hateful hypergamous retarded sick wicked entitled emotional whiny hormonal "
    "delusional narcissistic spoiled disloyal unfaithful gullible fickle spiteful vindictive lying shit ghetto "
    "fat old commie batshit bitchy parasitic soulless cowardly lawless barbarous uneducated unclean",
    # K, j: doing harm, as a wish or an order; j has other uses
    "K": "kill murder shoot hang gas burn exterminate eradicate execute slaughter lynch bomb nuke cull sterilise "
    "sterilize castrate behead rape enslave annihilate eliminate purge crucify euthanise euthanize massacre",
    "j": "punch slap smack strangle choke stab beat whip hurt torture destroy kick flog attack hit drown stone "
    "cleanse "
    "smash",
    # k: harm done to them
    "k": "killed murdered shot hanged hung gassed burned burnt exterminated eradicated executed slaughtered lynched "
    "bombed nuked culled sterilised sterilized castrated beheaded drowned punched slapped smacked strangled choked "
    "stabbed raped beaten whipped enslaved annihilated tortured eliminated cleansed purged stoned crucified flogged "
    "caged impaled neutered euthanised euthanized",
    # L: what they are wished
    "L": "die dies dead rot rots suffer perish perished starve drowns bleed death vanish disappear extinct",
    "X": "deport deported expel expelled evict banish banished exterminating deporting",
    "w": "go get gets send throw ship fuck piss goes",
    "W": "home back away out off",
    "H": "hate despise loathe detest abhor hates",
    "f": "screw damn",
    "e": "fucking fuckin bloody effing goddamn freaking frigging fking fkn damned",
    "O": "are is r be being been remain",
    "T": "to",
    # F: what may stand between
    "F": "all so just very really such nothing but a an the of bunch load pack like always basically total totally "
    "complete completely absolute absolutely these those that this every any more than our worst biggest literally "
    "truly only most mostly some single whole pile little too quite pure simply inherently naturally usually "
    "generally "
    "also and or other even as still them",
    # M: what ought to be; u: what may be
    "M": "should must deserve deserves ought need needs hope wish gonna oughta shouldve pray",
    "u": "want wants will would let can wanna could please someone somebody d id lets",
    "v": "have has had",
    "N": "not dont never no isnt arent wont cant cannot doesnt didnt nobody none without stop wouldnt neither nor "
    "aint "
    "couldnt hardly",
    "Z": "shouldnt mustnt",
    "E": "exist vote allowed live breathe breed reproduce drive rights marry adopt respect education",
    "Q": "soul souls morals brain brains conscience intelligence honour decency loyalty",
    # B: who is criticised for what they do to others
    "B": "government council councils councillors dwp tory tories labour minister ministers nhs police party "
    "president "
    "office trump biden boris hitler nazi nazis putin hamas taliban isis regime cuts policy policies racists bigots "
    "fascists klan supremacists terrorist landlords bosses parliament republicans democrats incels "
    "traffickers",
    # t: somebody else, who may be the one criticised
    "t": "he they",
    # C: saying that it is wrong; c: telling what somebody else said
    "C": "wrong racism racist sexism sexist misogyny misogynist misogynistic homophobia homophobic transphobia "
    "transphobic islamophobia islamophobic antisemitism antisemitic bigotry bigoted unacceptable offensive report "
    "reported condemn condemned denounce prejudice discrimination hatred intolerance intolerant ableist ableism "
    "xenophobia xenophobic slur slurs bullied bullying harassment stereotype stereotypes shameful",
    "c": "called calling says said say shouted yelled screamed calls saying shouting written wrote graffiti chanted "
    "chanting sprayed heard word term phrase call believe thinks think claims",
    "V": "ruin ruining ruined infest infesting infested contaminate contaminating pollute polluting poison poisoning "
    "invade invading invaded overrun infect infecting destroying leeching",
    "P": "kitchen zoo zoos oven ovens cage cages camps knees jungle plantation chains gutter gallows leash sandwich "
    "chamber",
    "o": "belong belongs",
}

GAP = "-"
SWEARS = (
    "fuck fucks fucker fuckers fucking fucked shit shits shitty shite bitch bitches cunt cunts twat twats bastard "
    "bastards arse arsehole arseholes ass asshole assholes dick dicks dickhead prick pricks piss pissed crap "
    "bollocks "
    "wanker wankers bullshit bugger damn cock cocks tits pussy knob sod sodding motherfucker motherfuckers"
).split()


def _letters() -> dict[str, str]:
    return {word: letter for letter, words in FAMILIES.items() for word in words.split()}


LETTER_OF: dict[str, str] = _letters()
