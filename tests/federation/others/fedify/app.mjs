// Another server, on Fedify: one actor who does what it is told, and keeps what it is sent.
//
//   node app.mjs PORT NAME
//
// GET /told                       what arrived in the inbox: [{type, id, actor, object}, ...]
// GET /failed                     what could not be delivered or read
// POST /do {verb, object, ...}    say or do something; answers {id} once it was delivered
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { createFederation, exportJwk, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import { Temporal } from "@js-temporal/polyfill";
import * as vocab from "@fedify/vocab";

const { Accept, Announce, Block, Create, Delete, Flag, Follow, Like, Move, Note, Person, Question, Reject, Tombstone, Undo, Update } = vocab;
const [port, name] = [Number(process.argv[2]), process.argv[3]];
const base = `http://localhost:${port}`;
const told = [];
const failed = [];
const objects = new Map();
const followers = new Map();
let counter = 0;
let movedTo = null;
let aliases = [];

const federation = createFederation({
  kv: new MemoryKvStore(),
  allowPrivateAddress: true,
  origin: base,
  skipSignatureVerification: false,
  onOutboxError: (error) => failed.push(String(error)),
});

const pairs = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];

federation
  .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
    if (identifier !== name) return null;
    const keys = await context.getActorKeyPairs(identifier);
    return new Person({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      name: `${name} of Fedify`,
      summary: "<p>Lives on another server.</p>",
      inbox: context.getInboxUri(identifier),
      followers: context.getFollowersUri(identifier),
      url: new URL(`/@${identifier}`, base),
      manuallyApprovesFollowers: false,
      successor: movedTo,
      aliases,
      publicKey: keys[0].cryptographicKey,
      assertionMethods: keys.map((key) => key.multikey),
    });
  })
  .setKeyPairsDispatcher((_context, identifier) => (identifier === name ? pairs : []));

federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({
  items: [...followers.values()],
}));

federation.setObjectDispatcher(Note, "/users/{identifier}/notes/{id}", (_context, { id }) => {
  const found = objects.get(id);
  return found instanceof Note ? found : null;
});
federation.setObjectDispatcher(Question, "/users/{identifier}/polls/{id}", (_context, { id }) => {
  const found = objects.get(id);
  return found instanceof Question ? found : null;
});

async function keep(context, activity) {
  told.push({
    type: activity.constructor.name,
    id: activity.id?.href,
    actor: activity.actorId?.href,
    object: activity.objectId?.href ?? null,
    json: await activity.toJsonLd({ contextLoader: context.contextLoader }),
  });
}

const inbox = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
for (const type of [Accept, Announce, Block, Create, Delete, Flag, Like, Move, Reject, Undo, Update]) {
  inbox.on(type, keep);
}
inbox.on(Follow, async (context, follow) => {
  await keep(context, follow);
  const follower = await follow.getActor(context);
  if (follower === null) return;
  followers.set(follower.id.href, { id: follower.id, inboxId: follower.inboxId, endpoints: follower.endpoints });
  await context.sendActivity({ identifier: name }, follower, new Accept({ id: next("accept"), actor: context.getActorUri(name), object: follow }));
});
inbox.onError((_context, error) => failed.push(String(error)));

const next = (kind) => new URL(`/activities/${kind}-${++counter}`, base);
const PUBLIC = new URL("https://www.w3.org/ns/activitystreams#Public");

function written(asked, context) {
  const id = String(++counter);
  const me = context.getActorUri(name);
  const common = {
    attribution: me,
    content: asked.content,
    to: asked.direct ? new URL(asked.to) : PUBLIC,
    ccs: asked.direct ? [] : [context.getFollowersUri(name), ...(asked.to ? [new URL(asked.to)] : [])],
    tags: asked.to ? [new vocab.Mention({ href: new URL(asked.to), name: asked.mention ?? null })] : [],
    replyTarget: asked.inReplyTo ? new URL(asked.inReplyTo) : null,
    published: instant(),
  };
  const made = asked.options
    ? new Question({
        ...common,
        id: new URL(`/users/${name}/polls/${id}`, base),
        exclusiveOptions: asked.options.map((option) => new Note({ name: option, replies: new vocab.Collection({ totalItems: 0 }) })),
        endTime: instant().add({ hours: 1 }),
        voters: 0,
      })
    : new Note({ ...common, id: new URL(`/users/${name}/notes/${id}`, base) });
  objects.set(id, made);
  return made;
}

const instant = () => Temporal.Now.instant();

const verbs = {
  post: (asked, context, me) => {
    const object = written(asked, context);
    return new Create({ id: next("create"), actor: me, object, to: PUBLIC, ccs: object.ccIds });
  },
  edit: (asked, context, me) => {
    const [id, before] = [...objects].find(([, object]) => object.id.href === asked.object);
    const object = before.clone({ content: asked.content, updated: instant() });
    objects.set(id, object);
    return new Update({ id: next("update"), actor: me, object, to: PUBLIC });
  },
  delete: (asked, context, me) =>
    new Delete({ id: next("delete"), actor: me, object: new Tombstone({ id: new URL(asked.object) }), to: PUBLIC }),
  follow: (asked, context, me) => new Follow({ id: next("follow"), actor: me, object: new URL(asked.object) }),
  unfollow: (asked, context, me) =>
    new Undo({ id: next("undo"), actor: me, object: new Follow({ id: new URL(asked.activity), actor: me, object: new URL(asked.object) }) }),
  like: (asked, context, me) => new Like({ id: next("like"), actor: me, object: new URL(asked.object) }),
  unlike: (asked, context, me) =>
    new Undo({ id: next("undo"), actor: me, object: new Like({ id: new URL(asked.activity), actor: me, object: new URL(asked.object) }) }),
  boost: (asked, context, me) =>
    new Announce({ id: next("announce"), actor: me, object: new URL(asked.object), to: PUBLIC, cc: context.getFollowersUri(name) }),
  unboost: (asked, context, me) =>
    new Undo({ id: next("undo"), actor: me, object: new Announce({ id: new URL(asked.activity), actor: me, object: new URL(asked.object) }), to: PUBLIC }),
  vote: (asked, context, me) =>
    new Create({
      id: next("vote"),
      actor: me,
      to: new URL(asked.to),
      object: new Note({ id: next("choice"), attribution: me, name: asked.choice, replyTarget: new URL(asked.object), to: new URL(asked.to) }),
    }),
  block: (asked, context, me) => new Block({ id: next("block"), actor: me, object: new URL(asked.object) }),
  flag: (asked, context, me) => new Flag({ id: next("flag"), actor: me, objects: asked.objects.map((one) => new URL(one)), content: asked.content }),
  move: (asked, context, me) => {
    movedTo = new URL(asked.target);
    return new Move({ id: next("move"), actor: me, object: me, target: movedTo, to: context.getFollowersUri(name) });
  },
};

async function act(asked) {
  if (asked.verb === "alias") {
    aliases = [new URL(asked.object)];
    return {};
  }
  const context = federation.createContext(new URL(base), undefined);
  const me = context.getActorUri(name);
  const activity = verbs[asked.verb](asked, context, me);
  const inboxes = (asked.inboxes ?? []).map((one) => ({ id: new URL(one.id), inboxId: new URL(one.inbox) }));
  await context.sendActivity({ identifier: name }, inboxes, activity, { immediate: true });
  return { id: activity.id.href, object: activity.objectId?.href ?? null };
}

async function answer(request, response) {
  const url = new URL(request.url, base);
  const body = request.method === "GET" || request.method === "HEAD" ? undefined : await collect(request);
  if (url.pathname === "/told") return json(response, told);
  if (url.pathname === "/failed") return json(response, failed);
  if (url.pathname === "/do") return json(response, await act(JSON.parse(body.toString())));
  const answered = await federation.fetch(new Request(url, { method: request.method, headers: request.headers, body }), { contextData: undefined });
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body) Readable.fromWeb(answered.body).pipe(response);
  else response.end();
}

async function collect(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function json(response, value) {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(value));
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    failed.push(String(error?.stack ?? error));
    response.writeHead(500).end(String(error));
  });
}).listen(port, "localhost", () => console.log(`open ${base}`));
