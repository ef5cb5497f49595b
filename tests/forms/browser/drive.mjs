// Drives Chromium. One JSON line in, one out, in order:
//   {"form", "schema", "uischema"}                declares a form, nothing comes out
//   {"form", "name", "data", "picture"?}          shows answers: {"name", "errors", "shown", "missing"}
//   {"form", "name", "data", "fill": {...}}       types answers by scope: the same, with "data" as the page holds it
// "shown" are the classes of the visible controls in order, every tab opened; "missing" counts what has no renderer.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  executablePath: process.env.LOTSE_CHROMIUM, headless: true, args: ["--no-sandbox", "--disable-gpu", "--lang=de-DE"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1000, height: 900 });
const broken = [];
page.on("pageerror", (error) => broken.push(error.message));
await page.goto(pathToFileURL("page.html").href);
const forms = new Map();
process.stdout.write(JSON.stringify({ version: await browser.version() }) + "\n");

const tabs = async () => (await page.$$(".category-subcategories > li")).length;

async function open(at) {
  await page.evaluate((index) => document.querySelectorAll(".category-subcategories > li")[index]?.click(), at);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}

const visible = () =>
  page.evaluate(() =>
    [...document.querySelectorAll(".control, .array-table-layout, .table-layout")]
      .filter((one) => one.offsetParent !== null && !one.parentElement.closest("td, .array-layout-item"))
      .map((one) => [...one.classList].find((name) => name.startsWith("root_")) ?? one.querySelector("label, legend")?.innerText));

async function look() {
  const shown = [];
  let missing = 0;
  for (let at = 0; at < Math.max(1, await tabs()); at += 1) {
    await open(at);
    shown.push(...(await visible()));
    missing += await page.evaluate(() => (document.body.innerText.match(/No applicable/g) ?? []).length);
  }
  return { shown, missing };
}

async function told() {
  await page.waitForFunction(() => window.told !== null, { timeout: 60000 });
  const { errors, data } = await page.evaluate(() => ({
    data: window.told.data,
    errors: window.told.errors.filter((one) => one.keyword !== "if").map((one) => [one.instancePath, one.schemaPath.slice(one.schemaPath.lastIndexOf("/") + 1)]),
  }));
  return { errors: errors.map(([path, keyword]) => [path, decodeURIComponent(keyword)]), data };
}

async function put(control, value) {
  const field = await control.$("input, select, textarea");
  if (!field) return false;
  const kind = await field.evaluate((one) => (one.tagName === "INPUT" ? one.type : one.tagName.toLowerCase()));
  if (kind === "radio") {
    const option = await control.$(`input[value="${value}"]`);
    await option?.evaluate((one) => one.click());
    return Boolean(option);
  }
  if (kind === "checkbox") {
    await field.evaluate((one, wanted) => one.checked === wanted || one.click(), value);
  } else if (kind === "select") {
    await field.select(String(value));
  } else if (kind === "date") {
    await field.evaluate((one, text) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(one, text);
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }, value);
  } else {
    await field.focus();
    await field.type(String(value));
  }
  return true;
}

async function fill(answers) {
  const done = new Set();
  for (let at = 0; at < Math.max(1, await tabs()); at += 1) {
    for (let more = true; more; ) {
      more = false;
      await open(at);
      for (const [name, value] of Object.entries(answers)) {
        const control = done.has(name) ? null : await page.$(`.${CSS_escape(name)}`);
        if (!control || !(await control.evaluate((one) => one.offsetParent !== null))) continue;
        done.add(name);
        more = (await put(control, value)) || more;
      }
    }
  }
  await page.evaluate(() => new Promise((end) => setTimeout(end, 100))); // the page tells changes a moment later
  return [...done];
}

const CSS_escape = (name) => name.replace(/[^a-zA-Z0-9_-]/g, (sign) => `\\${sign.codePointAt(0).toString(16)} `);

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const asked = JSON.parse(line);
  if (!("data" in asked)) {
    forms.set(asked.form, asked);
    continue;
  }
  let found;
  try {
    await page.evaluate((form, data) => window.show(form, data), forms.get(asked.form), asked.data);
    await page.waitForFunction(() => window.told !== null, { timeout: 60000 });
    const filled = asked.fill ? await fill(asked.fill) : [];
    found = { ...(await told()), ...(await look()), filled };
    if (asked.picture) {
      await open(0);
      await page.screenshot({ path: asked.picture, fullPage: true });
    }
  } catch (error) {
    found = { error: String(error) };
  }
  process.stdout.write(JSON.stringify({ name: asked.name, ...found, broken: broken.splice(0) }) + "\n");
}
await browser.close();
