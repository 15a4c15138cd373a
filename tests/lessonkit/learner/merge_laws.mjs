/* Reads lines of JSON, { kind, a, b, c }, and prints each law of merging that one of them breaks. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { canonical, mergedExams, mergedItems } = await import(pathToFileURL(process.argv[2]).href);
const MERGED = { items: mergedItems, exam: mergedExams };

for (const { kind, a, b, c } of JSON.parse(readFileSync(0, "utf8"))) {
  const merged = MERGED[kind];
  const laws = {
    commutative: [merged(a, b), merged(b, a)],
    associative: [merged(merged(a, b), c), merged(a, merged(b, c))],
    idempotent: [merged(a, a), a],
    "nothing is lost twice": [merged(merged(a, b), b), merged(a, b)],
  };
  for (const [law, [left, right]] of Object.entries(laws)) {
    if (canonical(left) !== canonical(right)) console.log(`${kind} not ${law}: ${canonical({ a, b, c, left, right })}`);
  }
}
