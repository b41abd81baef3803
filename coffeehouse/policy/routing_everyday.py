"""The words of everyday official posts, English and Welsh: data of `recognising`, of our own writing.

What is not here (and is no number, time or place) makes a post one that a colleague looks at first. So what is left
out is the point: nothing of illness, danger, law, politics, blame, wages, of one person's own matters. No word gets in
because it is harmless by itself, only because posts that nobody needs to look at first use it. English endings (-s,
-ed, -ing, -er, -ly) are found by themselves.
"""

from __future__ import annotations

# Plain swearing is no ground for anything.
SWEARING = "bloody damn damned hell crap bollocks arse shit shitty fuck fucking"

LITTLE_WORDS = """
a about above across after again against ahead all almost along already also although amazing an and annual another
any anybody anyone anything anywhere are arent around as at away back be beautiful because been before behind being
below beside best better between big both bright brilliant busier busy but by can cannot cant cool cosy could couldnt
crisp daily delighted did didnt different do does doesnt dont down downstairs dozen during each earlier early easier
easy either empty even ever every everybody everyone everything everywhere excited extra fantastic few fewer fifth
fine first for fourth free fresh friendly from full fun funny glad good gorgeous great had happy has hasnt have havent
hello here heres hey hi how however hundred if in indoors inside instead into is isnt it its just large last late
later less let lets like little local long lot lots lovely main many modern monthly more most much near nearby new
newest next nice no normal not nothing now number of off oh ok okay old older oldest on once only onto opposite or
other our ours out outdoors outside over pair part per perfect please pleased plus proud quarter quick quicker quickly
quiet quieter ready regular rest round same several shiny short since slow slower slowly small so some somebody
something somewhere soon special splendid still sunny super than that thats the their them then there theres these
they theyll theyre theyve third this those though thousand thrilled through till to together too total twice under
until up upstairs us usual usually very via warm was wasnt we weekly well were werent weve what whatever whats when
whenever where which whichever while who whole why will with within without wonderful wont would yearly yes yet you
youll young younger your youre yours
"""

TIMES = """
today tonight tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur
thurs fri mondays tuesdays wednesdays thursdays fridays saturdays sundays january february march april june july
august september october november december jan feb apr jun jul aug sept sep oct nov dec spring summer autumn winter
season seasonal morning mornings afternoon afternoons evening evenings night nights overnight midday noon midnight am
pm oclock hour hours mins min hr hrs week weeks weekend weekends weekday weekdays fortnight fortnightly month months
year years day days term time half halfterm halloween holiday holidays easter christmas xmas eve pancake diwali eid
hanukkah ramadan vaisakhi jubilee anniversary birthday century decade lunchtime dawn dusk sunrise sunset daytime
recently
"""

WELSH_TIMES = """
heddiw heno yfory ddoe nawr rwan wythnos wythnosau mis misoedd blwyddyn flwyddyn diwrnod ddiwrnod dyddiau dydd ddydd
nos noson bore prynhawn awr oriau munud munudau llun mawrth mercher fercher iau gwener wener sadwrn sul nadolig pasg
haf gwanwyn hydref gaeaf gwyliau wyliau ionawr chwefror ebrill mehefin gorffennaf awst medi tachwedd rhagfyr tan
"""

NUMBERS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety past moment date dates times may second bank boxing
pride terms minutes minute hundreds thousands double triple
"""

PLACES_AND_THINGS = """
abbey activities activity aerobics allotment allotments app apprentice apprentices apprenticeship apprenticeships apps
archive archives area areas arena art artist artists arts athletics author authors avenue award awards badminton
bakery band bands bar barbecue basketball bath baths beach bench benches bike bikes bingo board bonfire book booking
bookings books bookshelf bouncy bowling bowls box brass bricks bridge bridges browser building buildings bypass cafe
cafes calendar call calls canal card cards carnival carousel carriageway castle cathedral celebration celebrations
centre centres ceremony chair chairs challenge champion champions chapel chapter chess choir choirs church cinema
circus cities city class classes classroom clay climbing close club clubs coast collection collections college comedy
comic comics computer computers concert concerts cookbook counter county course courses court courts craft crafts
cricket crochet crossing crossings cup cycle cycling cyclist cyclists dance dancer dancing desk desks disco display
door doors drawing drum drums dual email emails engineer engineers entrance entrances escalator estate event events
exhibit exhibition exhibitions exit fair fairs fence festival festivals fete fi field fields film films firework
fireworks fitness floor football footbridge footpath footpaths forest form forms foyer gallery game games garden
gardens gate gates gig golf ground group groups guitar gym gymnastics gyms hall halls harbour heritage hike hill
history hockey house hub hubs image internet jigsaw junction kerb kiosk kitchen knitting lake lamp lamps lane lanes
lantern lanterns laptop launch layby leaflet leaflets league lego lesson lessons letter letters level libraries
library lido lift lifts light lights line lines link links list lobby locker lockers magazine magic mail maintenance
map maps marathon market markets match matches meadow medal medals message messages model motorway movie mural murals
museum music musical neighbourhood netball newsletter newspaper notice noticeboard novel nurseries nursery office
offices online opening orchestra pad page pages paint painting paintings panto pantomime parade park parks parties
party pass passes path paths pavement pavements pavilion phone phones photo photograph photographer photographs
photography photos piano picnic picture pictures pier pilates pitch pitches place places play playground playgrounds
plays poem poems poet poetry pond pool pools post poster posters posts pottery printer printing prize prizes
procession programme programmes promenade pupil pupils puppet puppets puzzle queue queues quiz race races raffle
ramble ramp ramps reader readers reading reception relay restaurant rhyme rhymes ride rides rink river road roads roof
room rooms roundabout route routes row rugby run runner runners running runs sauna scanner schedule school schools
scooter screening sculpture seaside seat seats server session sessions sewing shelf shelves shop shops show shower
showers shows sign signs singer singers site skate skatepark skating slide slides slip slot slots society software
song songs space spaces spin splash sport sports sporty square stadium stairs stall stalls statue step steps storey
stories story storyteller storytime stream street streets stroll student students studio swim swimmer swimmers
swimming swims swing swings switch switchboard system systems table tables teacher teachers team teams telephone
tennis terrace theatre ticket tickets timetable timetables toilet toilets tombola tour tours tower town towns toy toys
track trail trails trainee training tree trees trophy tunnel university update upgrade valley verge verges village
villages waiting walk walking walks wall walls way website wi wifi window windows winner winners wood woodland woods
wool workshop workshops writer writers yarn yoga zumba
"""

STREETS_AND_TRAVEL = """
access apple apples arrival arrivals badge badger bag bags batteries battery bay bays bee bees bin binmen bins bird
birds black bloom blossom blue bluebell bluebells boat boats boots bottle bottles boxes breeze brown buggies buggy
bulb bulbs bulky bus buses butterflies butterfly caddies caddy calf cans car cardboard carrot cars carton cartons cat
cats charger chargers charging chicken chickens clothes cloud clouds coach coaches coat coats colour colourful colours
compost composter composting cone cones cow cows crew crews crocus crocuses cut cutback cutting daffodil daffodils
deer delay delayed delays departure departures depot detour diversion diversions diverted dog dogs donkey drain drains
driver drivers driving duck duckling ducklings ducks electric fare fares ferry fish flower flowers foil food fox
fridge frog frogs frost frosty fruit fuel geese glass glove gloves goat goats gold goose grass green grey grit gritter
gritters gritting gullies gully hat hats hedge hedgehog hedgehogs hedges hen hens heron horse horses household ice jar
jars journey journeys kingfisher kitten lamb lambs lamppost lampposts lavender leaf leaves led lid lids lighting
litter litterpick litterpickers mattress meter meters mobility moon motorbike mow mower mowing nature onion orange
orchard otter otters owl owls paper parked parking pear permit permits pet pets pick picker pickers pink plant planted
planting plants plastic plastics platform platforms plough ploughs ponies pony poppies poppy potato potatoes pothole
potholes pram prams prune pruning puddle puddles pumpkin pumpkins puppy purple pushchair pushchairs rail railway rain
rainbow rainy recycle recycled recycling red resident residents resurface resurfaced resurfacing rider riders roadwork
roadworks robin rose roses rubbish sack sacks salt scarf scarves seed seeds service services sheep shuttle signal
signals signed silver sky snow snowdrop snowdrops snowman socks sofa sow squirrel squirrels star stars station
stations stop stops streetlight streetlights sun sunflower sunshine swan swans sweep sweeper sweepers sweeping swept
tarmac taxi temporarily temporary terminal textiles tin tins tip tomato tomatoes towel towels traffic train trainers
trains tram trams tulip tulips umbrella van vans veg vegetable vegetables vehicle vehicles view views waste weather
wellies wheelchair wheelchairs white wildflower wildflowers wildlife works yellow zone
"""

DOING = """
act add added adding adds answer answered answering answers applause application applications applied applies apply
applying arrive arrived arrives arriving ask asked asking asks bake baked baker bakes baking began begin beginning
begins booked borrow borrowed borrowing borrows bring bringing brings brought build builds built buy called came
celebrate celebrated celebrates celebrating change changed changes changing chat chats chatting check checks cheers
choice choices choose chooses choosing clean cleaned cleaning cleans clear cleared clearing clears click closed closes
closing closure closures collect collected collecting collects come comes coming comment comments congrats
congratulations connect connects consultation consultations continue continues cook cooked cooking cooks cost costing
costs count counted counting counts cross decorate decorated decorating decorations deliver delivered delivers
delivery depart departs design designs dig digging discover discovers discuss download dress dressed drive driven
drives drop dropped dropping drops emptied end ending ends enjoy enjoyed enjoying enjoys enter entered entries entry
expand expect expected expects explore explores extend extended extension feed feedback fill filled find finding finds
finish finished finishes fit fits fix fixed fixing follow following follows forget found gave get gets getting give
gives giving go goes going got grew grow growing grows happen happening happens hard hear held help helped helper
helpers helping helps hire hired hires hiring hits hold holds hope hopes hoping host hosted hosting hosts idea ideas
improve improved improvement improvements improves include included includes including install installed join joining
joins keep keeping keeps kept kind kindly kindness lasts lead leading leads learn learning learns leave leaving left
lend lends lent liked likes listen listening load loads look looking looks love loved loves made make makes making
meet meeting meetings meets met miss move moved moves moving name named names need needed needs nominate nominated
nomination nominations offer offered offers open opened opens opinion opinions order ordered ordering orders painted
panel passed passing patience pay paying pays perform performance performances performs picked picks plan planned
planning plans playing plug poll pop pops praise prefer price prices print project projects provide provided provides
push put puts question questionnaire questions ran reach reached read reads refurbish refurbished refurbishment
register registered registers registration registrations relax remember remind reminder renew renewed renewing renews
renovated reopen reopened reopening reopens repair repaired repairing repairs replace replaced replaces replacing
replies reply restore restored return returning returns ring ringing sale say scan scheme schemes score scored search
searching see seen sees send sending sends sent set sets share shared shares sharing showing shut shuts sing singing
sings sit sits sitting sound sounds spend spent spot spots spotted spread stand standing stands start starting starts
submit suggest suggestion suggestions supplied supplies supply survey surveys swap swapped swapping swaps take taken
takes taking talk talking talks tap taste tasting teach teaches tell telling tells thank thanks thankyou ticketed
tidied tidy told took travel travelling travels tried tries try trying turn turning turns type unlock upgraded use
used user users uses using visit visiting visitor visitors visits volunteer volunteered volunteering volunteers wait
waits want wanted wants wash washed watch watching wear wearing welcome welcomed welcomes welcoming win winning wins
wish won work worked working write writes written wrote
"""

PEOPLE_AND_TALK = """
accessibility accessible actually adult adults adventure adventures age aged agenda agendas ages air always audio
available badges balloon balloons beginner beginners biscuit biscuits bit blanket blankets bottom braille bread
breakfast breakfasts british bucket business businesses cake cakes captions career careers caretaker caretakers
carpentry catering central charities charity cheese chef children chocolate cleaner cleaners code coding coffee
committee committees communities community corner costume costumes council cream curator customer customers deep
detail details digital dinner dinners dinosaur dinosaurs directly donate donated donates donation donations dragon
dragons dry east elf english enormous especially everything's experience eyes face faces families far favourite
favourites fives forward friend friends front fully further gardener gardeners geography giant gift gifts glitter
grandparents guest guests guide guided guides halfway hand hands handy hearing helpful high higher huge impossible
inclusive info information instructor instructors interpreter item items job jobs joinery junior juniors kid kids km
language languages learner learners librarian librarians loop loose loud low lower lunch lunches massive maths maybe
meal meals member members membership memberships metre metres middle mile miles mince mini monster monsters mostly
musician musicians mystery nearer nearly neighbours newcomers north often organised organiser organisers papers
parents partly partner partners people perhaps permitting pirate pirates pizza plumbing polish popular possible
present presents probably public ranger rangers really rear recruit recruiting recruitment relaxed right robot robots
role roles roofing sandwich sandwiches santa scenes science scrutiny sensory shall shoes shortly side simply single
size skill skills smart smile smiles snack snacks soft softer sometimes sort soup south sponsor sponsors spreadsheets
staff stage stages sticker stickers straight straightaway stuff subtitles superhero superheroes sure surprise
surprises sweets tea tech technology teens theme themed themes thing things tiny top topic topics trader traders
tradition traditional trainer treats unavailable uniform useful vacancies vacancy weight welsh west wet witch wizard
yard youth
"""

LEISURE = """
acorn acorns adorable ancient antique antiques aqua archaeologist archaeologists archaeology archery audition
auditions ballet bat bats beanbag beans beech beetle beetles beetroot bell bells berries billiards blackbird blues
boules bounce brave bravo breezy brew brewing brownie brownies browse browsing burger burgers calligraphy candyfloss
canoe canvas cartoon cartoons carve carving catch celtic ceramics certificate charming cheer cheerful cheering cherry
chilly chips chop choral chutney circuits clap classic clever clock clocks cloudy coal coins conker conkers creative
creche croquet crossed cucumber cupcakes curious curry cushion cushions cute darts deckchair deckchairs degrees
delicious den dens documentary dolphin dolphins doughnuts dragonfly draw drawn drew drizzle embroidery encore engine
engines excavation famous feeder feeders fern ferns fiddle final finalists finals fingers fixture fixtures fluffy
flute fold folding folk forecast fossil fossils frogspawn furry gather gathering glowing glue graduated graduation
grill hammock handmade hare hares harp hawthorn hearted heather herb herbs hide hides historic holly homemade honey
hooray hop hotdog hum hungry impressive incredible interval ivy jam jazz jolly joyful juggle juggling juice jump kayak
keyboard kick kickoff knit labyrinth ladybird ladybirds landscape landscapes latte leafy leek leeks leisure lemonade
lettuce lighthouse locomotive machine machines magnificent maple marmalade matinee maze medallist medieval merry
microphone mild milkshake mill mills mine miner miners mines mint mistletoe mix mosaic moss muddy nest nests newt
noodles nosy oak oaks obstacle opera organ origami paddle paddling pasta pasties pastries pastry pasty peaceful pears
peas pedal peel pit pleasure plum plums popcorn porridge portrait portraits pour practice premiere pretty problem
projector puffin puffins quilt quilts rabbit rabbits radish rare raspberries raspberry recital recorder referee
rehearsal rehearsals relics retro rhubarb ribbon rice roast rock roll roman romans rosette rowing sail sailing salad
sandpit sandy savoury saw scone scones screen screens sculpt seal seals seesaw semi sew shortlist shortlisted shy
sketch skip skipping slate sleepy slice smoothie snooker soul sparkling speaker speakers spells spicy squad squash
stamps steam stitch strawberries strawberry stretch stretching stunning surf swallow swallows sweet tadpole tadpoles
talented tapestry tasty throw toad toads toast trampoline trampolining treadmill treasure treasures treehouse trumpet
tudor tuned twinkling ukulele unusual unwind victorian viking vikings vintage violin watercolour watermill wave weave
weaving weights wheel wheels whisk windmill windy wire woolly word worries wow wren yay yummy zip
"""

SERVICES = """
3d address addresses administrator admissions ancestry appliance appliances assistant assistants attic audiobook
audiobooks balcony barrier barriers basement bilingual bollard bollards bowl broadband broom brooms brush brushes
buckets button buttons cabin cable cables carpet carpets catalogue ceremonies child cloakroom cobbles colleague
colleagues concession concessionary concrete conductor connecting connection connections contact contactless
coordinator corridor courtyard crane curtain curtains deadline deadlines described description designer digger
direction directions dispenser doing done downloads drill dryer eaudio ebook ebooks electrical electricals electrician
enough except family fibre flexible forwards fountain frequency frequent furniture gable glazier gravel guard hammer
infants internship interpreted interview interviews joiner kerbs kettle kit ladder landing layer loans luggage
magazines maker makers makerspace marking markings marshal marshals mend mended mending mends mentor mentoring mentors
menu menus metal microfilm minibus mirror mobile motor nearest network networks noted onwards overalls own owns parcel
parcels pdf pipe pipes placement placements planner playgroup playgroups plumber point polystyrene portal pots primary
properly qr rack racks railcard railing railings rake reason reasons receptionist reference refill refills refresh
registry reload replacement reservation reservations reserve reserved restart rewarding rivers roller rubble rug rugs
sand scaffolding scrap secondary sharp shed shelter shelters shelving shredder singles sixth slab slabs smartcard soil
spade spades spare speak speaking speaks spoke spoken steward stewards stone stones studies subtitled suit suitcase
suits summertime supervisor surface surveyor tab technician tick ticked timber timekeeper timetabled toaster toddle
tool tools touch tractor trailer translated translation trays trio trolley tubs turf turnstile twins untick wardrobe
wedding weddings weir wheelbarrow wide width wintertime wrapping
"""

AT_HOME_AND_OUTDOORS = """
acer aeroplane afterwards airfield alien aliens almond angling ant ants apricot apron aprons aquarium arboretum
asparagus auction auctions azalea bacon bagel bakers balloonist banana bananas bandstand banks banner banners banquet
bara barbecues barge barges barista barn barns bear bears beehive beehives biggest binoculars bioblitz birch
birdwatching blackberries blackberry boot bow bows brac bramble brambles bric brightest brith broccoli broomstick
brunch buffet bug bugs bun buns bunting busiest butter cabbage camel camellia campfire camping campsite candle candles
canoeing cap cape caps caramel caravan caravans cardigan casserole caterpillar caterpillars cauliflower cave caves
celery census chalk chance chances chefs cherries chestnut chestnuts chilli chose chrysalis cider cinnamon cliff cloak
clover cocktails coconut comet comets compass complete completely cordial corn correct corrected cotton crab crabs
crayon crayons crown crowns cruise cruises crumpet crumpets crystal crystals cups custard daisies daisy dandelion
dandelions dark darkness denim dinghy dipping dough dream dreaming dreams dresses drone due ears easel eclipse egg
eggs elderflower elephant elephants elm experiment experiments fairies fairy farm farmer farmers farms feast feather
feathers felt ferries fir firelight fishing fixers flag flags flapjack flapjacks flask flatten flattened flour foodie
foraging fork forks fry frying fudge garlic gazebo gents geocaching geology giants ginger gingerbread giraffe
gooseberries gooseberry grape grapes grasshopper greenest habitat habitats ham hammocks harvest hay hazel head heads
health heath hedgerow hedgerows helicopter helmet helmets hilltop hob hovercraft hump humps icing inbox ink insect
insects invention inventions inventor inventors iris irises island islands itself jasmine jelly jellyfish jetty judges
judging jumble jumper jumpers kale kangaroo kayaking kite kites kiwi knight knights knot knots koala laboratory lace
ladies larch leather lemon lemons lifebuoy lifeguard lifeguards likely lilies lily lime lion lions lizard loaf loaves
lock locks longest luck lucky magnet magnets magnolia mammoth mammoths mango marina marquee marrow marsh marshmallow
marshmallows mattresses meadows melon mens mermaid mermaids microscope million mineral minerals mocktails monkey
monkeys moor mooring moorings moorland moth moths mountain mountains muffin muffins mug mugs mushroom mushrooms napkin
needle needles nettle nettles nose nut nuts oats omelette oranges orchid orchids orienteering ourselves oven
paddleboard paddleboarding pan pancakes panda pandas pans parrot parrots parsnip passenger passengers paw paws peach
peaches pebble pebbles pen pencil pencils penguin penguins pennant pens pepper peppers petting pie pies pine pines
plane planes planet planets plate plates poplar preloved prince princess pudding puddings punting pyjamas quarry quay
quayside quiche rafting raisin recipe recipes reed reeds regatta remembered remembers repairer reptile reptiles result
results retire retired retirement retires reuse reused rhododendron rhododendrons ribbons ridge rinse rinsed rocket
rockets rockpool rockpools rocks rolls rope rucksack sailboat sandcastle sandcastles sapling saplings saucer sausage
sausages scientist scientists scissors seaweed secondhand shark sharks shirt shirts shoe shortbread silk skeleton
skeletons skirt slippers slug slugs smallest snail snails snake spaceship species speed spider spiders spinach sponge
spoon spoons springs sprinkles sprouts spruce squashed stallholder stallholders starfish stargazing stay stayed stays
steamer stew stile stir stocktaking stove straw string summit supper suppers sweater swede sweetcorn sycamore syrup
tablecloth tail tails tallest tart tarts tastings teapot teas telescope telescopes tent tents textile themselves think
thinking thinks thistle thread tide tides tie tied tiger tigers tinkerers toadstool toffee torch torches torchlight
tortoise towpath tractors tray treat trifle trim trimmed trimming trims troll trousers turkey turnip turtle turtles
unicorn upcycle upcycled upcycling vanilla vineyard volcano volcanoes waffle waffles walnut wand wasp waterfall
waterfalls waves wax welshcakes wetland wetlands whale whales wheat whiskers whoever willow wing wings wisteria wolf
wolves women womens worm worms yacht yew yoghurt zebra zoo
"""

WORK_AND_WORDS = """
10k 5k acrobat acrobats actor actors additional album aquafit arborist archivist archivists armbands assorted attach
attendant attendants audience audiences awaited backstage backstroke balance ballroom barber barcode based bass beat
beats beekeeper beekeepers beige bestseller bestsellers biography blacksmith blacksmiths bookbug bookmark bookmarks
bookstart bookworm bookworms brand breaststroke bricklayer brightly broadcast bronze builder builders busker buskers
butcher campers campus captain captains carefully carpenter carpenters carver carvers cast ceilidh certain
certificates channel chapters chart charts chatbot checked cheerleading chorus classics clerk clerks clip clips
closely clown clowns co cobbler codes coloured column conservator conservators copies copper copy core couch crawl
crimson crossword crosswords curators dancers daytrippers decorator decorators degree diaries diary diploma dispatcher
dive dives diving dj drummer duathlon duet dumbbells edition editions educator educators eighties else emerald enrol
enrolled enrolling enrolment enrolments enrols ensemble episode episodes essay essays eventually everyday exactly
fantasy faq faqs fiction finally firstly fishmonger flexibility float floats florist florists flume flumes folder
formers foundation frame framed frames gentle gently giggle giggles gladly goal goalkeeper goals goggles gone grand
graph graphic greengrocer grounds groundskeeper groundsman groundsmen guidance guitarist haiku hairdresser handout
handouts happily heap helpdesk hikers hints hip historian historians holidaymakers hostess humour hurdles hydro
identical innings innkeeper ivory jacuzzi javelin jeweller joke jokes juggler jugglers karaoke keeper keepers knitted
knockout label labels landscaper lap laps lately laugh laughs laughter launched launches laying leaderboard lecture
lectures length lengths lilac limerick listener listeners lists livestream locals logo logos longlist longlisted
loudly lyrics maestro manga manual maroon mason masons mat matching mats mayors meanwhile melody memoir memorial
milkman mime mixed mouse multicoloured narrator navy neat neatly newcomer newly nineties nonfiction notch note
nowadays ordinary ordinator otherwise oval overhead pack painter painters palette parkrun patterned personal
photographers pianist pile piles plain planners plaque plaques plasterer podcast podcasts podium points porter porters
postie postman potter potters precisely presentation presentations printed prints props prospectus proudly quartet
quintet quizmaster radio rally ramblers ranking recording recordings refreshed regulars rehearse rehearsing relaunch
relaunched retailer retailers reviewer rhyming rhythm riddle riddles romance roofer roofers roughly rounds routine
rows salsa scarlet scholars scholarship script scrum sculptor sculptors seated secondly secretary selfie selfies
semester seminar seminars sequel series serve seventies shepherd shopkeeper shopkeepers shortcut shortcuts similar
simple sixties skaters slideshow slightly snapshot softly solo soprano sorted sorting spotless spotty springboard
sprint sprints stack stacks stagehand stock stocks stonemason storekeeper storytellers streamed strength striped
syllabus symphony tablets tailor tango template templates tempo tenor thatcher thriller thrillers tiler timekeeping
tips toddler toolkit tourism tourist tourists tournament tournaments treadmills treasurer triangular triathlon trick
tricks trilogy trophies trustee trustees tune tunes turquoise tutor tutoring tutors twin twinned twinning twmpath
typical underneath unpack unpacked unpacking unveil unveiled unveiling unveils updates upload uploaded uploads upside
usher ushers various version video videos violet volley waiter waitress walkers waltz warmly watchmaker weaver weavers
webinar webinars wicket wickets widths wooden woollen worksheet world youngster youngsters
"""

WELSH = """
ac actio actorion adar adeilad adeiladr adeiladu aderyn aeth afal afalau afon ag agor agored ai ail ailagor ailagorodd
ailgylchu alarch alaw allan allwch amgueddfa amser amserlen amserlenni anfon anfonwch angen anifeiliaid ar arall
archebu ardal ardd arddangosfa arddangosfeydd ardderchog arferol arhosfan arlein arlunio arolwg artistiaid ateb awdur
awduron bach bagiau barc barcio bardd barddoni bawb bedwar beic beicio bentref benwythnos beth biniau blannu blant ble
blodau blodyn blynyddoedd blynyddol bob bobl bod bont braf brecwast bryn bump buwch bwll bwrdd bws bwyd bydd byddan
byddant byddwch byddwn bysiau cacen cacennau cae cael caffi cafodd calan campfa caneuon canol canolfan canu capel
casgliad casgliadau castell cath cathod cau cawl caws ceffyl ceffylau cefn cegin ceginau ceir celf cennin cerdded
cerddi cerddoriaeth cerddorion cerdyn cewch chi chin chwarae chwaraeon chwech chwilio chwith ci cinio clinig clwb coch
coed coedwig coffi cofia cofio cofiwch cofrestru coginio coleg cor cornel crefft crefftau criw croeso cwch cwestiwn
cwestiynau cwis cwm cwmni cwn cwrs cwrt cychod cyfarfod cyfle cyfleoedd cymraeg cymuned cyn cyngerdd cyngor cynnar
cynnes cynnyrch cyntaf cyrsiau cyrtiau cystadleuaeth da dail dair daith dan dargyfeiriad darlith darllen dathlu dau
dawns dawnsio dda ddaeth ddarllen ddau ddawns dde ddechrau ddechreuwyr ddefnyddio ddeg ddesg ddim ddod ddwy ddyddiad
ddysgu dechrau dechreuwyr defaid defnyddio defnyddiwch deg dere desg dewch dim dinas diolch diolchwn disgwyl
disgwyliwch docynnau dod dref drenau dri droed dros drws drwy du dudalen dweud dwy dych dyddiad dyma dymor dyna dysgu
dywedwch ebost edrychwch eglwys eich ein eira eisiau emyn enillwyr enw enwau eraill eto ewch fach faint farchnad farn
fawr fel ffair fferm ffermwyr ffidil ffilm ffilmiau ffon ffonio ffordd ffrind ffrindiau ffrwythau ffurflen ffyrdd fin
flaen fod fore fws fwy fwyd fydd fyddwn fynd gadael gael gaffi gall gallu gallwch gallwn galw gampfa gan ganol
ganolfan ganu gardd garddio gasgliad gastell gau gegin gelf gem gemau gennych ger gerdded gerddi gewch gilydd ginio
glan glanhau glannau glas glaw glwb goeden goedwig golau goleuadau gor gorau gorffen gornel gorsaf gosod graeanwr
grefft grwp gwag gwaith gwartheg gwasanaeth gwasanaethau gwastraff gwau gwefan gweithdai gweithdy gweithio gweithwyr
gweld gweler gwelwch gwelwn gwenyn gwenynen gwersi gwirfoddolwyr gwis gwneud gwobr gwobrau gwrs gwybod gwybodaeth
gwych gwyl gwyrdd gyda gydan gyferbyn gyfle gymraeg gymuned gyngerdd gyngor gynnar gyntaf hamdden hanes hanner haul
heb hefyd heibio helo helpu heol heulwen hoffech hoffi hon honno hwn hwnnw hwyaid hwyl hwyr hwyrach hyd hyfryd hyn
hynny i iawn ich ifanc im ir isod lan las lawr le lein linell llai llawer llawn llawr lle llefydd lleoedd llinell
llong llongyfarchiadau lluniau llwybr llwybrau llwyddiant llwyfan llyfr llyfrau llyfrgell llyfrgelloedd llyn llysiau
llythyr llythyrau lon lun lwyddiannus lyfrgell mae maen maer maes mai manwl manylion marchnad mas mawr mefus melyn
mewn meysydd misol mlwydd mor moron mwy mwyaf mwynhau mwynhewch mynd mynydd na nad naw neges negeseuon neithiwr nesaf
neu neuadd newydd newyddion ni nid nin ninnau nofio nofwyr noswaith o ochr oed oedd oedi oedolion oedolyn oer oes
offerynnau oherwydd ol olaf ond orau oriel orsaf os pa pabell paentio pala pam parc parciau parcio parti pawb pedwar
peintio pel pentref penwythnos perfformiad perfformio peth pethau pili plannu pob pobi pobl pont prentisiaeth pryd
prynu pump pwdin pwll pwy pwyllgor pys ragor ras redeg redodd rhad rhagor rhai rhain rhedeg rhedodd rhedwyr rheolaidd
rhestr rhoi rhosod rhowch rhwng rhywun roedd roi rydym rygbi saesneg safle saith sbwriel selsig sesiwn sesiynau sgwar
sgwrs sgyrsiau shwmae siarad silffoedd siocled sioe sioeau sir stondin stondinau stondinwyr stopio stopion stori
storiau stryd sut swper swydd swyddfa swyddi sydd symud syn syniad syniadau tair taith tatws te teisen teisennau
teithiau telyn teulu teuluoedd theatr tim tocyn tocynnau toiledau tonnau torri traeth traffig tref tren trenau tri
trwsio trwy tu tudalen tyfu tymor tynnu tywod tywydd uchod un waith wasanaeth wasanaethau wedi wedyn wefan wel weld
werdd wersi wneir wneud wobr wrth wrthym wy wybod wyl wyth wythnosol y ydi ydy ydych ydyn ym yma ymarfer ymarferion
ymgynghoriad ymlacio ymlaen ymuno ymunwch ymweld ymweliad ymwelwyr ymyl yn yna yng ynghylch ynglyn yno yr ysgol
ysgolion ysgrifennu ysgrifenwyr ystafell yw
"""
