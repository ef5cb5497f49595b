// PouchDB and its own server with the same records: `node side.mjs serve FOLDER` prints its port,
// `node side.mjs play FOLDER FAST SLOW COUNT` plays the scenes and prints one line of JSON.
import { mkdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import express from "express";
import expressPouch from "express-pouchdb";
import PouchDB from "pouchdb";

const [mode, folder, ...rest] = process.argv.slice(2);

function serve() {
  mkdirSync(`${folder}/server`, { recursive: true });
  const Kept = PouchDB.defaults({ prefix: `${folder}/server/` });
  const app = express();
  const kept = { configPath: `${folder}/config.json`, logPath: `${folder}/log.txt` };
  app.use("/", expressPouch(Kept, { mode: "minimumForPouchDB", ...kept }));
  const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
  createInterface({ input: process.stdin }).on("close", () => process.exit(0));
}

async function play() {
  const [fast, slow, count] = rest.map(Number);
  const lines = readFileSync(`${folder}/documents.jsonl`, "utf-8").split("\n").filter(Boolean);
  const documents = lines.map((line) => JSON.parse(line));
  const here = new PouchDB(`${folder}/a`);
  const there = new PouchDB(`${folder}/b`);
  const at = (port) => new PouchDB(`http://127.0.0.1:${port}/sessions`);
  const add = (first, many) => here.bulkDocs(documents.slice(first, first + many));
  const timed = async (work) => {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
  };
  const up = (port) => timed(() => here.replicate.to(at(port)));
  const down = (port) => timed(() => there.replicate.from(at(port)));
  await up(fast);
  await down(fast);
  await add(0, count);
  const found = { up: [await up(fast)], down: [await down(fast)], nothing: [], one: [] };
  for (let turn = 0; turn < 20; turn += 1) found.nothing.push(await up(fast));
  for (let turn = 0; turn < 20; turn += 1) {
    await add(count + turn, 1);
    found.one.push(await up(fast));
  }
  await down(fast);
  await add(count + 20, count);
  found["slow up"] = [await up(slow)];
  found["slow down"] = [await down(slow)];
  const held = (await there.info()).doc_count;
  if (held !== 2 * count + 20) throw new Error(`${held} documents came down`);
  console.log(JSON.stringify(found));
  process.exit(0);
}

await (mode === "serve" ? serve() : play());
