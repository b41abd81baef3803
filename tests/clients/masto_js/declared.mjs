// What masto.js' own type declarations promise: which methods there are, and whether an answer is as declared.
// The declarations are read with the TypeScript compiler, so nothing of them is written down here.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = dirname(dirname(fileURLToPath(import.meta.resolve("masto"))));
const entry = join(root, "esm", "index.d.ts");
const options = {
  strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [],
};
const program = ts.createProgram([entry], options);
const checker = program.getTypeChecker();

function namespaced(...names) {
  const file = program.getSourceFile(entry);
  let symbol = checker.getSymbolAtLocation(file);
  for (const name of names) {
    symbol = checker.getExportsOfModule(resolved(symbol)).find((one) => one.name === name);
    if (!symbol) throw new Error(`masto.js declares no ${names.join(".")}`);
  }
  return checker.getDeclaredTypeOfSymbol(resolved(symbol));
}

function resolved(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function membersOf(type) {
  return type.getProperties().map((one) => [one.name, checker.getTypeOfSymbol(one), one]);
}

// Every method below a resource: "v1.accounts.$select.follow" and the type of its answer.
function collect(type, path, found) {
  for (const [name, member] of membersOf(type)) {
    const inner = [...path, name];
    const [call] = member.getCallSignatures();
    if (name === "$select") collect(call.getReturnType(), inner, found);
    else if (call && name !== "$raw") {
      found.set(inner.join("."), member.getCallSignatures().flatMap((one) => answersOf(one.getReturnType())));
    }
    if (name !== "$select") collect(member, inner, found);
  }
}

function answersOf(type) {
  if (type.isUnion()) return type.types.flatMap(answersOf);
  const name = type.getSymbol()?.name;
  return name === "Promise" || name === "Paginator" ? answersOf(checker.getTypeArguments(type)[0]) : [type];
}

export const methods = new Map();
for (const version of ["v1", "v2"]) {
  const [, type] = membersOf(namespaced("mastodon", "rest", "Client")).find(([name]) => name === version);
  collect(type, [version], methods);
}
export const token = namespaced("mastodon", "v1", "Token");
export const notification = namespaced("mastodon", "v1", "Notification");
export const status = namespaced("mastodon", "v1", "Status");
export const conversation = namespaced("mastodon", "v1", "Conversation");

// In what a value differs from the closest of some types, but for the faults that `known` matches.
export function unlike(value, types, where, known) {
  forgiven = known;
  return closest(value, types, where);
}

let forgiven = [];

function differs(value, type, where) {
  return faultsOf(value, type, where).filter((fault) => !forgiven.some((one) => one.test(fault)));
}

function faultsOf(value, type, where) {
  const is = (flag) => (type.flags & flag) !== 0;
  if (is(ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  // Where nothing is promised, anything may come.
  if (is(ts.TypeFlags.Void)) return [];
  if (is(ts.TypeFlags.Undefined)) return value === undefined ? [] : [`${where} is there`];
  if (is(ts.TypeFlags.Null)) return value === null ? [] : [`${where} is not null`];
  if (type.isUnion()) return closest(value, type.types, where);
  if (type.isIntersection() && !type.getProperties().length) return [];
  if (type.isStringLiteral() || type.isNumberLiteral()) {
    return value === type.value ? [] : [`${where} is ${show(value)}, not ${show(type.value)}`];
  }
  if (is(ts.TypeFlags.BooleanLiteral)) return String(value) === type.intrinsicName ? [] : wrong(value, "boolean", where);
  if (is(ts.TypeFlags.String)) return typeof value === "string" ? [] : wrong(value, "string", where);
  if (is(ts.TypeFlags.Number)) return typeof value === "number" ? [] : wrong(value, "number", where);
  if (is(ts.TypeFlags.Boolean)) return typeof value === "boolean" ? [] : wrong(value, "boolean", where);
  return unlikeObject(value, type, where);
}

function unlikeObject(value, type, where) {
  if (checker.isTupleType(type)) return Array.isArray(value) ? [] : wrong(value, "tuple", where);
  if (checker.isArrayType(type)) {
    if (!Array.isArray(value)) return wrong(value, "array", where);
    const [item] = checker.getTypeArguments(type);
    return [...new Set(value.flatMap((one) => differs(one, item, `${where}[]`)))];
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return wrong(value, checker.typeToString(type), where);
  }
  const faults = [];
  for (const [name, member, symbol] of membersOf(type)) {
    const found = value[name];
    if (found === undefined && symbol.flags & ts.SymbolFlags.Optional) continue;
    if (found === undefined) faults.push(`${where}.${name} is missing`);
    else faults.push(...differs(found, member, `${where}.${name}`));
  }
  const others = type.getStringIndexType();
  if (others) for (const [name, one] of Object.entries(value)) faults.push(...differs(one, others, `${where}.${name}`));
  return faults;
}

function closest(value, types, where) {
  let best;
  for (const one of types) {
    const faults = differs(value, one, where);
    if (!faults.length) return [];
    const plain = !(one.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined));
    if (!best || (plain && (best.length > faults.length || best.hollow))) best = Object.assign(faults, { hollow: !plain });
  }
  if (typeof value === "string" || typeof value === "number") {
    return [`${where} is ${show(value)}, not ${types.map((one) => checker.typeToString(one)).join(" | ").slice(0, 200)}`];
  }
  return [...best];
}

function wrong(value, name, where) {
  return [`${where} is ${show(value)}, not ${name}`];
}

function show(value) {
  return (JSON.stringify(value) ?? "undefined").slice(0, 60);
}
