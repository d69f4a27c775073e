// Looks at pages as .ci/htmlcheck tells. Prints faults, then what was looked at.
import puppeteer from "puppeteer-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const browser = await puppeteer.launch({
  executablePath: process.env.BROWSER, headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let faults = 0, passes = 0, stops = 0;
const fault = (file, what) => { faults++; console.log(`${file}: ${what}`); };

// emulate sets how the reader wants pages: colours, motion.
const emulate = async (page, features) => {
  const cdp = await page.createCDPSession();
  await cdp.send("Emulation.setEmulatedMedia", { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
};

// rules runs axe-core, by day and by night.
const rules = async (page, file) => {
  await page.evaluate(axe);
  for (const scheme of ["light", "dark"]) {
    await emulate(page, { "prefers-color-scheme": scheme });
    const r = await page.evaluate((tags) => axe.run({ runOnly: tags }), standards);
    passes += r.passes.length;
    for (const v of r.violations) fault(file, `${scheme}: ${v.id}, ${v.nodes.length} times: ${v.nodes[0].html.slice(0, 120)}`);
  }
  await emulate(page, {});
};

// reflow holds WCAG 1.4.4, 1.4.10 and 1.4.12: nothing makes the page scroll sideways.
const reflow = async (page, file) => {
  for (const width of [320, 640]) {
    await page.setViewport({ width, height: 800 });
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) fault(file, `wider than ${width} points`);
  }
  await page.setViewport({ width: 1280, height: 900 });
  await page.addStyleTag({ content: "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}" });
  const cut = await page.evaluate(() => [...document.querySelectorAll("body *")].filter((e) =>
    e.tagName !== "CAPTION" && getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1).length);
  if (cut) fault(file, `${cut} elements cut their text when it is spaced`);
};

// keyboard goes through the page: each stop is seen, in the order of the page.
const keyboard = async (page, file) => {
  await emulate(page, { "prefers-reduced-motion": "reduce" });
  const want = await page.evaluate(() => document.querySelectorAll('a[href],[tabindex="0"]').length);
  let last = -1, n = 0;
  for (; n <= want; n++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const box = e.getBoundingClientRect();
      return {
        text: e.textContent.trim().slice(0, 40), outline: getComputedStyle(e).outlineStyle,
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        order: [...document.querySelectorAll("*")].indexOf(e),
      };
    });
    if (!at) break;
    if (at.outline === "none") fault(file, `no visible focus on ${at.text}`);
    if (!at.seen) fault(file, `the focus is out of sight on ${at.text}`);
    if (at.order < last) fault(file, `the focus goes back to ${at.text}`);
    last = at.order;
  }
  if (n !== want) fault(file, `${n} stops of the keyboard, ${want} things to stop at`);
  stops += n;
};

for (const file of process.argv.slice(2)) {
  for (const look of [rules, reflow, keyboard]) {
    const page = await browser.newPage();
    await page.setBypassCSP(look !== keyboard);
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(`file://${file}`);
    await look(page, file);
    await page.close();
  }
}
console.log(`${process.argv.length - 2} pages, ${passes} rules passed, ${stops} stops of the keyboard, ${faults} faults; ${await browser.version()}`);
await browser.close();
process.exit(faults ? 1 : 0);
