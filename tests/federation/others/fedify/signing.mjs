// What Fedify makes of our signatures, and signatures by Fedify for us: one question as JSON on standard input, one
// answer as JSON on standard output.
//
//   {actor, requests: [{method, url, headers, body}], documents: [...], asked: [{method, url, body, spec}], note}
//   → {requests: [key or null], documents: [bool], signed: [headers], note, rsa, ed25519}
import { readFileSync } from "node:fs";
import { generateCryptoKeyPair, signObject, signRequest, verifyObject, verifyRequest } from "@fedify/fedify";
import { exportMultibaseKey, exportSpki } from "@fedify/vocab-runtime";
import * as vocab from "@fedify/vocab";

const question = JSON.parse(readFileSync(0, "utf-8"));
const documentLoader = async (url) => ({ contextUrl: null, document: question.actor, documentUrl: url });
const failsQuietly = async (promise) => {
  try {
    return await promise;
  } catch (error) {
    return process.stderr.write(`${error.stack}\n`) && null;
  }
};

const requestOf = ({ method, url, headers, body }) =>
  new Request(url, { method, headers, ...(method === "GET" ? {} : { body }) });

const answer = { requests: [], documents: [], signed: [] };
for (const each of question.requests) {
  const key = await failsQuietly(verifyRequest(requestOf(each), { documentLoader }));
  answer.requests.push(key?.id?.href ?? null);
}
for (const document of question.documents) {
  answer.documents.push((await failsQuietly(verifyObject(vocab.Object, document, { documentLoader }))) != null);
}

const rsa = await generateCryptoKeyPair("RSASSA-PKCS1-v1_5");
const ed25519 = await generateCryptoKeyPair("Ed25519");
for (const each of question.asked) {
  const signed = await signRequest(requestOf(each), rsa.privateKey, new URL(each.keyId), { spec: each.spec });
  answer.signed.push([...signed.headers]);
}
const note = await vocab.Object.fromJsonLd(question.note);
const proven = await signObject(note, ed25519.privateKey, new URL(question.methodId));
answer.note = await proven.toJsonLd({ format: "compact" });
answer.rsa = await exportSpki(rsa.publicKey);
answer.ed25519 = await exportMultibaseKey(ed25519.publicKey);
process.stdout.write(JSON.stringify(answer));
