/* Imports the modules that it is given as `lib`; for each line of its input, { code, given }, prints what the code gives. */
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const modules = await Promise.all(process.argv.slice(2).map((path) => import(pathToFileURL(path).href)));
const lib = Object.assign({}, ...modules);

const NO_JSON = /"\\u0000(NaN|-?Infinity)"/g;
const plain = (_, value) => {
  if (ArrayBuffer.isView(value)) return [...value];
  return typeof value === "number" && !Number.isFinite(value) ? `\0${value}` : value;
};

for await (const line of createInterface({ input: process.stdin })) {
  const { code, given } = JSON.parse(line);
  let told;
  try {
    told = { value: new Function("lib", "given", `return ${code};`)(lib, given) };
  } catch (error) {
    told = { error: String(error) };
  }
  console.log(JSON.stringify(told, plain).replaceAll(NO_JSON, "$1"));
}
