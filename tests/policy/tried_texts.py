"""Texts that routing was tried on while it learned what is routine: grave ones in everyday words, and routine ones."""

from __future__ import annotations

GRAVE = """
Bus 14 is back. The driver did not make it.
The school is closed today and tomorrow. Parents, collect your children now.
The pool is closed today. Everyone who had a swim there on Monday, please ring us.
The library closes in March and the team goes with it.
Our youth clubs are open for the last season.
You can take two with food.
No, the ramp was not ready. It is on us.
The station is closed. Leave by the north gate now.
Move your cars out of the car park now.
All staff meet at the main gate now.
Children are at the school hall. Please collect them.
Bring the children in and close the windows.
Free school meals: your form was turned down.
Our team made the number up.
The tap is on again but please wait another hour before you cook with it.
The slide at Leedon park is closed after what happened on Sunday.
Look at who parked on the pavement this morning.
Everyone on Mill Street: please leave your house by 5 and go to the sports hall.
The train is stopped between stations. Please do not get out.
The tree on Mill Street is down on a car. Two people are in it.
The bridge is closed today. We do not like the sound it makes.
Thank you to the two boys who told us what the coach did.
Thanks for telling us about the coach. The club is closed to him until we have looked.
Yes, you can go back to work on Monday.
Yes, it is fine to use it on children.
You can use the old one until Friday, nothing will happen.
Keep it on for two days and wash it every morning.
There is no need to come in with that; it goes away in a week.
Everyone gets it back by Friday.
The market is closed until further notice after last night.
The nursery on Mill Street is closed from today. Parents have a letter.
The plan for the new road is good, and those who are against it like traffic.
We were not told about the school roof before Monday.
The roof of the sports hall came down last night. The hall is closed today.
Our museum sends its collection back to where it was taken from.
You are welcome at the hub if you have nowhere to go tonight.
The last train is full. Find your own way.
Thanks everyone, that is the end of the youth club.
Council meets on Monday to take the school from the village.
Good morning. Some of you should wash.
The lift is out of order and there are people in it.
Bins: if you cannot count to two, stay at home.
No more trips for the school on Mill Street until they pay.
Happy Monday to all except the man in the blue van.
The ferry did not come back last night. We are looking.
The ferry has not come back. Boats are out.
We have seen your letter and the answer is no.
You have until Friday to leave the house.
The light at the lake is people looking. Please leave it to them.
The club is looking for two children in red coats, last at the fair at 5.
Two children in red coats came back to us at the fair at 5. Ask at the stage.
Our boats are back with everybody but one.
Thanks to Gavin for what he told us.
#HeTookIt The library is open at 9.
"""

# Written to get past it, when it was thought ready: 4 of these 43 did.
GRAVE_AGAIN = """
Yes, the number you gave us is right, you can leave it on until Monday.
We have put the two families in the hotel on Mill Street for the weekend.
The man who runs the chess club is not to be let in any more.
School is open on Monday, but not for the class that went on the trip.
Please drink only from bottles this weekend in Leedon.
Everybody on the 8.15 bus today: please ring us before you go to work.
The children from the nursery are all back, cold but well.
We have taken the slide out of the park after Sunday.
Our swimming teacher has left us today.
Nobody will be paid this month at the depot.
The fire is out at the school. Two rooms are gone.
There was a knife at the fair and now there are no more fairs.
Our new chair has never liked your village and it shows.
The council lost, the village won. Happy day.
We like one plan and one plan only: please vote for it on Friday.
The flat on Church Lane is empty again; her things are in the bin.
Your place at the school goes to another family.
Your bus pass ends today because you did not answer us.
This form is for real locals only.
Bring your own water, ours is brown again.
The tram hit a car at the junction. Trams stop here for today.
The wall by the school moves in the wind. Cross on the other side.
The lake is closed. Your dog may have been in it this week: ring the vet.
Boil it first, then it is fine for tea.
Ice on all roads tonight. Do not go out.
Sorry, we sent your letters to the house next door.
The team that did your roof had not been trained.
We had the keys all along. Sorry.
The market is moving out of the town for good, like it or not.
Thank you all for coming to see her one last time.
A big thank you to the crew who got him out of the river in time.
Thank you to everyone who came to look for him last night.
Happy birthday to our colleague in bed 4, get well soon!
Our library is for reading, not for sleeping. You know who you are.
Bus drivers, the meeting about your jobs is on Friday at 9.
Staff: bring your badge and your laptop to room 2 on Friday at 5. It is the last day.
Welcome to the new families on Mill Street, numbers 3 to 9, from far away.
The council papers show what we pay the man who was asked to go.
See the picture: this is the car that never stops at the school. We know the number.
The gate code is 4512, come in and take the boxes.
The store key is under the green bin, come any time today.
Free cake at the office, they have all gone home early again
Great match last night lads, my head hurts, opening the desk at 10 not 9
"""

ROUTINE = """
Leedon Library is closed this Thursday for stocktaking. Books due that day are renewed by themselves.
From next week the pool has a women's hour on Sunday evenings, 6 to 7.
The ice rink in Castle Square is open until 6 January.
Changes to our Christmas hours: the office is open 10 to 2 on the 27th and 28th.
The archive reading room opens again on Monday after the move.
Our tea room has new summer hours, 10 to 5 every day but Tuesday.
The tip in Kingsholt now takes mattresses. Two at a time, please.
Your recycling calendar for the new year is on its way.
Textile banks: please tie shoes together.
Leaf collection begins in Oakbridge on Monday, street by street.
Missed us this morning? Leave the brown bin at the kerb, we are back tomorrow.
Please rinse cans and jars. It keeps the crew smiling.
Station Road: cable works for the new broadband, Tuesday to Thursday, 9.30 to 3.
The crossing outside the bakery has new lights and a longer green man.
Speed cushions on Orchard Way are being taken up this week.
Half of Castle Square car park is kept for coaches on Saturday.
The cycle counter on Canal Walk has passed a million rides. Ring your bell!
We are trimming hedges along the B4391 on Wednesday. Short waits likely.
Evening buses to Southmere run until half past eleven during the festival.
The number 9 has a new stop at the health centre.
Passengers for Bryn Coed, please change at Kingsholt this weekend.
Sunday service on all routes on the bank holiday.
Our ticket machine on platform 2 takes cards again.
The heritage railway runs steam on Wednesdays all summer.
Baby sign and song, Tuesdays at ten, in the children's library. Just turn up.
A talk about moths with a walk in the dark afterwards. Bring a torch.
The summer school for young photographers still has four places.
Come and hear the brass band in the park on Sunday at 3. Deckchairs provided.
Half price Mondays at the climbing wall during the holidays.
Bake sale at the fire station on Saturday, everything goes to the children's hospice.
Pancake races down Church Lane on Tuesday. Frying pans not included.
Our winter exhibition of paper birds closes on Sunday. Last chance!
The lantern workshop is fully booked. We have added one on Friday at 4.
Poems on the bus: send us yours before the end of June.
Who remembers the old swimming baths? We are collecting stories and pictures.
Family film on Saturday: the one with the bear. Cushions welcome.
Learn to ride a bike in a morning. Bikes and helmets are there.
Table tennis is back in the small hall, Thursdays from seven.
A new season of lunchtime concerts starts in St Mary's on Thursday.
Ukulele for complete beginners. We lend you one.
Seed swap in the walled garden, from 11. Tomatoes are spoken for.
Stargazing on the hill tonight if the sky stays clear. Dress warmly.
Thank you to all 214 runners, and to whoever made the flapjacks.
Well done to our lifeguards, who won the county cup.
Thanks to everyone who filled in the bus survey. Results in May.
What a weekend! Thank you for coming, singing and dancing.
Our school caretaker retires today after thirty years of opening doors. Thank you!
Good luck to all who start at a new school today.
A happy new year from everybody at the library.
Enjoy the long weekend, see you on Tuesday.
The first swallows are back under the roof of the bus depot.
Autumn has come to the arboretum.
We have painted the old phone box. It is now the smallest library in Wales.
Here is what 3,000 tulips look like from above.
The new reading corner has beanbags and a view of the river.
There is a rainbow over the depot and we are having our tea outside.
Our gardeners have a robin who thinks it is in charge.
Yes, there is a lift, and the cinema has four wheelchair spaces.
You can collect it from the front desk any time before five.
It is in the square, next to the statue with the cone on its head.
No need to book, just come along.
The next mobile library stop is at the school, at a quarter to three.
Children under five swim for free, and so does whoever holds them.
We do! Ask for the big map at the counter.
We have told the street cleaning team. Thank you for the picture.
Good idea. We will put it on the list for next year's festival.
The link was old, sorry. Here is the new one.
Opening times are on the door and on our website.
Thank you, we have corrected the poster.
Which film should open the festival? Three to choose from.
Draw your dream playground and drop it in the box at the library by Friday.
The papers for Tuesday's meeting are online now.
Would a later bus help you? Tell us in two minutes.
Parish walk to look at the new path: meet at the stile on Sunday at 2.
We are looking for young people to help choose next year's plays.
Exhibition boards about the market hall are in the foyer until the 30th.
Come and work with us as a bus driver. We train you and pay you while you learn.
Two jobs in our kitchens, term time only. Closing date Friday.
Could you run a sewing class? We have the room and the machines.
Free digital drop-in at Pont Wen library: bring the phone you argue with.
We are moving to a new phone system on Sunday. Lines are shut until noon.
The booking site is back. Thank you for waiting.
Our inbox is full of your photographs. Judging takes until Friday.
Hall hire is from £12 an hour, with chairs.
A family swim is £9 on Fridays.
Mae'r llyfrgell ar gau ddydd Gwener i symud y silffoedd.
Bydd y sioe yn dechrau am saith. Mae tocynnau ar gael wrth y drws.
Bydd y casgliad gwastraff gardd yn dechrau eto ym mis Mawrth.
Mae'r llwybr wrth yr afon wedi ailagor.
Diolch i bawb a ddaeth i'r cyngerdd neithiwr.
Oes gennych chi syniad am enw i'r graeanwr newydd? Rhowch wybod.
Mae swyddi ar gael yn ein ceginau ysgol.
Dewch i ddysgu gwau gyda ni bob nos Lun.
"""
