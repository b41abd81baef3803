"""The words that make an official post more than routine, by cue: data of `routing`, of our own writing.

A phrase is words with blanks between them; `*` at the end of a word stands for any ending. Texts are compared in lower
case, without accents and punctuation. English and Welsh stand side by side; a reader of the other language is as close.
"""

from __future__ import annotations

from typing import NamedTuple


class Cue(NamedTuple):
    """What raises a post, to which level, and why. `beside`: words of which one must stand in the text as well."""

    name: str
    level: str
    because: str
    phrases: str
    beside: str = ""


# Words that tell a reader what to do or to leave: beside an illness they are advice.
ADVISING = """
take, taking, dose*, dosage, stop, stopping, start taking, avoid*, should, should not, must, must not, do not, dont,
never, always, safe to, unsafe, symptom*, sign of, signs of, treat*, cure*, prevent*, protect*, reduce*, risk*,
cause*, side effect*, stay at home, isolate*, keep away, drink*, eat*, wash*, boil*, call 999, 999, 111, a and e, a e,
emergency department, urgent*, serious*, recommend*, advise*, advice, need to, needs to, no need, instead of, wait*,
recover*, mix*, double, crush*, safe*, check your*, seek*, ask your, see your, results, diagnos*, ok to, fine to,
dylech, peidiwch, cymerwch, cymryd, dos, arwyddion, osgoi, diogel*, ffoniwch, triniaeth*, cyngor, atal
"""

CUES: tuple[Cue, ...] = (
    Cue(
        "safeguarding", "high", "it is about somebody's safety: abuse, neglect, self-harm, a child or adult at risk",
        """
        safeguard*, child protection, adult protection, at risk of harm, vulnerable child*, vulnerable adult*,
        vulnerable person, vulnerable young, vulnerable resident*, in care, into care, looked after child*, taken
        into, foster*, social worker*, social services, domestic abuse, domestic violence, abuse*, abusive, abuser*,
        neglect*, molest*, groom, groomed, grooming, exploit*, traffick*, sexual*, rape*, rapist*, assault*, harass*,
        stalk*, suicid*, self harm*, selfharm*, end their life, ended his life, ended her life, ended their life, took
        his own, took her own, took their own, harm themsel*, hurt themsel*, harming, overdos*, missing person,
        missing since, missing from home, last seen, went missing, gone missing, runaway*, bully*, bullied, violen*,
        threaten*, threat*, frighten*, radicali*, modern slavery, coerci*, children at risk, child at risk, person at
        risk, female genital, forced marriage, refuge, hit her, hit him, hurt her, hurt him, hurt a child, hurt by,
        bruis*, unsafe at home, not safe at home, afraid of, scared of, afraid to go home, mental health crisis, in
        crisis, samaritans, childline, welfare concern*, concern for the welfare, welfare check*, weapon*, knife,
        knives, diogelu, diogelwch plant, cam drin, camdrin, cam fanteisio, camfanteisio, hunanladd*, hunan niwed*,
        hunanniwed*, niwed, niweidio, esgeulus*, trais, treisio, ar goll, ymosod*, bygwth*, bygyth*, maethu, gweithiwr
        cymdeithasol, gofal maeth, mewn perygl, mewn argyfwng, bwlio, aflonydd*, bruise*, being hit, hit at home, at
        home tonight, a bed tonight, end it all, ending it, ending it all, not alone, is safe now, safe with us, have
        you seen, not come home, has not come home, left his home, left her home, left home, visited the family, know
        the home, poeni am, ymwybodol o'r teulu, sleeping rough, rough sleep*, homeless*, begging, beggar*, followed
        home, touched, creepy, naked, photos of child*, pictures of child*, locked in, left alone, hungry child*,
        starv*, dirty clothes, scared, afraid, unsafe, danger to, self neglect, hoard*, drunk, drugs, overdose, wont
        go home, home life, at risk
        """,
    ),
    Cue(
        "health advice", "high", "it may be read as health advice",
        """
        tablet*, pill, pills, medicine*, medication*, medicat*, drug, drugs, prescri*, antibiotic*, painkiller*,
        paracetamol, ibuprofen, aspirin, insulin, inhaler*, antidepressant*, steroid*, statin*, contracepti*, vaccin*,
        immunis*, immuniz*, jab, jabs, booster*, dose*, dosage, milligram*, mg, ml, pregnan*, breastfe*, newborn*,
        baby, babies, infant*, toddler*, miscarr*, fever*, temperature of, rash, rashes, chest pain*, headache*,
        stroke*, heart attack*, cancer*, tumour*, diabet*, asthma*, allerg*, anaphyla*, epilep*, seizure*, dement*,
        alzheimer*, depress*, anxiety, infect*, virus*, viral, bacteri*, outbreak*, measles, mumps, rubella,
        meningitis, sepsis, norovirus, salmonella, e coli, legionella, tubercul*, hepatitis, hiv, covid*, coronavirus,
        flu, influenza, scarlet fever, whooping cough, chickenpox, monkeypox, mpox, cough*, vomit*, diarrhoea, faint*,
        dehydrat*, heatstroke, heat stroke, heat exhaustion, hypotherm*, carbon monoxide, poison*, toxic*, bleed*,
        burn, burns, scald*, wound*, fractur*, broken bone*, concuss*, unconscious*, not breathing, cpr, asbestos,
        contaminat*, lead in, symptom*, diagnos*, screening, smear, mammogram, blood pressure, blood test*,
        cholesterol, surgery, transplant*, dialysis, side effect*, illness*, unwell, disease*, patient*, gp, doctor*,
        nurse*, pharmacist*, midwi*, paramedic*, health visitor*, mental health, wellbeing, diet*, supplement*,
        vitamin*, alcohol, smoking, vape*, vaping, addict*, methadone, naloxone, blue green algae, algae, ticks,
        sting*, bite, bites, bitten, hot weather, heatwave*, cold weather, sunburn, tap water, drinking water, water
        supply, thyroid, kidney*, liver, lung*, breathing, breathless*, swelling, swollen, injur*, pain, painful,
        sick, sickness, remedy, remedies, tabledi, meddygin*, moddion, brechu, brechlyn*, brechiad*, pigiad*,
        beichiog*, twymyn, brech, canser, diabetes, haint, heintiau, feirws, y frech goch, ffliw, salwch, clefyd*,
        meddyg*, nyrs*, bwydo ar y fron, babi, poen, gwaed, strôc, trawiad ar y galon, asthma, alergedd*, gwenwyn*,
        dwr yfed, iechyd meddwl
        """,
        ADVISING,
    ),
    Cue(
        "illness", "high", "it says that people are ill, or what the ill should do",
        """
        taken ill, fell ill, is ill, are ill, felt ill, feel ill, ill after, feels rough, feel rough, feeling rough,
        bug is, tummy bug, sickness bug, stomach bug, ward, wards, closed to visitors, outbreak*, cases of, confirmed
        case*, tested positive, testing everybody, testing everyone, testing all, being tested, legionella, measles,
        mumps, meningitis, norovirus, salmonella, tubercul*, scabies, head lice, shingles, chickenpox, heart pill*,
        pills, blood thinner*, thinners, antibiotic*, puffs, stiff neck, high fever, your symptoms, off work for, keep
        off work, keep off school, giddy, dizz*, wheez*, palpitation*, leave out the, halve, halving, skip a dose, the
        runs, throwing up, hallucinat*, sleeping tablets, come off your, coming off your, up your, double up, home
        remed*, detox*, cure, cures, miracle, immunity, your baby's, before an operation, after an operation, before
        surgery, fasting, achosion o'r, yn sal, taro'n wael, frech
        """,
    ),
    Cue(
        "somebody in particular", "high", "it speaks of somebody in particular, who may be known by it",
        """
        he, she, him, her, his, hers, himself, herself, a man, the man, a woman, the woman, young woman, young man, a
        boy, the boy, a girl, the girl, a lad, this lad, the lad, year old, a teenager, toddler, pensioner, grandad,
        grandma, granny, a resident, the resident, a patient, the patient, a tenant, the tenant*, a pupil, the pupil,
        the officer, the victim*, a victim, the family, this family, that family, the families, a neighbour, your
        neighbour*, my neighbour*, little one*, the household, their baby, a member of staff, one of our staff, our
        colleague, a customer, a passenger, the passenger, the caller, a caller, the couple, a mother, a father, your
        mother, your father, your son, your daughter, your mum, your dad, your husband, your wife, mae dyn, dyn o,
        dynes, bachgen, merch, y teulu, o'r teulu, plentyn ar, cymydog
        """,
    ),
    Cue(
        "health", "raised", "it is about illness or treatment",
        """
        tablet*, medicine*, medication*, prescri*, antibiotic*, vaccin*, immunis*, jab, jabs, pregnan*, newborn*,
        cancer*, diabet*, asthma*, dement*, infect*, virus*, outbreak*, measles, meningitis, sepsis, norovirus,
        covid*, flu, symptom*, diagnos*, disease*, patient*, mental health, suicid*, addict*, injur*, illness*,
        meddygin*, brechlyn*, brechu, beichiog*, canser, haint, feirws, ffliw, salwch, clefyd*, iechyd meddwl
        """,
    ),
    Cue(
        "legal matters", "high", "it may be read as legal advice, or speaks of a case, an offence or an inquiry",
        """
        legal advice, legally, legal action, legal right*, legal proceeding*, legal challenge, lawyer*, solicitor*,
        barrister*, court case, in court, to court, the court, court order, court date, courts, tribunal*, judge*,
        judicial, injunction*, lawsuit*, sue, sued, suing, prosecut*, convict*, sentenced, guilty, offence*, offend*,
        criminal*, crime, crimes, arrest*, charged with, bailiff*, evict*, statutory, unlawful*, illegal*, against the
        law, by law you, breach*, contract*, liable, liability, defam*, libel*, copyright, discriminat*, human rights,
        equality act, freedom of information, data protection, ombudsman, inquest*, coroner*, inquiry, investigat*,
        allegation*, alleg*, accus*, whistleblow*, misconduct, disciplin*, suspended from, dismiss*, sacked,
        enforcement notice*, penalty notice*, fixed penalty, summons*, witness*, warrant*, immigration, asylum,
        deport*, visa, visas, settled status, custody, divorce*, probate, will be fined, entitle*, you have the right,
        right to appeal, appeal against, grounds for, squatter*, tenancy, possession order*, section 21, power of
        attorney, mental capacity, deprivation of liberty, fraud*, corrupt*, brib*, settlement agreement, non
        disclosure, gagging, stabb*, shooting, shot, murder*, manslaughter, burgl*, robb*, theft, thief, thieves,
        stolen, drink driv*, police appeal, detective*, suspect*, blackmail*, cyfreithiol, cyfreithiwr*, llys,
        tribiwnlys, erlyn*, trosedd*, arest*, anghyfreithlon, cyhudd*, ymchwiliad*, honiad*, crwner, cwest,
        camymddwyn, hawl gyfreithiol, troi allan, atwrneiaeth, twyll, llofrudd*, trywan*, landlord*, notice in
        writing, you would win, you will win, you would lose, an appeal, has been charged, been charged, break in,
        break ins, looking into, not at work, pay the ticket, thrown out, inspector found, inspection found,
        inspectors, settle the claim*, the claims of, see them in court, amheuaeth, deposit back, your rights, rights
        as, by law, legal, licence was, licence has, banned, bail, in custody, helping us with, helping police, wanted
        in, caught, trespass*, injur* claim, rules in our favour, ruled, ruling, verdict*, cross examin*, evidence,
        complaint against, ticket is, fine is, overturned, court hearing, hearing on
        """,
    ),
    Cue(
        "elections", "high", "it touches an election, a party or a vote",
        """
        election*, electoral, electorate, by election, voter*, voting, vote for, voted, votes, to vote, your vote,
        polling station*, polling day, polling place*, ballot*, candidate*, manifesto*, referend*, hustings, returning
        officer, postal vote*, canvass*, campaign promise*, party leader*, political part*, politic*, labour,
        conservative*, tory, tories, liberal democrat*, lib dem*, plaid cymru, reform uk, green party, snp,
        constituen*, prime minister, first minister, opposition leader, opposition councillor*, ruling group, ruling
        party, administration of the council, government polic*, westminster, mp, mps, senedd member*, ms for, member
        of parliament, party polic*, pre election, etholiad*, etholwr*, etholwyr, pleidlais*, pleidleis*, ymgeis*,
        gorsaf bleidleisio, maniffesto, refferendwm, plaid wleidyddol, pleidiau, gwleidydd*, llafur, ceidwad*,
        democratiaid rhyddfrydol, prif weinidog, minister, ministers, the government, last government, this
        government, this administration, the budget passed, by one vote, the other lot, promise kept, promises kept,
        backing our, y blaid, addewid*, gweinidog*, councillors voted, left the group, coalition, cabinet member*,
        first past, right wing, left wing, socialist*, nationalist*, independence, protest*, petition*, blaid
        """,
    ),
    Cue(
        "emergency", "high", "people may act on it in an emergency",
        """
        emergency, evacuat*, leave your home*, leave the area, stay indoors, shelter*, keep windows, close windows,
        close your windows, shut your windows, doors and windows closed, windows and doors, do not travel, avoid all
        travel, danger*, danger to life, life threatening, threat to life, risk to life, major incident*, critical
        incident, incident at, serious incident*, explo*, blast, bomb*, suspicious package, suspect package, gas
        leak*, smell gas, smell of gas, gas escape, chemical*, spill*, leak of, radiation, fire at, fire in, blaze*,
        wildfire*, on fire, smoke from, flood*, burst its banks, river level*, water level*, storm surge, landslide*,
        landslip*, sinkhole*, collaps*, crash*, collision*, derail*, casualt*, trapped, rescue*, missing, search for,
        boil water, boil your water, boil all, do not drink, dont drink, do not use the water, bottled water, power
        cut*, power outage*, blackout*, loss of power, red warning*, amber warning*, severe weather, weather warning*,
        hurricane*, tornado*, earthquake*, armed, gunman, terror*, lockdown*, cordon*, emergency services, ambulance*,
        fire and rescue, fire crew*, firefighter*, police at, unsafe, unsafe structure, rest centre*, rest center*,
        avoid contact, product recall*, recall of, cyber*, ransomware, hack*, outage of 999, 999 calls, call 999, ring
        999, cannot reach 999, argyfwng, gadewch eich cart*, gwacau, llifogydd, llifogi, perygl*, ffrwydr*, nwy yn
        gollwng, gollyngiad*, tan yn, tan mewn, mwg, berwch, peidiwch ag yfed, peidiwch a theithio, digwyddiad
        difrifol, digwyddiad mawr, rhybudd coch, rhybudd tywydd, toriad trydan, damwain, ambiwlans, gwasanaethau brys,
        canolfan orffwys, ffoniwch 999, smell around, gas, acid, drums of, oxygen, no electricity, without
        electricity, no power, no water, without water, no heating, without heating, has come down, came down, come
        down, gave way, give way, given way, has moved, cracks, cracked, left the rails, off the rails, overturn*,
        unexploded, shell, over the wall, coming over, from the tap, tap in, brushing teeth, sensor*, warning came,
        alarm*, sparks, live wires, wires, unstable, structural*, trydan, burning, siren*, sealed off, taped off,
        hazmat, fumes, smoke, carbon, gusts, avalanche, on the loose, escaped, get upstairs, stay inside, stay off,
        stay away, stay clear, stay put, stay where, keep away, keep clear, keep off, keep out, turn round, turn back,
        turn around, move away, walk away, do not come, do not go, do not use, do not drive, do not walk, do not
        touch, do not enter, do not approach, do not swim, do not ring, do not call, do not eat, do not open, dont
        come, dont go, dont use, dont touch, dont eat, until we say, avoid the area, away from the, leave now, leave
        the building, moved out, moving people, out of the building, lock your, please walk to, ewch i'r, peidiwch a
        defnyddio, symud pobl, cadwch draw, arhoswch, all accounted, everyone is out, safe and well, rising water, is
        now safe, are now safe, all children are out
        """,
    ),
    Cue(
        "death or grave harm", "high", "somebody has died or been badly hurt",
        """
        died, dies, dead, death*, deceased, fatal*, killed, killing, kills, passed away, lost his life, lost her life,
        lost their life, lost their lives, loss of life, body was found, body found, bodies, bereave*, mourn*,
        condolence*, funeral*, tragic*, tragedy, drown*, seriously hurt, seriously injured, badly hurt, life changing,
        critical condition, stillb*, our thoughts are with, thoughts and prayers, in memory of, late colleague, bu
        farw, marw*, marwolaeth*, wedi marw, lladd*, angheuol, cydymdeimlad, angladd*, trasiedi, profedigaeth, boddi,
        body was, a body, did not survive, not survive, recovered from the, lost their baby, lost a baby, hearts go
        out, our hearts, sadness, sad news, saddened, heartbroken, heartbreak*, grief, griev*, in our thoughts, lives
        lost, fallen colleague*, rest in peace, end of life, hospice*, suicide*, stabbed, fell from, hit by a, struck
        by, pulled from
        """,
    ),
    Cue(
        "liability", "high", "it admits a fault, promises redress or denies a claim",
        """
        compensat*, negligen*, our fault, at fault, to blame, we accept responsib*, we take responsib*, we take full
        responsib*, full responsib*, responsible for the, we admit, we failed, failed to, failing*, failure*, we let,
        let you down, let down, we should have, should never have, should not have happened, unacceptable, apologise
        unreservedly, unreserved*, sincere apolog*, deeply sorry, truly sorry, very sorry, we were wrong, we got it
        wrong, got this wrong, we got this wrong, we made a mistake, our mistake, our error, error by, error on our
        part, in error, mistaken*, by mistake, claim against, claims against, insurance claim*, make a claim, damages,
        redress, reimburs*, refund everyone, pay back, owe you, we owe, overcharged, wrong bill*, wrong amount, wrong
        letter*, wrong address*, wrong person, wrongly, lessons learned, lessons will be learned, lessons have been
        learned, we deny, untrue, false claim*, without foundation, do not recognise, refute*, reject the claim*,
        reject the suggestion, cover up, covered up, scandal*, goodwill payment*, ex gratia, settle out of court,
        waive*, we guarantee, we promise, iawndal, esgeulustod, ein bai ni, ar fai, cyfrifoldeb llawn, methiant*,
        methu a, camgymeriad*, gwall, digolledu, ymddiheuro'n ddiffuant, ymddiheuriad diffuant, drwg iawn gennym,
        gwersi, blame, you are right, mother fell, you fell, fell on, fell over, we will pay, we pay, its money back,
        money back, slip on our, on our side, were correct, nobody knew, nobody at the, knew about, is false, are
        false, minutes late, came late, too late, should never, we were told, were warned, we knew, we did not, we
        didnt, we have not, we missed, we lost, we broke, we forgot, not good enough, no excuse*, put it right, put
        this right, make it right, wrong*, faulty, broken by, damage*, our doing, honest mistake, oversight*,
        breakdown*, fell short, falls short, let us down
        """,
    ),
    Cue(
        "data breach", "high", "it speaks of personal or secret information that got out",
        """
        personal data, personal information, personal details, data loss, lost data, data leak*, leaked*, leak,
        details of other*, other people's details, other peoples details, names and addresses, wrong recipient*, wrong
        email*, sent to the wrong, confidential*, password*, passcode*, login detail*, log in detail*, log in with,
        username and, pin number, security code*, door code*, key code*, alarm code*, bank detail*, bank account*,
        sort code*, account number, card number, card details, passport*, national insurance, date of birth, dob, home
        address*, case number*, case file*, case notes, care plan*, medical record*, health record*, referral*,
        spreadsheet with, list of names, attached list, not for public*, not for sharing, do not share, cctv footage,
        photos of the child*, data personol, manylion personol, cyfrinach*, cyfrinair*, manylion banc, dyddiad geni,
        cyfeiriad cartref, cofnod meddygol, cofnodion meddygol, test came back, your test, your results, your blood,
        your scan, your form, your file, your records, housing form, keypad, new key, side door, back door, staff
        wifi, staff wi fi, rota, off sick, on sick leave, her nerves, his nerves, the drinking, drinking again,
        licence found, born, list of famil*, list of people, list of child*, someone chase, parcels on, key safe,
        keysafe, pin is, code is, combination, spare key*, under the mat, staff only, username*, log in as, access
        code, prawf gwaed, canlyniadau, eich prawf, geni ar, flat number, lives at, living at, at number, his number,
        her number, mobile number, salary, salaries, payslip*, maternity, pregnancy, sick note, diagnosis, appointment
        for, your appointment
        """,
    ),
    Cue(
        "unfinished or internal", "high", "it looks unfinished, or meant for colleagues only",
        """
        todo, to do list, tbc, tbd, xxx, xx, lorem ipsum, insert, placeholder*, draft*, do not post, do not publish,
        dont post, dont publish, not yet public, not yet announced, not announced, not been announced, embargo*,
        internal only, internal use, for internal, staff only, colleagues only, between us, off the record, fyi team,
        check with, can someone check, can you check, ask legal, legal to, needs sign off, sign off, signed off by,
        awaiting approval, pending approval, before we tell, before anyone, dont tell, do not tell, keep quiet, keep
        this quiet, ignore this, this is a test, test post, testing testing, wrong account, meant to be on my, my own
        account, my personal account, comms team, press office, press line*, holding line*, line to take, lines to
        take, reactive, if asked, media enquir*, journalist*, hi team, hi all, per my last, lol, lmao, wtf, omg,
        drafft, nid i'w gyhoeddi, peidiwch a chyhoeddi, staff yn unig, mewnol, cyfrif anghywir, dan embargo, past
        legal, run this past, run it past, line if, if they ring, if they call, nothing to add, hold this, hold off,
        until the families, not agreed, not final, cannot be bothered, cant be bothered, leaving do, doesnt know yet,
        does not know yet, please ignore, test test, testing 123, meant for, sorry all, im, ive, ill be, me, my, v2,
        v3, v4, version 2, version 3, final final, fao, fyi, asap, attached, see attached, as discussed, minutes of,
        dont forward, forward this, forwarding, anyone know, has anyone, who is on, who has, cover for, cover my, swap
        shift*, boss, the boss, manager says, legal says, can you run, can we, shall we say, do we say, not sure if,
        delete this, whoops, oops, i am, i was, i would, i will, i have, i think, i do, i dont, i can, i cant, i
        cannot, i know, i had, i need, i want, i work, i live, i said, i hate, i love
        """,
    ),
    Cue(
        "staff and jobs", "high", "it is about jobs, strikes or the conduct of staff",
        """
        redundan*, go at the end,
        job losses, jobs at risk, job cuts, cuts to, strike, strikes, striking, industrial action,
        walkout*, picket*, pay dispute*, pay offer*, union, unions, restructur*, resign*, stood down, stepped down,
        steps down, stepping down, sacking, under suspension, grievance*, close for good, closing for good,
        permanently close*, close permanently, permanent closure*, close down, closing down, future of the, proposed
        closure*, privatis*, outsourc*, merger, bankrupt*, section 114, deficit*, overspen*, budget cut*, savings of,
        financial crisis, dileu swydd*, diswydd*, streic*, ymddiswydd*, cau'n barhaol, toriadau, undeb*, ad drefnu,
        will not open again, not reopen, never reopen, shut for good, shuts for good, for the last time, posts go, all
        posts, walk out, walks out, steps aside, stands aside, step aside, leaves us, leaving us, new chief, chief
        executive, merging, merge with, taken over, will not run, nothing will run, end of the service, losing their,
        your clinic may, may move, ni fydd bysiau, yn cau am byth, no longer run, stop running, last bus ever,
        scrapped, axed, sold off, sale of, demolish*, pay cut*, unpaid, laid off, lay off, notice period, agency
        staff, short staffed, understaffed, not enough staff, whistle*
        """,
    ),
    Cue(
        "contempt or contested", "high", "it may belittle somebody, or takes sides in a contested matter",
        """
        idiot*, moron*, shut up, get a life, get lost, your own fault, serves you right, whining, whinge*, scroung*,
        layabout*, grow up, stop moaning, racis*, sexis*, bigot*, illegals, immigrant*, refugee*, asylum seeker*,
        gyps*, muslim*, jew*, christian*, hindu*, sikh*, transgender, trans people, gay, lesbian*, disabled people,
        ethnic*, gaza, israel*, palestin*, ukrain*, russia*, brexit, abortion*, hiliol*, mewnfudwr*, ffoadur*, ceiswyr
        lloches, get a hobby, not our problem, your problem, speak english, speak properly, woman driver, women
        drivers, travellers, one side only, that war, the war, wars, some people, people like you, you lot, this lot,
        that lot, love maybe, calm down, sweetheart, go back to, these people, those people, their sort, your sort,
        foreign*, vegan*, snowflake*, boomer*, benefits street, psycho, blondes, girls will, learn to reverse, learn
        to read
        """,
    ),
    Cue(
        "money", "raised", "it names sums, charges or benefits people may rely on",
        """
        fee, fees, a fine, the fine, fine of, fines, fined, council tax, business rates, tax, taxes, rent, rents,
        arrears, debt*, owe, owes, benefit, benefits, universal credit, housing benefit, pension*, grant, grants,
        payment*, pay, refund*, rebate*, discount*, charge, charges, price*, cost, costs, bill, bills, invoice*,
        budget*, loan, loans, invest*, voucher*, ffi, ffioedd, dirwy*, treth, trethi, rhent, dyled*, budd dal, budd
        daliadau, credyd cynhwysol, pensiwn, grantiau, taliad*, talu, ad daliad*, pris, prisiau, costau, bil, biliau,
        cyllideb
        """,
    ),
    Cue(
        "apology", "raised", "it says sorry for something",
        """
        sorry, apolog*, regret*, inconvenience, mistake*, error*, correction, corrected, we were asked, ymddiheur*,
        mae'n ddrwg, drwg gennym, flin gennym, cywiriad
        """,
    ),
    Cue(
        "personal advice", "raised", "it tells somebody what to do in their own case",
        """
        in your case, your case, your application, your claim, your appeal, your account, your tenancy, your benefits,
        your child*, your son, your daughter, your husband, your wife, your mother, your father, your mum, your dad,
        your complaint, you qualify, you are eligible, you do not need to, you dont need to, you should, you must, we
        have decided, we decided, decision on, your letter, your results, your appointment, your treatment, eich
        achos, eich cais, eich plentyn, eich hawliad, dylech, rhaid i chi, penderfyniad
        """,
    ),
)  # fmt: skip

# Words of people who are not content, in what an official post answers.
COMPLAINING = """
complain*, complaint*, disgust*, disgrace*, appalling*, shocking*, terrible, awful, dreadful, unacceptable, useless,
incompeten*, ignored, ignoring, nobody answers, no one answers, no reply, no response, still waiting, still no, weeks,
months, fed up, sick of, had enough, joke, rubbish, let down, failed, failing, failure*, refuse to, refused, rude,
wrong, broken, unsafe, dangerous, compensat*, refund*, ombudsman, solicitor*, sue, ashamed, lied, liar*, hopeless,
angry, furious, upset, distress*, worst, not good enough, missed again, second time, third time, again and again, why
has, why have, why is nobody, cwyn*, cwyno, gwarthus*, ofnadwy, siomedig, dal i aros, neb yn ateb, annerbyniol,
anobeithiol
"""

# What stands before a person's name.
TITLES = """
mr, mrs, ms, miss, mx, dr, prof, professor, sir, dame, lord, lady, rev, reverend, father, sister, nurse, cllr,
councillor, mayor, leader, pc, sgt, sergeant, inspector, constable, judge, head teacher, headteacher, chief executive,
mr., mrs., dr., y parch, cynghorydd, cyng, maer, athro, meddyg
"""

# Given names often heard in Wales and England.
GIVEN_NAMES = """
aaron, abdul, abigail, adam, aisha, alan, alastair, alex, alexander, ali, alice, alun, amanda, amelia, amir, amy,
andrea, andrew, aneurin, angela, anita, ann, anna, anne, anthony, anwen, arthur, arwel, barbara, barry, ben, benjamin,
beth, bethan, brian, bronwen, bryn, carl, carol, caroline, carys, catherine, catrin, ceri, charles, charlotte, cheryl,
chloe, chris, christine, christopher, claire, clive, colin, craig, dafydd, dai, daniel, darren, david, dawn, deborah,
delyth, derek, diane, dilys, dylan, edward, eirlys, eleanor, eleri, elin, elizabeth, ella, ellie, elwyn, emily, emma,
emyr, eric, ethan, evan, fatima, ffion, fiona, frances, frank, gareth, gary, gemma, geoff, george, geraint, gethin,
gillian, glyn, gordon, graham, grace, gwen, gwenllian, gwilym, gwyn, gwyneth, hannah, harri, harry, hassan, hayley,
heather, helen, heledd, henry, howard, hugh, hussein, huw, hywel, iain, ian, idris, ieuan, ifan, imran, ioan, iolo,
irene, isaac, isabella, iwan, jack, jacob, james, jamie, jan, jane, janet, jason, jean, jennifer, jenny, jeremy,
jessica, jill, joan, joanne, john, jonathan, joseph, joshua, joyce, judith, julia, julie, karen, kate, katherine,
keith, kelly, kenneth, kerry, kevin, khadija, kieran, laura, lauren, lee, leila, leon, lewis, liam, lily, linda, lisa,
lloyd, louise, lowri, lucy, luke, lynne, mair, mandy, marc, marged, margaret, maria, marie, mark, martin, mary,
matthew, maureen, megan, meinir, mererid, michael, michelle, mohamed, mohammed, muhammad, nadia, nancy, natalie, neil,
nerys, nia, nicholas, nicola, nigel, non, olivia, olwen, omar, osian, oscar, owain, owen, pamela, patricia, patrick,
paul, pauline, peter, philip, phoebe, priya, rachel, rebecca, rhian, rhiannon, rhodri, rhys, richard, robert, robin,
roger, ronald, ruth, ryan, sally, sam, samantha, samuel, sandra, sara, sarah, sean, sharon, sheila, sian, simon,
sioned, sophie, stacey, stephen, steven, stuart, susan, suzanne, tegan, teresa, terry, thomas, tim, timothy, tomos,
tony, tracey, trevor, tudor, valerie, vera, victoria, wayne, wendy, will, william, wyn, yasmin, yusuf, yvonne, zahra,
zara, zoe
"""
