"""What a routine official post is: its kinds, each by what it is about and what it says. Data of `recognising`.

A post is of a kind when one phrase of each of its lists stands in it; `when` asks for a time as well, where the words
without one would say too much (a library closed until Monday is routine, a library closed is not). Phrases are written
as in `routing_words`. English and Welsh stand side by side.
"""

from __future__ import annotations

from typing import NamedTuple

TIME, WHILE = "a time", "a while"


class Kind(NamedTuple):
    """One kind of routine post. `says` empty: what it is about is enough. `when`: it must name TIME or WHILE
    as well."""

    name: str
    about: str
    says: str = ""
    when: str = ""


_PLACES = """
library, libraries, librar*, museum*, gallery, galleries, archive*, theatre*, cinema*, pool, pools, baths, lido, gym,
gyms, sauna, leisure centre*, sports centre*, sports hall*, court, courts, pitch*, rink, skate*, park, parks, garden*,
playground*, hall, halls, centre, centres, hub, hubs, office*, desk*, reception, counter, kiosk*, cafe*, shop, shops,
market*, toilet*, car park*, recycling centre*, tip, depot, station*, school*, college*, castle*, tower, pier,
allotment*, visiting hours, walk in centre, switchboard, clinic, clinig, line is, lines are, phone line*, llyfrgell*,
lyfrgell*, amgueddfa*, pwll, bwll, canolfan, ganolfan, caffi, gaffi, parc, barc, swyddfa*, neuadd, theatr, oriel,
ysgol*, toiledau, gardd, ardd
"""

_EVENTS = """
storytime*, story time, rhyme time, rhyme*, reading challenge, club, clubs, group, choir*, band, bands, orchestra,
concert*, gig, gigs, show, shows, play, panto*, film*, comedy, circus, puppet*, quiz*, disco*, dance*, party, parties,
picnic*, festival*, fair, fairs, fete*, carnival*, parade*, procession*, firework*, bonfire*, market*, exhibition*,
exhibit*, display*, talk, talks, tour, tours, trail*, walk, walks, ramble, hike, fun run*, race, marathon, races, seed
swap, swap, swaps, ukulele, guitar, piano, poem*, song, songs, stargazing, birdwatching, sale, boards, lecture*,
recital*, rehearsal*, auditions, karaoke, ceilidh, twmpath, dancing, singing, painting, drawing, pottery, sewing,
baking, cooking, gardening, archery, bowling, parkrun, tea, coffee morning*, brunch, barbecue*, camp, trip*, cruise*,
regatta, auction, jumble, stall*, ballet, opera, theatre, premiere, matinee, gwau, match, matches, league,
tournament*, session*, class, classes, lesson*, workshop*, course*, taster*, open day*, drop in*, craft*, table*,
cafe, swim*, lane swim*, yoga, pilates, zumba, football, rugby, tennis, badminton, cricket, bowls, chess, lego,
knitting, poetry, author*, storytell*, science, museum, launch, celebration*, ceremony, award*, challenge, raffle*,
tombola, bingo, lights switch, switch on, carol*, santa*, easter egg*, pumpkin*, egg hunt, railway, model*, carousel,
rides, ice rink, climbing, bouncy*, holiday club*, half term, summer, street part*, wheel, mill, steam, photo*, sioe,
sioeau, cyngerdd, gyngerdd, cor, noson, cwis, gwis, ffair, marchnad, farchnad, gwyl, parti, ffilm*, taith, ras,
sesiwn*, gweithdy, gweithdai, stori, crefft*, grefft, clwb, gwersi, wersi, helfa
"""

_SOLD = """
swim*, ticket*, day ticket*, parking, hire, hiring, membership*, entry, class, classes, session*, lesson*, bus, buses,
hall, pitch*, court, courts, direct debit*, tocyn*, parcio
"""

KINDS: tuple[Kind, ...] = (
    # First, since in these a name is a person's.
    Kind(
        "thanks and praise",
        """
        thank you to, thank you for coming, thank you for joining, thank you everyone, thank you for, thank you,
        thanks to, thanks for, thanks everyone, many thanks, big thank*, huge thank*, well done, congratulations,
        congrats, glad you, hope you enjoy*, you are welcome, youre welcome, very welcome, diolch, llongyfarchiadau,
        da iawn, ardderchog
        """,
    ),
    Kind(
        "good wishes",
        """
        good morning, good evening, good afternoon, happy, merry, welcome to, hello from, have a good, have a lovely,
        have a great, good luck, best wishes, safe travels, has come to, have come to, autumn has, spring has, pob
        lwc, enjoy the, enjoy your, bore da, prynhawn da, nadolig llawen, penwythnos da, pen blwydd hapus, hwyl
        """,
    ),
    Kind(
        "opening hours",
        _PLACES,
        """
        open, opens, opening, opened, reopen*, hours, timetable*, close at, closes at, shut at, shuts at, closes
        early, close early, closed on, shut on, moves to, move to, has moved, have moved, ar agor, oriau, yn agor,
        hour, hours, ailagor, has a, has an, has new, agor
        """,
        when=TIME,
    ),
    Kind("opening hours", _PLACES, "is open, are open, open today, open as usual, ar agor, open again"),
    Kind(
        "opening hours",
        "open until, open till, open from, open at, opens at, closed until, ar agor tan, ar agor o, ar agor am",
        when=TIME,
    ),
    Kind("opening hours", "closed today, closed tomorrow, ar gau heddiw, ar gau yfory, ar gau tan"),
    # What closes for good is no routine; what is closed until Monday is.
    Kind(
        "opening hours", _PLACES, "close, closes, closed, closure, shut, shuts, out of use, ar gau, yn cau", when=WHILE
    ),
    Kind("an event", _EVENTS, when=TIME),
    Kind(
        "an event",
        _EVENTS,
        """
        join us, join in, come and, come along, come to, bring, book, booking*, book now, ticket*, free, welcome,
        meet, meets, starts, start, begins, doors open, gates, on sale, is back, are back, all month, all week, last
        week, see you, tell us, fun, everyone, new members, looking for, no need to book, this year, places, still
        time, full, taking a break, moved to, has moved, visitors, just turn up, turn up, send us, dress, we lend, for
        beginners, complete beginners, spoken for, fully booked, we have added, added one, last chance, dewch, croeso,
        am ddim, tocyn*, lleoedd, llawn, is on, are on, at the ready
        """,
    ),
    Kind(
        "bins and waste",
        """
        textile*, cans, jars, bin, bins, recycling, recycle, garden waste, food waste, waste, caddy, caddies,
        collection*, sack, sacks, bulky, bulky item*, compost*, tip, the tip, litter*, rubbish, household waste,
        stickers, bag, bags, biniau, bin gwyrdd, casgliad*, gasgliad*, ailgylchu, gwastraff, sbwriel
        """,
        """
        day, days, collect*, deliver*, put, out, empty, emptied, bring, take, book, order*, new, swept, bags of,
        picked, picked up, drop, goes in, go in, go out, leave the, leave your, missed us, together, rinse*, takes, at
        a time, from now, round, crew, crews, behind, later, earlier, week, free, open, opens, diwrnod, hwyrach,
        allan, casgl*, wythnos
        """,
    ),
    Kind(
        "roads and streets",
        """
        roadwork*, road works, road, roads, lane, street, junction, roundabout, traffic light*, lights, streetlight*,
        street light*, lamppost*, pothole*, resurfac*, tarmac, gritter*, gritting, path, footpath, pavement*,
        footbridge, bridge, crossing, cycle lane, parking, car park, bypass, marking*, slip road, speed cushion*,
        speed hump*, hump*, sweeper*, drain*, hedge*, verge*, bench*, gwaith ffordd, ffordd, ffyrdd, llwybr,
        goleuadau, maes parcio, parcio
        """,
        """
        works, roadwork*, road works, mend*, marking*, cleared, clearing, clear, one lane, temporary, reopen*, open
        again, is open, open both, opens, closed, shut, closure, resurfac*, painted, painting, kept for, is kept,
        taken up, trim*, cut back, cutting, laid, ailagor, line painting, repair*, replaced, swept, sweep*, swapped,
        swap, diver*, delay*, extra, minutes, are out, gritting, gritters, free, new, planted, full, expect, access
        for, access, please park, move your car, step free, behind, ar gau, oedi, o ddydd, ar agor, newydd
        """,
    ),
    Kind(
        "buses and trains",
        """
        bus, buses, coach, coaches, service on, services on, routes, passengers for, ticket machine*, train, trains,
        tram, trams, ferry, boat, taxi, station, platform*, stop, stops, timetable*, lift, escalator, day ticket*,
        bay, bws, fws, bysiau, tren, trenau, gorsaf, orsaf
        """,
        """
        stop, stops, does not stop, run, runs, running, leave, leaves, call, calls, call at, arrive*, depart*, from
        bay, via, diver*, delay*, every, more, extra, back, normal, timetable*, please change, change at, takes card*,
        take card*, all routes, bank holiday, working again, out of order, working, use the, temporary, meets,
        instead, tickets, new, free, works on, stopio, rhedeg, yn mynd, yn lle
        """,
    ),
    Kind(
        "an answer about how it goes",
        """
        online, website, link, form, app, timetable, ticket*, booking*, book, renew, dogs, ramp, lift, step free,
        parking, spaces, floor, door, entrance, sign, station, cafe, hall, room, wheelchair*, pram*, buggy, buggies,
        pushchair*, toilet*, map, directions, card, library, libraries, desk, hours, list, next one, the next, it
        starts, it opens, minutes, weeks, counter, square, statue, corner, link, map, new one, table, box,
        switchboard, letter, lead, seats, places, number of, gwefan, ar lein, ffurflen, lle parcio, drws
        """,
        """
        yes, no, we do, ask for, here is the, here is a, it is in, collect it, you can, there is, there are, it is,
        its, it takes, it starts, it opens, we have, we dont have, shall we, happy to, good question, holds, renew, no
        need, the one, is on, are on, fit, is free, behind the, next to, opposite, hope to, are fine, is fine, ydi,
        ydy, oes, mae, gallwch
        """,
    ),
    Kind(
        "passed on",
        """
        passed it on, pass it on, passed this on, passed on to, sent it on, pass this on, will look, we will tell, let
        the team know, that would be the, which street, what street, more details, is on the list, thanks for telling,
        thank you for telling, have told, told the, wedi pasio, anfon ymlaen
        """,
        "team, teams, us, crew, engineer*, street, list, details, tim",
    ),
    Kind(
        "how to reach us",
        """
        write to, ring us, call us, ask us, ask the, email us, message us, contact us, contact the, get in touch, come
        to, come in, find us, visit us, say hello, the form goes to, ysgrifennwch at, ffoniwch ni, cysylltwch a ni,
        galwch
        """,
        """
        us on, or write, write to, about it, about the, by, team, town hall, office, desk, library, hall, on monday,
        form, website, online, us about, hello, at, here, ni ar, at
        """,
    ),
    Kind(
        "taking part",
        """
        have your say, tell us, consultation*, survey*, questionnaire, questions, poll, ideas, name the, name of, what
        should, which, how would you like, help us choose, choose, nominations, nominate, drop in, panel, committee*,
        council meets, full council, papers, public meeting, send us, your plan, watch online, volunteer*, people to
        help, dweud eich, eich barn, ymgynghoriad, arolwg, dywedwch, pwyllgor, beth ddylai, who remembers, do you
        remember, collecting stories, draw your, drop it in, would you like, help us, could you, would a, syniad*,
        rhowch wybod
        """,
        """
        tell us, have your say, by, closes, close, ends, until, minutes, online, town hall, library, playground, park,
        garden, website, poll, colour, design, name, lane, street, parking, committee*, council, panel, survey*, help,
        open, dywedwch, barn, cyn, stories, pictures, photos, box, festival, film, plays, bus, class, enw, syniad*
        """,
    ),
    Kind(
        "jobs and courses",
        """
        hiring, were hiring, we are hiring, recruiting, vacancy, vacancies, job of, jobs, apprenticeship*, join our
        team, work with us, we train, apprentice*, looking for, wanted, training, course*, come and drive, learn,
        lessons, for beginners, evening course, swydd, swyddi, cwrs, prentisiaeth*, dysgu, i ddechreuwyr, ddysgu
        """,
        """
        apply*, gardener*, teacher*, baker*, cook*, driver*, drive, volunteer*, coach*, instructor*, cleaner*,
        member*, people, free, starts, start*, on the job, team, provided, at, in, open day, all ages, nos, ddydd, yn
        """,
    ),
    Kind(
        "something seen or new",
        """
        look at, look what, look who, here is, here are, new, our new, first, spot the, have arrived, has arrived, is
        back, are back, planted, painted, in bloom, are looking, is looking, meet our, now on display, there is a,
        there are, has arrived, from above, here is what, who thinks, thinks it, dyma'r, on our shelves, named, made
        from, join in, dyma, newydd
        """,
        """
        sky, sunrise, sunset, view*, flower*, wildflower*, bulbs, snowdrop*, daffodil*, tulip*, rainbow*, robin*,
        swallow*, hedgehog*, otter*, fox, foxes, deer, bat, bats, newt*, frog*, toad*, fish, kingfisher*, seal, seals,
        puffin*, butterfl*, moth*, leaves, snow, frost, ice, moon, stars, meadow*, corner, phone box, bluebell*,
        blossom*, garden*, park, parks, tree, trees, bee, bees, duck*, lamb*, owl*, heron, swan*, squirrel*, bird*,
        mural*, statue*, sculpture*, bench*, swing*, slide*, playground*, carpet, shelves, books, cookbook*, bins,
        clock, fountain, lights, bridge, hut, house, gritter*, engine, engines, bus, buses, tram*, photo*, picture*,
        model*, allotment*, website, app, cafe, library, pool, museum, see you in, street, llun, coed, blodau, murlun
        """,
    ),
    Kind(
        "phones and website",
        """
        website, web site, app, phones, phone line*, phone lines, online form, wi fi, wifi, email, emails,
        switchboard, messages, computers, printer*, gwefan, ffonau, wefan
        """,
        """
        back, busy, slow, slower, maintenance, update*, upgrade*, working, working again, open, opens, quicker,
        longer, new, down for, answer messages, from, try again, try later, book, engineer*, ar agor, yn ol
        """,
    ),
    Kind(
        "prices and terms",
        _SOLD,
        "free, cost*, is, are, go out, for everybody, for everyone, price*, off, an hour, under, am ddim, pris",
        when=TIME,
    ),
    Kind(
        "prices and terms", _SOLD, "costs, cost, is free, are free, free for, price is, prices are, yn costio, am ddim"
    ),
    Kind(
        "visits of a team",
        "our crew*, our team*, our gardeners, our rangers, mobile library, fire engine, fire station, open day",
        "visit*, swept, at school*, schools, washed, visitors, planted, cleared, are at, is at, will be at, come and",
    ),
)

# What says that something is so for a while only.
FOR_A_WHILE = """
until, till, today, tonight, tomorrow, this morning, this afternoon, this evening, this week, this weekend, overnight,
for the weekend, for the day, for an hour, for a week, for a deep clean, for cleaning, for maintenance, for repairs,
for training, for stocktaking, for the move, for a refit, for a private event, for an event, this monday, this
tuesday, this wednesday, this thursday, this friday, this saturday, this sunday, and reopen*, open again, i symud, for
painting, while, early, earlier, later, lunch, over lunch, bank holiday*, christmas, easter, temporarily, monday
morning, afternoon, evening, back on, tan, heddiw, heno, yfory, yr wythnos hon, dros dro, dros nos, gwyl y banc
"""

# Known only where they stand so: alone they may say something else.
SET_PHRASES = """
if you can, if you like, if you want, if you would like, if you have, if you need, do not forget, dont forget, do not
miss, dont miss, do not worry about booking, does not stop, do not stop, what should, sold out, selling fast, bring
your broken, as long as you like, stay as long as you like, water pipe*, stay open, stays open, let you know, let us
know, get in touch, where you live, should bring, ysgrifennwch at, ffoniwch ni, cysylltwch a ni, on sale, go on sale,
open to all, have your say, vote in our, good question, council tax direct debits, direct debits, first come, first
served, hose, try the hose, heart of, free of charge, health centre, green man, green men, walk in, baby sign, baby
and toddler, sort code club, no need to book, long weekend, which film should, should open, should the, should we,
smile, sorry, ticket price, prices from, beth ddylai, learner drivers, special thanks, weather permitting, hospital,
visiting hours, clinic, walk in centre, fire station, fire engine, under fives, under 5s, under 16s, over 60s,
trainee*, weather, safe journey, at the ready, cafe, mural, as usual, bank holiday
"""

# Turns of everyday words that say more than everyday things: what did not happen, what ends, who is meant, where to go.
TURNS = """
has left us, have left us, left us today, your job, your jobs, your post is, it is the last day, bring your badge,
your laptop, far away, new families, new neighbours, did not, didnt, has not, hasnt, was not, wasnt, were not, werent,
had not, not ready, not come back, not back, nobody knew, no longer, no more, is the end of, at an end, last season,
last ever, one last, further notice, closed from today, shut from today, closed from now, what happened, happened on,
happened at, happened last, after what, after last night, since last night, anybody who was, anyone who was, everybody
who was, everyone who was, anybody who had, anyone who had, everybody who had, everyone who had, those who, who had,
who was, who were, people in it, still inside, children in, child in, looking for a child, looking for two children,
for children who, came back to us, a child, two children, three children, leave by, leave now, leave the building,
leave the area, leave the house, your house by, house by, leave your house, leave your home, leave your street, get
out, keep out, out of the way, move away, go to the hall, go to the school, go to the sports, collect your children,
collect your child, collect them, pick up your, bring the children, close the windows, shut the windows, close your
windows, on us, our doing, made up, taken from, take from, took from, take it from, take the school, against it,
against us, against the plan, up to us, find your own, own way, if you cannot, if you were, if you had, some of you,
all but one, everybody but, everyone but, except the, ni ddaeth, ddim wedi, heb ddod, diwedd y
"""
