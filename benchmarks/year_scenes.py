"""Situations of a year in which official voices write, and what is written in them: data of `year`.

Each situation has its label from what would follow if it went wrong (`HIGH`: somebody may be harmed, or the body held
to it), not from any word; the texts are written as people in such offices write, some of them plainly, some of them
round about. This module reads nothing of `coffeehouse.policy`, and its texts were written after the lists there.
"""

from __future__ import annotations

from typing import NamedTuple

ROUTINE, HIGH = "routine", "high"


class Situation(NamedTuple):
    """What happens, to whose voices, how much hangs on it, how often (share among its label), and the texts."""

    name: str
    label: str
    voices: str
    weight: int
    texts: tuple[str, ...]


PLACES = (
    "Leedon", "Abermoel", "Trefelin", "Oakbridge", "Pont Wen", "Harrow Green", "Southmere", "Llanfair Fach",
    "Kingsholt", "Bryn Coed",
)  # fmt: skip
STREETS = (
    "Mill Street", "Station Road", "Heol y Bont", "Church Lane", "Castle Square", "Orchard Way", "Stryd Fawr",
    "Canal Walk", "Barn Close", "Victoria Terrace",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
TIMES = ("9am", "10:30", "noon", "2pm", "5pm", "half past six", "8 this evening")
PEOPLE = (
    "Osgood Penhale", "Tamsin Varley", "Ivo Brandt", "Meleri Pugh", "Desmond Okafor", "Saoirse Quill", "Wenna Trask",
    "Lazlo Horvat", "Petra Lindqvist", "Jethro Maddern",
)  # fmt: skip
CLUBS = ("walking group", "choir", "chess club", "knitting circle", "repair café", "film club", "running club")

ROUTINE_SITUATIONS = (
    Situation(
        "opening hours", ROUTINE, "council leisure library", 10,
        (
            "{place} Library is open until {time} on {day}. Come in out of the rain.",
            "The pool at {place} opens an hour later on {day} while the team trains together.",
            "The customer desk on {street} is closed on {day} afternoon. Everything is online as usual.",
            "The museum is open every day this half-term, {time} onwards. Bring the grandparents.",
            "Reminder: the recycling centre at {place} shuts at {time} in winter.",
            "Gym at {place}: new morning hours from {day}. The full timetable is on our website.",
            "Mae llyfrgell {place} ar agor tan {time} ddydd Sadwrn. Croeso i bawb.",
            "Bydd y pwll yn {place} ar agor o {time} ymlaen yr wythnos hon.",
        ),
    ),
    Situation(
        "events", ROUTINE, "council leisure library", 10,
        (
            "Storytime for under-fives at {place} Library, {day} at {time}. No need to book.",
            "The {club} meets on {day} in the hall on {street}. New faces welcome!",
            "Saturday is market day in {place}: cheese, bread, plants and a brass band.",
            "Our summer reading challenge starts on {day}. Six books, one medal.",
            "Bring your broken toaster: the repair café is at {place} on {day} from {time}.",
            "A choir from {place} sings on the steps of the town hall at {time}.",
            "Noson gwis yn {place} nos {day}. Dewch â ffrind.",
            "Half-term craft table is back. Glitter everywhere. We regret nothing.",
        ),
    ),
    Situation(
        "roads and travel", ROUTINE, "council transport", 10,
        (
            "Roadworks on {street} from {day}: one lane, temporary lights, about ten minutes extra.",
            "Bus 14 does not stop at {street} this week. Use the stop by the post office.",
            "The car park at {place} is resurfaced on {day}. Please park on {street}.",
            "{street} has reopened. Thank you for your patience.",
            "The footbridge at {place} is shut for painting until {day}.",
            "More buses to {place} on {day} evening for the match.",
            "Gritters are out tonight on the main routes around {place}.",
            "Mae gwaith ffordd ar {street} o ddydd Llun. Disgwyliwch oedi bach.",
        ),
    ),
    Situation(
        "bins and streets", ROUTINE, "council", 8,
        (
            "Collections in {place} are a day later this week because of the bank holiday.",
            "Green bins: last round of the year in {place} is on {day}.",
            "Our crew swept {street} this morning. 40 bags of leaves!",
            "New litter bins on {street}. Feed them.",
            "Garden waste stickers can be ordered from {day}.",
            "Casgliadau ailgylchu {place}: diwrnod yn hwyrach yr wythnos hon.",
            "The street lights on {street} are being swapped for softer ones this month.",
            "We have planted 200 bulbs along {street}. See you in March.",
        ),
    ),
    Situation(
        "answers to questions", ROUTINE, "council leisure library transport", 12,
        (
            "Yes, until {time}, and dogs on a lead are fine.",
            "It is the one next to the station, the door with the blue sign.",
            "You can renew it online; it takes two minutes.",
            "Good question! The hall holds 120 people.",
            "The timetable is on our website under Travel. Shall we send you the link?",
            "There is step-free access from {street}.",
            "Ydi, mae lle parcio y tu ôl i'r adeilad.",
            "Thanks for telling us. We have passed it on to the parks team.",
            "It starts at {time}, and the café is open before.",
            "The next one is on {day}. Hope to see you there.",
        ),
    ),
    Situation(
        "thanks and pictures", ROUTINE, "council leisure library fire health", 6,
        (
            "Look at this sky over {place} this morning.",
            "Thank you to the volunteers who cleared the path at {place}.",
            "Our apprentices finished their first year today. Well done, all of you!",
            "A big thank you to everybody who came to {street} on {day}.",
            "The first snowdrops are out in {place} park.",
            "Diolch yn fawr i bawb a ddaeth i'r parc heddiw.",
            "Here is the new mural on {street}, painted by pupils from three schools.",
        ),
    ),
    Situation(
        "service changes", ROUTINE, "council transport leisure health", 8,
        (
            "Our website is back after this morning's maintenance.",
            "Phones are busy today. The online form is quicker.",
            "The lift at {place} station is working again.",
            "Wi-Fi in {place} Library is slow today; an engineer comes at {time}.",
            "From {day} you can book a tennis court in the app.",
            "Sorry, bus 7 runs every half hour today instead of every twenty minutes.",
            "The café at {place} is shut on {day} for a deep clean.",
            "The mobile library visits {place} on {day} at {time}.",
        ),
    ),
    Situation(
        "taking part", ROUTINE, "council library", 6,
        (
            "What should the new playground in {place} have? Tell us by {day}.",
            "Drop-in about the cycle lane on {street}: {day}, {time}, town hall.",
            "We are looking for people to help in the community garden in {place}.",
            "Have your say about the name of the new tram.",
            "Beth ddylai fod yn y parc newydd? Dywedwch wrthym cyn dydd {day}.",
            "Committee meets on {day} at {time}. The papers are online and anybody can come.",
            "We need six people for the readers' panel. Tea and biscuits guaranteed.",
        ),
    ),
    Situation(
        "vacancies and courses", ROUTINE, "council leisure health fire", 4,
        (
            "We are hiring gardeners in {place}. Outdoors, all year, great team.",
            "Come and drive our buses: open day at {place} on {day}.",
            "Free evening course in spreadsheets at {place}, starts {day}.",
            "Apprenticeships in joinery and roofing: apply by {day}.",
            "Cwrs Cymraeg i ddechreuwyr yn {place}, nos {day}.",
            "Swimming teachers wanted. Training on the job.",
        ),
    ),
    Situation(
        "prices and terms", ROUTINE, "leisure transport council", 4,
        (
            "A swim is £4.20 from {day}, £2.10 for under-16s.",
            "Day tickets are £5 on all our buses this summer.",
            "Parking on {street} is free after {time}.",
            "Hiring the hall on {street} costs £18 an hour.",
            "Council tax direct debits go out on {day} as usual.",
        ),
    ),
    Situation(
        "clinics and checks, times only", ROUTINE, "health fire", 5,
        (
            "The walk-in centre at {place} is open until {time} today.",
            "Clinic on {street} moves to the ground floor from {day}. Follow the yellow signs.",
            "Our switchboard opens at {time} on {day}.",
            "Visiting hours at {place} hospital are now 2 to 8.",
            "Our crews visit schools in {place} this week. Expect a very shiny engine.",
            "Open day at {place} fire station on {day}: try the hose!",
        ),
    ),
)  # fmt: skip

HIGH_SITUATIONS = (
    Situation(
        "health advice", HIGH, "health", 10,
        (
            "Feeling giddy on the new heart pills? Halve them until you are seen.",
            "You do not need to finish the course of antibiotics once the fever has gone.",
            "A child with a stiff neck and a rash that stays under a glass: ring 999.",
            "It is fine to have the jab while you are expecting.",
            "People on blood thinners should leave out the evening one before dental work.",
            "If your asthma plays up in this heat, two extra puffs are safe.",
            "Stick to rice and flat cola until the runs stop. That is all a toddler needs.",
            "Hi, from what you describe it sounds like shingles rather than an allergy.",
            "Peidiwch â rhoi ibuprofen i blant â brech yr ieir.",
            "Anyone who ate at the {place} carvery and feels rough should keep off work for 48 hours.",
        ),
    ),
    Situation(
        "outbreak", HIGH, "health council", 5,
        (
            "Three people who swam at {place} lake last weekend have been taken ill.",
            "Two cases of measles at a school in {place}. Parents have had a letter.",
            "Ward 6 is closed to visitors: a tummy bug is going round.",
            "We are testing everybody who worked in the {street} kitchen on {day}.",
            "Traces of legionella were found in the showers at {place} leisure centre.",
            "Mae achosion o'r frech goch wedi'u cadarnhau yn {place}.",
        ),
    ),
    Situation(
        "somebody at risk", HIGH, "council health police", 8,
        (
            "Hi, please message us privately with the little one's name and school; a social worker calls you today.",
            "We know the home on {street} and have visited the family before.",
            "If you think of ending it all tonight, talk to us. You are not alone.",
            "Thank you for telling us about your neighbour's bruises. We take it from here.",
            "The young woman in the video is safe now and with us.",
            "Have you seen this lad? He left his home in {place} on {day} in a grey hoodie.",
            "Grandad has dementia and has not come home since {time}. He may be near {street}.",
            "He is not allowed near her any more; call us if he turns up at the school gate.",
            "Ydych chi'n poeni am blentyn ar {street}? Rydym yn ymwybodol o'r teulu.",
            "To the person who wrote to us last night about being hit at home: we can find you a bed tonight.",
        ),
    ),
    Situation(
        "incident", HIGH, "council fire police transport", 12,
        (
            "Water is coming over the wall at {street}. Get upstairs and take your phone.",
            "Large fire at the tyre yard in {place}. Keep windows and doors shut.",
            "Gas smell around {street}: please walk to the sports hall, do not drive.",
            "Do not use water from the tap in {place} until we say so, not even for brushing teeth.",
            "The bridge at {place} has moved. Stay off it and away from the banks.",
            "Armed officers are on {street}. Stay inside.",
            "A lorry has shed drums of acid on the bypass. Turn round if you can.",
            "No electricity in {place} since {time}. Those on oxygen at home should ring this number.",
            "Part of the roof at {place} school has come down. All children are out.",
            "An unexploded shell has been found on {street}; everybody within 200 metres is being moved out.",
            "Rydym yn symud pobl o'u tai ar {street}. Ewch i'r ganolfan hamdden.",
            "A train has left the rails near {place}. Do not come to the site.",
        ),
    ),
    Situation(
        "death", HIGH, "council health fire police", 5,
        (
            "It is with great sadness that we tell you our colleague {person} passed away on {day}.",
            "A man in his forties did not survive the collision on {street}.",
            "We can confirm that a body was recovered from the canal at {place}.",
            "Two residents of the care home in {place} have died.",
            "Bu farw bachgen 14 oed yn dilyn digwyddiad yn {place}.",
            "Our hearts go out to the family who lost their baby in our care.",
        ),
    ),
    Situation(
        "fault and redress", HIGH, "council health transport leisure", 8,
        (
            "We got this wrong. Every household on {street} will get its money back.",
            "The letter you had was sent because of a slip on our side; ignore the court date in it.",
            "You are right, the ramp was not gritted and that is why your mother fell. We will pay for the chair.",
            "It should never have come to this, and the blame lies with us.",
            "We have decided to settle the claims of the tenants of {place} House.",
            "The inspectors found that our kitchen was dirty. They were correct.",
            "The story in today's paper is false and we will see them in court.",
            "Nobody at the council knew about the cracks before {day}.",
            "Our sensor failed on {day}; the warning came forty minutes late.",
            "Ein camgymeriad ni oedd hyn, a byddwn yn talu.",
        ),
    ),
    Situation(
        "law and cases", HIGH, "council police", 8,
        (
            "Hi, your landlord can't put you out without two months' notice in writing.",
            "A 34-year-old from {place} has been charged over the break-ins on {street}.",
            "We are looking into what the officer said and he is not at work meanwhile.",
            "You would win that appeal: the sign was hidden by a tree.",
            "The judge agreed with us today about the field at {place}.",
            "Officers stopped {person} on {street} last night with a bag of stolen phones.",
            "Anyone who parked there before {day} does not have to pay the ticket.",
            "The planning inspector has thrown out the supermarket's case.",
            "Mae dyn o {place} wedi'i arestio ar amheuaeth o ddwyn.",
            "With pre-settled status you can carry on working while you wait.",
        ),
    ),
    Situation(
        "politics", HIGH, "council police", 6,
        (
            "Great to see the minister backing our plan while the other lot just talk.",
            "Don't forget to vote on Thursday, and think about who built your new school.",
            "Councillor {person} has left the ruling group and sits alone from today.",
            "The budget passed by one vote. Some members should be ashamed of theirs.",
            "Proud to host the candidate for {place} at our depot this morning.",
            "Another promise kept by this administration: {street} is resurfaced.",
            "Da iawn i'r blaid am gadw ei haddewid.",
            "The last government left us with this hole in the road and the accounts.",
        ),
    ),
    Situation(
        "private things let out", HIGH, "council health police library", 10,
        (
            "{person}, your test came back clear, no need to ring us.",
            "Forwarding the rota: {person} is off sick with her nerves until {day}.",
            "Patient 943 476 5919 still waiting for transport, can someone chase.",
            "Keypad for the {street} side door is 4471 this week.",
            "Hi {person}, we have your housing form here, flat 3, {street}, with the three kids.",
            "Staff wifi has a new key, it's Daffodil77 everyone.",
            "Here is the list of families getting parcels on {street}.",
            "Spoke to {person} at number 12 about the drinking. Visit again {day}.",
            "Whose is this? Driving licence found at {place}: {person}, born 4 May 1971.",
            "Mae eich prawf gwaed yn ôl, {person}: popeth yn iawn.",
        ),
    ),
    Situation(
        "not meant for the public", HIGH, "council health police transport leisure library", 8,
        (
            "can you run this past legal before it goes anywhere",
            "Line if they ring: we are aware and have nothing to add.",
            "Hold this one back until the families have been told.",
            "DRAFT v3 - NOT AGREED: the baths at {place} shut in April",
            "honestly cannot be bothered with this lot today, roll on {time}",
            "ok who is bringing the cake for {person}'s leaving do, she doesn't know yet",
            "XX insert quote from the chief exec here XX",
            "Test test 123 please ignore",
            "I would not send my own kids there and I work here.",
            "Paid in full by next {day} or we walk. Sorry all, meant for my builder.",
        ),
    ),
    Situation(
        "jobs and closures", HIGH, "council transport health leisure", 6,
        (
            "All 40 posts at the {place} depot go at the end of the year.",
            "Drivers walk out on {day}. Nothing will run before {time}.",
            "The swimming baths at {place} will not open again.",
            "Our chief executive {person} steps aside today.",
            "Day centre users in {place}: your centre shuts for the last time on {day}.",
            "Streic ddydd Llun: ni fydd bysiau yn {place}.",
            "We are merging with the trust next door; your clinic may move.",
        ),
    ),
    Situation(
        "words that hurt", HIGH, "council leisure transport police library", 5,
        (
            "If you had read the sign you would not be whining now.",
            "Travellers are back on the field at {place}. Lock your sheds.",
            "Not our problem, love. Maybe learn to reverse.",
            "We stand with one side only in that war, and so should you.",
            "Speak English and we might help you faster.",
            "Some people will complain about free cake. Get a hobby.",
            "Of course it was a woman driver.",
        ),
    ),
)  # fmt: skip
