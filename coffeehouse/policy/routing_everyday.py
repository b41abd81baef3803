"""The words of everyday official posts, English and Welsh: data of `recognising`, of our own writing.

What is not here (and is no number, time or place) makes a post one that a colleague looks at first. So what is left
out is the point: nothing of illness, danger, law, politics, blame, wages, of one person's own matters. No word gets in
because it is harmless by itself, only because posts that nobody needs to look at first use it. English endings (-s,
-ed, -ing, -er, -ly) are found by themselves; `*` stands for any ending.
"""

from __future__ import annotations

# Plain swearing is no ground for anything.
SWEARING = "bloody damn damned hell crap bollocks arse shit shitty fuck fucking"

LITTLE_WORDS = """
a an the and or but of to in on at by for from with without until till into onto out up off over under near next
beside behind between along through across around round about above below via per than then as so if when while where
which what who how why this that these those here there it its is are was were be been being has have had do does did
can could will would not no yes more most less fewer few many much some any all both each every other another you your
yours we us our ours they them their again also already almost usual usually soon now today tonight tomorrow yesterday
later earlier late early before after during since only just still too very even ever once twice everybody everyone
anybody anyone somebody something anything everything nothing lot lots plus either half quarter part whole rest please
both same different last first second third fourth fifth back away ahead together instead because like lets let well
ok okay oh hello hi hey down outside inside indoors outdoors upstairs downstairs opposite against within everywhere
anywhere somewhere whatever whenever whichever however though although yet thats theres heres whats its weve were
youre youll well theyre theyve theyll dont doesnt isnt arent havent hasnt wont cant cannot didnt wasnt werent couldnt
long short big small large little great good better best nice lovely fine perfect super brilliant fantastic wonderful
amazing beautiful splendid gorgeous bright sunny warm cosy cool fresh crisp shiny happy glad pleased proud delighted
excited thrilled fun funny friendly easy easier quick quicker quickly slow slower slowly busy busier quiet quieter
ready full empty free new newest old older oldest young younger modern special extra main local nearby usual normal
regular daily weekly monthly yearly annual several hundred thousand dozen pair number total
"""

TIMES = """
today tonight tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur
thurs fri mondays tuesdays wednesdays thursdays fridays saturdays sundays january february march april june july
august september october november december jan feb apr jun jul aug sept sep oct nov dec spring summer autumn winter
season seasonal morning mornings afternoon afternoons evening evenings night nights overnight midday noon midnight am
pm oclock hour hours mins min hr hrs week weeks weekend weekends weekday weekdays fortnight fortnightly month months
year years day days term time half-term halfterm halloween holiday holidays easter christmas xmas eve pancake diwali
eid hanukkah ramadan vaisakhi jubilee anniversary birthday century decade lunchtime dawn dusk sunrise sunset daytime
recently
"""

WELSH_TIMES = """
heddiw heno yfory ddoe nawr rwan wythnos wythnosau mis misoedd blwyddyn flwyddyn diwrnod ddiwrnod dyddiau dydd ddydd
nos noson bore prynhawn awr oriau munud munudau llun mawrth mercher fercher iau gwener wener sadwrn sul nadolig pasg
haf gwanwyn hydref gaeaf gwyliau wyliau ionawr chwefror ebrill mehefin gorffennaf awst medi tachwedd rhagfyr tan
"""

NUMBERS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety past moment date dates times time may second bank
boxing pride term terms minutes minute hundreds thousands double triple
"""

PLACES_AND_THINGS = """
library libraries museum gallery theatre cinema hall halls pool pools bath baths lido gym gyms sauna court courts
pitch pitches track rink studio arena stadium pavilion playground playgrounds park parks garden gardens allotment
allotments woodland wood woods forest meadow field fields lake pond river canal stream beach seaside coast harbour
pier promenade hill castle tower abbey church chapel cathedral square street streets road roads lane lanes avenue
close terrace row way path paths footpath footpaths pavement pavements verge verges kerb junction roundabout crossing
crossings bridge bridges footbridge tunnel bypass slip layby motorway dual carriageway route routes town towns village
villages city cities county valley area areas neighbourhood estate centre centres hub hubs office offices building
buildings house desk desks reception foyer lobby counter entrance entrances exit door doors gate gates gates stairs
step steps ramp ramps lift lifts escalator floor ground level storey room rooms roof window windows wall walls fence
bench benches seat seats table tables chair chairs toilet toilets shower showers locker lockers cafe cafes kiosk stall
stalls shop shops market markets bakery restaurant kitchen bar school schools college university nursery nurseries
classroom pupil pupils student students teacher teachers class classes course courses lesson lessons training trainee
apprentice apprentices apprenticeship apprenticeships workshop workshops session sessions club clubs group groups
society choir choirs band bands orchestra brass piano guitar drum drums music musical song songs singer singers dance
dancer dancing concert concerts gig show shows play plays panto pantomime film films movie screening comedy magic
circus puppet puppets story stories storytime storyteller rhyme rhymes poetry poem poems poet author authors writer
writers novel book books bookshelf shelf shelves page pages chapter reading reader readers cookbook comic comics
magazine newspaper jigsaw puzzle board game games chess lego toy toys bricks craft crafts art arts artist artists
paint painting paintings drawing pottery clay knitting crochet sewing wool yarn photo photos photograph photographs
photographer photography picture pictures image gallery mural murals sculpture statue model exhibition exhibitions
exhibit display collection collections history heritage archive archives map maps tour tours trail trails walk walks
walking ramble hike stroll run runs running runner runners race races fun relay marathon cycle cycling cyclist
cyclists bike bikes scooter skate skating skatepark swim swims swimming swimmer swimmers lane lanes splash pad slide
slides swing swings carousel ride rides climbing bouncy football rugby cricket netball tennis badminton bowls bowling
golf hockey basketball athletics gymnastics yoga pilates zumba aerobics spin fitness sport sports sporty team teams
match matches league cup medal medals trophy prize prizes award awards winner winners champion champions challenge
quiz raffle tombola bingo disco party parties picnic barbecue festival festivals fair fairs fete carnival parade
procession lantern lanterns firework fireworks bonfire lights light lamp lamps tree trees switch-on celebration
celebrations ceremony opening launch event events activity activities programme programmes timetable timetables
schedule calendar ticket tickets pass passes booking bookings box place places space spaces slot slots queue queues
waiting list form forms website site page app apps online link links email emails mail newsletter phone phones
telephone line lines switchboard call calls message messages post posts leaflet leaflets poster posters sign signs
notice noticeboard card cards letter letters wifi wi fi internet computer computers laptop printer printing scanner
system systems server update upgrade maintenance engineer engineers software browser
"""

STREETS_AND_TRAVEL = """
bus buses coach coaches train trains tram trams ferry boat boats taxi shuttle railway rail station stations stop stops
platform platforms bay bays terminal depot route service services departure departures arrival arrivals journey
journeys traffic roadworks roadwork works resurfacing resurface resurfaced tarmac pothole potholes drain drains gully
gullies gritter gritters grit gritting salt snow ice frost frosty plough ploughs sweeper sweepers sweep swept sweeping
streetlight streetlights lighting lamppost lampposts bulb bulbs led cone cones diversion diversions diverted detour
delay delays delayed temporary temporarily signed signals signal access resident residents parking park parked car
cars van vans vehicle vehicles motorbike wheelchair wheelchairs pushchair pushchairs buggy buggies pram prams mobility
blue badge permit permits meter meters ticket charger chargers charging electric fuel driver drivers driving ride
rider riders fare fares zone bin bins binmen crew crews bag bags sack sacks box boxes caddy caddies lid lids waste
recycling recycle recycled rubbish litter litterpick litter-pick litterpickers picker pickers glass plastic plastics
paper cardboard card tin tins can cans foil carton cartons bottle bottles jar jars food garden green brown black grey
purple red yellow orange pink white gold silver colour colours household tip textiles clothes batteries battery bulky
sofa mattress fridge compost composting composter leaf leaves grass mow mowing mower cut cutting hedge hedges cutback
prune pruning plant plants planted planting sow seed seeds flower flowers wildflower wildflowers blossom bloom
daffodil daffodils snowdrop snowdrops crocus crocuses tulip tulips bluebell bluebells rose roses poppy poppies
sunflower lavender apple apples pear orchard fruit vegetable vegetables veg tomato tomatoes potato potatoes pumpkin
pumpkins carrot onion bee bees butterfly butterflies duck ducks duckling ducklings swan swans goose geese heron
kingfisher robin owl owls bird birds hedgehog hedgehogs squirrel squirrels fox badger deer otter otters fish frog
frogs lamb lambs calf chicken chickens hen hens goat goats sheep cow cows horse horses pony ponies donkey dog dogs
puppy cat cats kitten pet pets wildlife nature sky sun sunshine rain rainy cloud clouds weather breeze rainbow moon
stars star puddle puddles umbrella view views colourful snowman wellies coat coats hat hats glove gloves scarf scarves
socks towel towels trainers boots
"""

DOING = """
open opens opened opening reopen reopens reopened reopening close closes closed closing closure closures shut shuts
start starts starting begin begins beginning began end ends ending finish finishes finished last lasts continue
continues return returns returning back move moves moved moving come comes coming came go goes going visit visits
visitor visitors visiting see sees seen look looks looking watch watching hear listen listening meet meets met meeting
meetings join joins joining bring brings bringing brought take takes taking took taken give gives giving gave get gets
getting got make makes making made keep keeps keeping kept put puts set sets leave leaves leaving left pick picks
picked drop drops dropped dropping collect collects collected collecting deliver delivers delivered delivery empty
emptied clear clears cleared clearing clean cleans cleaned cleaning tidy tidied wash washed fix fixed fixing repair
repairs repaired repairing replace replaces replaced replacing install installed swap swaps swapped swapping change
changes changed changing add adds added adding build builds building built paint painted work works working worked run
runs ran call calls called ring ringing phone answer answers answered answering ask asks asked asking tell tells told
telling share shares shared sharing show shows showing send sends sent sending reply replies write writes wrote
written read reads find finds found finding search searching borrow borrows borrowed borrowing lend lends lent renew
renews renewed renewing return hire hires hiring hired book books booked booking apply applies applied applying
application applications register registers registered registration registrations sign signs signed enter entry
entries entered submit nominate nominated nomination nominations choose chooses choosing choice choices name names
named idea ideas suggest suggestion suggestions view consultation consultations survey surveys questionnaire question
questions feedback comment comments opinion opinions say poll panel drop-in design designs plan plans planned planning
project projects scheme schemes improve improves improved improvement improvements upgrade upgraded refurbish
refurbished refurbishment renovated extend extended extension expand use uses used using user users need needs needed
want wants wanted wish hope hopes hoping enjoy enjoys enjoyed enjoying love loves loved like likes liked try tries
trying tried learn learns learning teach teaches help helps helped helping helper helpers volunteer volunteers
volunteered volunteering welcome welcomes welcomed welcoming thank thanks thankyou cheers congratulations congrats
applause celebrate celebrates celebrated celebrating praise kind kindly kindness hard patience wait waits waiting
expect expects expected arrive arrives arrived arriving depart departs stand stands standing sit sits sitting turn
turns turning cross follow follows following lead leads leading led hold holds held host hosts hosting hosted run
provide provides provided supply supplied supplies include includes including included offer offers offered check
checks cost costs costing pay pays paying price prices ticketed sale buy order orders ordered ordering print download
play playing sing sings singing perform performs performance performances act dress dressed cook cooks cooking cooked
bake bakes baked baking baker taste tasting feed wear wearing grow grows growing grew dig digging spot spots spotted
remember reminder remind forget miss register click tap scan type fill filled fit fits works happen happens happening
hits reach reached sound sounds spread spend spent explore explores discover discovers relax chat chats chatting talk
talks talking discuss pop pops pass passes passed passing sweep queue drive drives driven push turn load loads
unlock plug count counts counted counting win wins won winning won score scored play travel travels travelling connect
connects extend prefer decorate decorated decorating decorations restore restored install
"""

PEOPLE_AND_TALK = """
people public families adults adult kid kids children junior juniors under-fives under fives over aged ages age teens
youth community communities neighbours friend friends grandparents parents guest guests member members membership
memberships customer customers team teams staff volunteers crew crews gardener gardeners librarian librarians
instructor instructors coach trainer trainers cook chef caretaker caretakers driver cleaner cleaners ranger rangers
artist curator musician musicians poet beginner beginners learner learners newcomers faces face hands hand eyes smile
smiles council committee committees scrutiny agenda agendas papers minutes paper public charity charities partner
partners business businesses trader traders organiser organisers organised sponsor sponsors vacancy vacancies job jobs
role roles recruit recruiting recruitment joinery roofing plumbing carpentry catering skills skill experience career
careers bit thing things item items stuff kind sort size weight metre metres mile miles km yard bucket tea coffee cake
cakes biscuit biscuits sandwich sandwiches soup bread cheese pizza ice cream sweets treats lunch lunches dinner
dinners breakfast breakfasts meal meals snack snacks chocolate mince glitter sticker stickers badge badges costume
costumes balloon balloons gift gifts present presents donate donates donated donation donations shoes uniform blanket
blankets english welsh polish language languages british sign spreadsheets history geography science maths code coding
digital tech technology robot robots space dinosaur dinosaurs dragon dragons santa elf pirate pirates witch wizard
superhero superheroes monster monsters magic giant mini tiny huge massive enormous loud soft softer hard deep high low
higher lower top bottom side middle left right corner end front rear north south east west central straight far
further nearer dry wet loose smart clean tidy double single available unavailable possible impossible useful helpful
handy open-air inclusive accessible accessibility hearing loop large-print braille audio subtitles captions
interpreter quiet-hour sensory relaxed info information details detail guide guides guided topic topics theme themes
themed stage stages story history behind-the-scenes surprise surprises adventure adventures mystery tradition
traditional popular favourite favourites quick look forward patience weather permitting normal fully partly mostly
nearly halfway everything's hope sure course of thats why shall maybe perhaps probably usually sometimes often always
especially actually really simply directly straightaway shortly
"""

LEISURE = """
leisure kayak canoe paddle paddling surf sail sailing rowing archery squash boules croquet darts snooker billiards
aqua circuits treadmill weights changing lockers steam creche soft trampoline trampolining obstacle finals final semi
fixtures fixture kick-off kickoff referee coaches squad practice warm-up stretch stretching jump hop skip skipping
bounce cheer cheering clap hum wave gather gathering browse browsing unwind catch throw kick roll pedal juggle
juggling knit sew stitch weave weaving carve carving sculpt sketch draw drawn drew glue fold folding mix peel chop
slice whisk roast grill pour brew brewing ballet opera jazz folk rock pop soul blues choral recital matinee interval
audition auditions rehearsal rehearsals premiere documentary cartoon cartoons watercolour canvas ceramics quilt quilts
embroidery origami calligraphy mosaic portrait portraits landscape landscapes tapestry antiques antique coins stamps
fossil fossils roman romans viking vikings medieval victorian tudor celtic archaeology archaeologist archaeologists
excavation treasure treasures relics mine mines miner miners pit coal slate steam locomotive engine engines machine
machines mill mills wheel wheels windmill watermill lighthouse clock clocks bell bells organ harp fiddle violin
ukulele flute trumpet recorder keyboard microphone speaker speakers screen screens projector cushion cushions beanbag
hammock deckchair deckchairs sandpit see-saw seesaw zip wire maze labyrinth treehouse den dens bird-box nest nests
hide hides feeder feeders ladybird ladybirds beetle beetles dragonfly frogspawn tadpole tadpoles toad toads newt bat
bats hare hares rabbit rabbits wren blackbird swallow swallows puffin puffins seal seals dolphin dolphins acorn acorns
conker conkers oak oaks beech cherry maple hawthorn holly ivy mistletoe moss fern ferns heather herb herbs mint
rhubarb leek leeks peas beans lettuce cucumber radish beetroot strawberry strawberries raspberry raspberries plum
plums pears berries honey jam marmalade chutney scones scone cupcakes brownie brownies doughnuts pastry pastries pasty
pasties curry pasta noodles rice salad chips burger burgers hotdog popcorn candyfloss lemonade juice smoothie
milkshake latte picnic cheese toast porridge tasty delicious yummy sweet savoury spicy homemade handmade vintage retro
classic ancient historic rare unusual curious famous talented creative clever leafy sparkling twinkling glowing sandy
muddy windy breezy chilly mild cloudy dry degrees drizzle forecast spells cheerful jolly joyful merry peaceful
stunning magnificent incredible impressive charming pretty cute adorable fluffy furry woolly shy nosy hungry sleepy
brave-hearted wow hooray yay fingers crossed tuned space word worries problem pleasure bravo encore winning finalists
shortlisted shortlist certificate rosette ribbon graduated graduation finish medallist runners-up
"""

SERVICES = """
river rivers weir own owns wide enough sharp reason reasons plumber electrician joiner glazier motor shed suit suits
description metre metres properly colleague colleagues except address addresses noted spare width nearest bowl fair
point mend mends mended mending network networks contact touch parcel parcels registry wedding weddings ceremonies
portal admissions menu menus uniform ebook ebooks eaudio audiobook audiobooks magazines reservation reservations
reserve reserved reference studies ancestry microfilm 3d maker makers makerspace loans cards returns catalogue
shelving trolley corner story-corner electricals electrical kettle toaster appliance appliances furniture wardrobe
carpet carpets rug rugs curtain curtains lamp mirror metal scrap rubble soil turf timber wrapping polystyrene pots
tubs trays shredder bricks concrete slab slabs stone stones gravel sand cobbles kerbs markings marking surface layer
barrier barriers railings railing bollard bollards cable cables broadband fibre pipe pipes scaffolding crane digger
roller tractor trailer minibus cabin rack racks luggage suitcase railcard contactless smartcard concession
concessionary replacement connection connections connecting conductor guard single return singles bay kiosk turnstile
timetabled frequency frequent first-bus summertime wintertime clocks mobile primary secondary infants junior sixth
playgroup playgroups toddle direction directions route-map lobby basement attic courtyard terrace balcony gable
corridor landing cloakroom umbrella stand shelter shelters bus-shelter refill refills bottle fountain bins dispenser
hand dryer wifi qr pdf download downloads browser reload refresh restart tab button buttons menu click box tick ticked
untick reference deadline deadlines closing interview interviews part-time full-time hours flexible outdoors rewarding
starting mentor mentors mentoring internship placement placements trainee technician planner designer surveyor
administrator receptionist assistant assistants supervisor steward stewards marshal marshals timekeeper helper
coordinator host volunteering kit overalls gloves boots spade spades rake wheelbarrow broom brooms tool tools hammer
drill saw ladder brush brushes bucket buckets done going doing onwards forwards each speak speaks speaking spoken
spoke bilingual translated translation subtitled signed interpreted audio-described twins trio family-friendly
dog-friendly child-friendly wheelchair-friendly pram-friendly sensory-friendly
"""

AT_HOME_AND_OUTDOORS = """
stocktaking due themselves itself ourselves women womens mens ladies gents mattress mattresses textile tie tied banks
rinse rinsed squash squashed flatten flattened speed hump humps million trim trims trimming trimmed wait waits likely
health-centre passengers passenger baby-song babies-song moth moths dark darkness afterwards torch torches chance
chances frying pan pans remember remembers bear bears helmet helmets complete completely stargazing telescope
telescopes planet planets comet comets eclipse whoever flapjack flapjacks lifeguard lifeguards results result retires
retire retired retirement luck lucky arboretum smallest biggest tallest longest brightest busiest greenest head heads
nose ears tail tails wing wings feather feathers paw paws whiskers think thinks thinking dream dreams dreaming stile
argue inbox judging judges charming correct corrected chose sky clear stay stays stayed remembered hour-long women
charity knit corner pencil pencils crayon crayons pen pens chalk ink easel scissors needle needles thread button
buttons ribbon ribbons bow bows string rope knot knots lace felt cotton silk leather denim jumper jumpers sweater
cardigan shirt shirts trousers dress dresses skirt shoe boot slippers pyjamas apron aprons cap caps crown crowns cape
cloak wand broomstick rocket rockets spaceship alien aliens rainbow unicorn fairy fairies mermaid mermaids knight
knights castle princess prince giant giants troll wolf wolves tiger tigers lion lions elephant elephants giraffe
monkey monkeys penguin penguins panda pandas koala kangaroo zebra camel parrot parrots snake lizard tortoise turtle
turtles spider spiders worm worms snail snails slug slugs ant ants wasp cricket grasshopper caterpillar caterpillars
chrysalis crab crabs starfish jellyfish whale whales shark sharks seaweed rockpool rockpools wave waves
tide tides sandcastle sandcastles spade pebble pebbles cave caves cliff-top waterfall waterfalls spring springs well
island islands mountain mountains moor moorland marsh wetland wetlands reed reeds heath hilltop summit ridge quarry
vineyard farm farms farmer farmers barn barns tractor tractors hay straw harvest orchard beehive beehives wax candle
candles lanterns torchlight firelight campfire tent tents camping campsite caravan caravans hammocks rucksack map
compass orienteering geocaching foraging mushrooms mushroom toadstool birdwatching bird-watching binoculars
paddleboard paddleboarding canoeing kayaking rafting cruise cruises punting angling fishing regatta yacht sailboat
dinghy steamer barge barges lock locks towpath mooring moorings marina quay quayside jetty lifebuoy ferries aeroplane
plane planes airfield balloonist kite kites drone helicopter hovercraft tank tanks bandstand bunting flag flags
pennant banner banners marquee gazebo stallholder stallholders auction auctions jumble bric-a-brac secondhand
second-hand preloved upcycle upcycled upcycling swap-shop reuse reused repairer fixers tinkerers inventor inventors
invention inventions experiment experiments laboratory science scientist scientists microscope magnet magnets volcano
volcanoes crystal crystals mineral minerals rocks geology skeleton skeletons mammoth mammoths insects insect bugs bug
zoo aquarium reptile reptiles petting pond-dipping bioblitz census species habitat habitats meadow meadows hedgerow
hedgerows sapling saplings acer birch willow pine pines fir spruce larch yew chestnut chestnuts walnut hazel elm
sycamore lime poplar magnolia camellia azalea rhododendron rhododendrons wisteria jasmine iris irises orchid orchids
lily lilies daisy daisies dandelion dandelions clover thistle nettle nettles bramble brambles blackberry blackberries
elderflower gooseberry gooseberries cherries apricot peach peaches grape grapes melon banana bananas orange oranges
lemon lemons lime kiwi mango coconut almond nut nuts raisin cinnamon ginger vanilla garlic pepper peppers chilli
spinach kale cabbage broccoli cauliflower sprouts parsnip turnip swede marrow asparagus celery sweetcorn corn oats
wheat flour egg eggs butter cream yoghurt custard jelly trifle pudding puddings pie pies tart tarts quiche omelette
bacon sausage sausages ham roast turkey stew casserole stir-fry buffet barbecues bake baker bakers dough loaf loaves
roll rolls bun buns bagel crumpet crumpets muffin muffins waffle waffles pancakes syrup toffee fudge caramel
marshmallow marshmallows gingerbread shortbread welshcakes bara brith sponge icing sprinkles decorate tray oven hob
stove mug mugs cup cups saucer plate plates fork forks spoon spoons knife-skills napkin tablecloth flask teapot
coffee-morning teas brunch supper suppers feast banquet treat treats recipe recipes chef chefs menu tasting tastings
pop-up food-hall foodie barista cocktails mocktails cider squash cordial
"""

WORK_AND_WORDS = """
stock stocks label labels sort sorting sorted fold pack-lunch unpack unpacked unpacking pile piles heap stack stacks
row rows column pages chapter chapters edition editions copy copies print prints printed version newest update updates
change changes timetable-change list lists chart charts table-top graph quizmaster crossword crosswords riddle riddles
rhyming limerick haiku essay essays diary diaries memoir biography fiction nonfiction thriller thrillers crime-fiction
romance fantasy graphic manga bestseller bestsellers classic classics series sequel trilogy prize-winning shortlisted
longlist longlisted reviewer bookworm bookworms bookbug bookstart bookmark bookmarks librarians volunteer-run listener
listeners audience audiences applause laughter laugh laughs giggle giggles joke jokes humour sketch clown clowns
juggler jugglers acrobat acrobats mime storytellers narrator lyrics chorus melody tune tunes rhythm beat beats tempo
solo duet quartet quintet ensemble symphony conductor maestro soprano tenor bass guitarist drummer pianist busker
buskers dj karaoke ceilidh twmpath waltz salsa tango ballroom tap-dance line-dancing street-dance hip hop cheerleading
parkrun couch 5k 10k half-marathon triathlon duathlon sprint sprints relay javelin hurdles trophy trophies captain
captains goalkeeper goal goals try tries wicket wickets innings runs points tie draw extra-time kick scrum rally serve
volley tournament tournaments knockout round rounds leaderboard ranking personal best podium laps lap length lengths
widths breaststroke backstroke butterfly crawl float floats armbands goggles costume cap diving dive dives board
springboard flume flumes toddler-pool hydro aquafit jacuzzi treadmills spin-bike dumbbells mats mat balance stretch
core strength flexibility gentle seated chair-based walking-football walking-netball fifty-plus sixties seventies
eighties nineties youngsters youngster students sixth-formers scholars scholarship degree degrees diploma
certificates evening-class tutor tutors tutoring syllabus term-dates semester enrol enrols enrolled enrolling
enrolment enrolments prospectus campus lecture lectures seminar seminars webinar webinars livestream stream streamed
recording recordings podcast podcasts episode episodes broadcast radio channel video videos clip clips slideshow
presentation presentations slides handout handouts worksheet toolkit guide guides guidance-note manual faq faqs tips
hints trick tricks shortcut shortcuts helpdesk chat chatbot assistant screen-reader keyboard mouse tablets-computers
scanner barcode code codes sticker template templates folder upload uploads uploaded attach photographers snapshot
selfie selfies portrait gallery album frame frames framed poster banners logo logos colour scheme palette brand-new
newly refreshed relaunch relaunched launched launches unveil unveils unveiled unveiling ribbon-cutting foundation
stone-laying plaque plaques blue-plaque memorial-bench twinning twinned twin mayors-parade sculptor sculptors painter
painters potter potters weaver weavers carver carvers blacksmith blacksmiths thatcher stonemason mason masons
carpenter carpenters builder builders decorator decorators roofer roofers painter plasterer bricklayer tiler gardeners
groundskeeper groundsman groundsmen grounds landscaper arborist beekeeper beekeepers shepherd postman postie milkman
fishmonger greengrocer butcher florist florists barber hairdresser tailor cobbler jeweller watchmaker keeper keepers
storekeeper shopkeeper shopkeepers retailer retailers innkeeper waiter waitress host hostess porter porters usher
ushers attendant attendants timekeeping dispatcher planner planners archivist archivists historian historians
conservator conservators curators educator educators mentor co-ordinator treasurer secretary clerk clerks chair chairs
trustee trustees committee-member newcomer newcomers regulars locals holidaymakers daytrippers tourists tourist
tourism families walkers ramblers hikers campers swimmers skaters dancers singers actors actor cast crew backstage
stagehand costume wardrobe props script rehearse rehearsing goes gone going along later-on halfway nearly roughly
exactly precisely neatly gently warmly brightly loudly softly happily proudly gladly carefully closely slightly newly
lately nowadays meanwhile eventually finally firstly secondly above-board overhead underneath upside inside-out
everyday ordinary routine simple plain tidy neat spotless sparkling spare extra additional further else otherwise
certain various mixed assorted matching identical similar typical grand great-looking first-class top-notch
world-class award-winning long-awaited much-loved well-loved brand round square oval triangular striped spotted spotty
checked patterned plain-coloured multicoloured turquoise violet lilac beige cream navy maroon scarlet crimson emerald
ivory bronze copper brass wooden metal woollen knitted
"""

WELSH = """
a ac ag ai am ar at bod bydd byddwn byddan byddwch fydd fyddwn mae maer maen ydy yw oes nid nad na ni nin ein eich chi
chin ich im ir yr y yn ym yng wedi gan gyda heb i o or os ond neu hefyd hyd tan rhwng drwy dros dan ger wrth yma yna
yno hon hwn hyn hynny honno rhain beth pwy pryd ble sut pa faint pam oherwydd pan lle gallwch gallwn gall allwch cewch
cael gewch gael dewch dere cofiwch cofia ewch edrychwch dyma dyna croeso diolch diolchwn helo shwmae bore da prynhawn
nos noswaith hwyl llongyfarchiadau ardderchog gwych hyfryd braf newydd newyddion hen mawr fawr bach fach llawn gwag am
ddim rhad pawb bawb pob bob rhai llawer mwy fwy llai mwyaf gorau orau cyntaf gyntaf olaf nesaf arall eraill eto yfory
heddiw heno ddoe nawr rwan wythnos wythnosau mis misoedd blwyddyn flwyddyn dydd ddydd diwrnod ddiwrnod dyddiau awr
oriau munud munudau hwyrach gynnar cynnar hwyr llun mawrth mercher fercher iau gwener wener sadwrn sul nadolig pasg
calan haf gwanwyn hydref gaeaf ionawr chwefror ebrill mai mehefin gorffennaf awst medi tachwedd rhagfyr gwyl gwyliau
wyliau hanner tymor un dau dwy tri tair pedwar pump chwech saith wyth naw deg agor agored ar gau cau gau dechrau
ddechrau dechreuwyr ddechreuwyr gorffen llyfrgell lyfrgell llyfrgelloedd llyfr llyfrau pwll bwll nofio canolfan
ganolfan hamdden amgueddfa oriel theatr neuadd parc barc parciau gardd ardd caffi gaffi swyddfa ysgol ysgolion coleg
ystafell adeilad adeiladr drws desg toiledau maes meysydd chwarae cae traeth llwybr llwybrau ffordd ffyrdd heol stryd
lon sgwar tref dref pentref bentref dinas sir ardal lle lleoedd le bws bysiau fws tren trenau drenau gorsaf orsaf
safle arhosfan stopio stopion rhedeg mynd fynd dod ddod heibio gwaith waith gweithio gweithwyr oedi disgwyliwch
disgwyl traffig dargyfeiriad parcio barcio ceir car gosod tarmac goleuadau golau biniau bin fin casgliad casgliadau
gasgliad ailgylchu gwastraff bag bagiau bwyd fwyd gwyrdd werdd glas las brown du coch melyn sbwriel gadael rhoi roi
allan mas cyn ar ol wedyn wrth dros prynu tocyn tocynnau docynnau archebu cofrestru ymuno ymunwch rhowch anfon
anfonwch dywedwch dweud wrthym gwefan wefan ar-lein arlein lein ffurflen ffon ffonio ebost cwestiwn cwestiynau ateb
arolwg ymgynghoriad barn farn syniad syniadau enw enwau sioe sioeau cyngerdd gyngerdd cor gor canu ganu cerddoriaeth
dawns ddawns ffilm ffilmiau stori storiau darllen ddarllen celf gelf crefft grefft crefftau sesiwn sesiynau gweithdy
gweithdai cwrs gwrs cyrsiau cymraeg gymraeg saesneg dysgu ddysgu gwersi wersi clwb glwb grwp taith daith teithiau
cerdded gerdded ras rhedodd redodd redeg beic beicio pel-droed rygbi ffair marchnad farchnad gwyl wyl parti gwis cwis
noson bwrdd coed goeden blodau adar anifeiliaid defaid llun lluniau plant blant pobl bobl teulu teuluoedd oed oedolion
oedolyn ffrind ffrindiau cymuned gymuned gwirfoddolwyr staff tim dim ddim cyfarfod pwyllgor cyngor gyngor agenda swydd
swyddi prentisiaeth mwynhewch mwynhau gweld weld gwelwn ail agor wneud gwneud helpu angen eisiau chwilio ddefnyddio
defnyddio galw heulwen haul glaw eira tywydd ydi oer cynnes te coffi cacen cacennau tu iawn rheolaidd arferol fel
cofio gwybodaeth manylion rhestr cerdyn ddaeth aeth cafodd oedd roedd hoffi hoffech gallu y tu allan mewn cefn flaen
llawr lan lawr dde chwith canol ganol am wy llai peth pethau sydd syn ydych chi dych ydyn gydan ninnau hwyl fawr wel
hon cwmni dathlu wneir ymlaen fod llefydd byddant gallu gallwch gwelwch gweler isod uchod ynghylch ynglyn amser
amserlen amserlenni gwasanaeth gwasanaethau wasanaeth wasanaethau llwyfan ymweld ymwelwyr ymweliad arddangosfa
arddangosfeydd darlith sgwrs sgyrsiau hanes gem gemau gemau tymor dymor cinio ginio brecwast swper ffrwythau llysiau
plannu blannu garddio bysiau tudalen dudalen neges negeseuon linell llinell trwy hwnnw mlwydd oedd ifanc enillwyr
gwobr gwobrau wobr cystadleuaeth perfformiad perfformio cerddorion actorion artist artistiaid awdur awduron bardd
ymlacio chwaraeon campfa gampfa rhedwyr nofwyr cwrt cyrtiau ffordd ymyl cornel gornel canol gyferbyn ochr gilydd cyfle
gyfle cyfleoedd lwyddiannus llwyddiant penwythnos benwythnos misol wythnosol blynyddol blynyddoedd dyddiad ddyddiad
manwl rhagor ragor afon clinig rydym ddeg ddau ddwy dri dair bedwar bump criw pont bont capel llythyr llythyrau siarad rhywun gwybod trwsio torri glanhau
defnyddiwch gwelwch dda ddesg symud silffoedd ailagor ailagorodd neithiwr gennych graeanwr wybod ceginau gegin cegin
gwau lun fore dydd ysgolion rhagfyr gwneud paentio adeiladu tyfu pobi coginio ymarfer ymarferion dawnsio actio arlunio
peintio tynnu lluniau ysgrifennu ysgrifenwyr barddoni cerddi gerddi emyn alaw caneuon gan offerynnau telyn piano
ffidil pabell stondin stondinau stondinwyr cynnyrch bara caws selsig cawl pwdin siocled teisen teisennau afal afalau
mefus tatws moron pys adar aderyn gwenyn gwenynen pili-pala hwyaid alarch cwn ci cath cathod ceffyl ceffylau buwch
gwartheg fferm ffermwyr mynydd bryn cwm llyn mor mor glan glannau tonnau tywod cwch cychod llong castell gastell
eglwys pont maes meysydd coedwig goedwig dail blodyn rhosod cennin
"""
