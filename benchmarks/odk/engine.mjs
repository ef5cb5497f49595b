// Opens a form in ODK's headless engine and answers questions: node engine.mjs XFORM.xml ROUNDS ANSWERS.json
// Out: {"open": [ms …], "work": [ms …], "answers": [ms …]}, work being the processor's share of opening; opening is parsing and making an instance, answering is setValue.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { JSDOM } from "jsdom";

// The engine is made for browsers; these are what it looks for.
globalThis.require = createRequire(import.meta.url);
globalThis.__dirname = process.cwd();
const { window } = new JSDOM("<!doctype html>");
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis) && /^[A-Z]/.test(name)) globalThis[name] = window[name];
}
Object.assign(globalThis, { window, document: window.document });

const [, , file, rounds, answersFile] = process.argv;
const xform = readFileSync(file, "utf8");
const answers = JSON.parse(readFileSync(answersFile, "utf8"));
const { loadForm } = await import("@getodk/xforms-engine");
const options = { fetchFormAttachment: () => Promise.reject(new Error("none")), missingResourceBehavior: "error" };

const told = { open: [], work: [], answers: [] };
const worked = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};
let instance;
for (let round = 0; round <= Number(rounds); round += 1) {
  const begin = performance.now();
  const before = process.cpuUsage();
  const form = await loadForm(xform, options);
  if (form.status === "failure") throw form.error;
  instance = form.createInstance();
  const took = performance.now() - begin;
  if (!round) continue; // the first one loads the engine itself
  told.open.push(took);
  told.work.push(worked(before));
}
const questions = new Map(instance.root.currentState.children.map((one) => [one.currentState.reference.split("/").pop(), one]));
for (const [name, value] of answers) {
  const question = questions.get(name);
  const begin = performance.now();
  if (question.nodeType === "select") question.selectValue(value);
  else question.setValue(value);
  told.answers.push(performance.now() - begin);
}
process.stdout.write(JSON.stringify(told) + "\n");
