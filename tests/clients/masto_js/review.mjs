// masto.js and an official voice: node review.mjs ADDRESS VOICE_TOKEN REVIEWER_TOKEN LATE_TOKEN FOLLOWER_TOKEN.
// A draft through the voice, a colleague's vote in the poll that asks, the post at a follower's home.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { createRestAPIClient, MastoHttpError } from "masto";

const [url, ...tokens] = process.argv.slice(2);
const [voice, reviewer, late, follower] = tokens.map((accessToken) => createRestAPIClient({ url, accessToken }));
const text = "The bridge at Tremorfa is open again";

async function until(find) {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await find();
    if (found) return found;
    await pause(100);
  }
  throw new Error("it never came");
}

async function asked(client) {
  return until(async () => {
    const notes = await client.v1.notifications.list({ types: ["mention"] });
    return notes.map((note) => note.status).find((each) => each.poll && each.content.includes(text));
  });
}

const held = await voice.v1.statuses.create({ status: text });
assert.equal(held.account.acct, "leedon_council");
assert.equal(held.visibility, "direct");
assert.ok(held.content.includes("Held for review"));
assert.ok(held.content.includes(text));

const message = await asked(reviewer);
assert.deepEqual(message.poll.options.map((option) => option.title), ["Release", "Change", "Refuse"]);
const poll = await reviewer.v1.polls.$select(message.poll.id).votes.create({ choices: [0] });
assert.equal(poll.voted, true);

const read = await until(async () => {
  const home = await follower.v1.timelines.home.list();
  return home.find((each) => each.content.includes(text));
});
assert.equal(read.account.acct, "leedon_council");
assert.equal(read.visibility, "public");

const old = await asked(late);
await assert.rejects(
  late.v1.polls.$select(old.poll.id).votes.create({ choices: [2] }),
  (error) => error instanceof MastoHttpError && /released already/.test(error.message),
);
console.log("drafted, asked, released, read; a late vote refused");
