// Reads PDFs with pdf.js: text and structure of every page. Prints the faults,
// then a last line: version, faults, what was read.
//   pdfread.mjs LIST KINDS
import { readFileSync, writeFileSync } from "node:fs";
import { getDocument, version } from "pdfjs-dist/legacy/build/pdf.mjs";

const [list, kindsOut] = process.argv.slice(2);
const kinds = new Map();
let pages = 0, faults = 0, said = [];
console.warn = console.error = (...what) => said.push(what.join(" "));

// walk counts the elements that have content on the page: pdf.js also names their
// neighbours on other pages, empty.
const walk = (node) => {
  if (node.type) return true;
  const here = (node.children ?? []).map(walk).includes(true);
  if (here && node.role && node.role !== "Root") kinds.set(node.role, (kinds.get(node.role) ?? 0) + 1);
  return here;
};

for (const path of readFileSync(list, "utf8").split("\n").filter(Boolean)) {
  said = [];
  try {
    const loading = getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 1, stopAtErrors: true });
    const pdf = await loading.promise;
    for (let n = 1; n <= pdf.numPages; n++) {
      const page = await pdf.getPage(n);
      const text = await page.getTextContent();
      const tree = await page.getStructTree();
      await page.getOperatorList();
      if (!text.items.length || !tree) throw new Error(`page ${n} without text or structure`);
      walk(tree);
    }
    pages += pdf.numPages;
    await loading.destroy();
    if (said.length) throw new Error(said.join("; "));
  } catch (e) {
    faults++;
    console.log(`pdf.js: ${path}: ${e.message}`);
  }
}
writeFileSync(kindsOut, [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, n]) => `${k} ${n}\n`).join(""));
console.log(version, faults, pages, "pages");
