// Uses the admin page in Chromium with scripts switched off, by keyboard alone. One JSON line in, one out:
//   {"open": url}              opens an address
//   {"go": words}              Tab to the link or button that says these words, Enter
//   {"type": {label: text}}    Tab to each field by its label, and type; a choice is made by its first letters
//   {"picture": path, "width"} a picture of the whole page, so many CSS pixels wide
// Out: {"title", "text", "unnamed", "wide", "scripts"}: unnamed are controls without a name in the accessibility tree, wide
// says whether the page must be moved sideways in 640 pixels (1280 at 200 %).
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  executablePath: process.env.LOTSE_CHROMIUM, headless: true, args: ["--no-sandbox", "--disable-gpu", "--lang=de-DE"],
});
const page = await browser.newPage();
await page.setJavaScriptEnabled(false);
await page.setViewport({ width: 1280, height: 720 });
const broken = [];
page.on("console", (message) => message.text().includes("with a status of 403") || broken.push(message.text())); // said of a wrong passphrase
process.stdout.write(JSON.stringify({ version: await browser.version() }) + "\n");

const CONTROLS = ["link", "button", "textbox", "combobox", "checkbox"];

function flat(node, found = []) {
  if (node === null) return found;
  found.push(node);
  for (const child of node.children ?? []) flat(child, found);
  return found;
}

async function focused() {
  const tree = await page.accessibility.snapshot();
  return flat(tree).find((one) => one.focused && CONTROLS.includes(one.role));
}

async function reach(words) {
  await page.evaluate(() => document.activeElement?.blur());
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const one = await focused();
    if (one && (one.name === words || one.name.startsWith(words))) return one;
  }
  throw new Error(`not reached by Tab: ${words}`);
}

async function look() {
  const tree = flat(await page.accessibility.snapshot());
  await page.setViewport({ width: 640, height: 720 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  await page.setViewport({ width: 1280, height: 720 });
  return {
    title: await page.title(), text: await page.evaluate(() => document.body.innerText), wide,
    unnamed: tree.filter((one) => CONTROLS.includes(one.role) && !one.name).map((one) => one.role),
    scripts: await page.evaluate(() => document.scripts.length),
  };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const asked = JSON.parse(line);
  let found = {};
  try {
    if (asked.open) await page.goto(asked.open);
    for (const [label, text] of Object.entries(asked.type ?? {})) {
      const one = await reach(label);
      if (one.role === "textbox") {
        await page.keyboard.down("Control");
        await page.keyboard.press("a");
        await page.keyboard.up("Control");
      }
      await page.keyboard.type(text);
    }
    if (asked.go) {
      await reach(asked.go);
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    }
    if (asked.picture) {
      await page.setViewport({ width: asked.width ?? 1280, height: 720 });
      await page.screenshot({ path: asked.picture, fullPage: true });
      await page.setViewport({ width: 1280, height: 720 });
    }
    found = await look();
  } catch (error) {
    found = { error: String(error) };
  }
  process.stdout.write(JSON.stringify({ ...found, broken: broken.splice(0) }) + "\n");
}
await browser.close();
