/* Serves what a browser has kept of one version of the site. It stands at the site's root, after what it is told. */
const worker = /** @type {any} */ (self); // a service worker's, which the types of a page do not know
const { id, version, files: LIST } = worker.courseSite;
const ROOT = worker.registration.scope;
const PREFIX = `course:${id}:${new URL(ROOT).pathname}:`;
const CACHE = PREFIX + version;
const NEWER = `${PREFIX}newer`;
const PATIENCE_MS = 4000; // then a page that is kept comes before one that is on its way
const AT_ONCE = 6;

/** By address the size in bytes and the digest of each file of this version; none if the browser has lost the list. */
let listed;
async function files() {
  if (listed) return listed;
  try {
    const response = await (await caches.open(CACHE)).match(new URL(LIST, ROOT)) ?? await fetch(new URL(LIST, ROOT));
    const list = await response.json();
    listed = list.version === version ? list.files : {};
    return listed;
  } catch {
    return {};
  }
}

/*
 * Pages of a newer version than this worker's: their files come from the network too. They are noted in a cache, as
 * the browser ends a worker that has nothing to do.
 */
const noteOf = (client) => new URL(`?newer=${client}`, ROOT);
const noteNewer = async (client) => (await caches.open(NEWER)).put(noteOf(client), new Response());
const isNewer = async (client) => Boolean(await caches.match(noteOf(client), { cacheName: NEWER }));

/** The address of a file, seen from the site's root. */
function addressOf(url) {
  const address = decodeURIComponent(new URL(url).pathname.slice(new URL(ROOT).pathname.length));
  return address === "" || address.endsWith("/") ? `${address}index.html` : address;
}

const keyOf = (address) => new URL(address.split("/").map(encodeURIComponent).join("/"), ROOT).href;
const kept = async (address, cache = CACHE) => (await caches.open(cache)).match(keyOf(address));
const keep = async (address, response) => (await caches.open(CACHE)).put(keyOf(address), response);
const keepIfRoom = (address, response) => keep(address, response).catch(() => {});

async function digestOf(response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether the server still has this worker's version. */
async function isCurrent() {
  const response = await fetch(new URL(LIST, ROOT), { cache: "no-store" });
  return (await response.json()).version === version;
}

/** A copy of what came, if it is the file that this version has. */
async function ours(address, response) {
  const known = (await files())[address];
  if (!known || response.status !== 200 || response.redirected) return null;
  const copy = response.clone();
  return (await digestOf(response.clone())).startsWith(known[1]) ? copy : null;
}

const within = (promise, time) => Promise.race([
  promise,
  new Promise((_, reject) => { setTimeout(reject, time, new Error("it takes too long")); }),
]);

const NOT_KEPT = `<!DOCTYPE html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>No network</title>
<body style="font: 1.1rem/1.5 system-ui, sans-serif; max-inline-size: 34rem; margin: 3rem auto; padding: 0 1rem">
<h1>No network</h1><p>This page was not saved on this device. What you have visited opens without a network.</p>
<p><a href="">Try again</a> · <a href="${ROOT}">To the first page</a></p>`;

/** A page: from the network while there is one, so that it is the newest. */
async function page(event) {
  const address = addressOf(event.request.url);
  const known = (await files())[address];
  const copy = known && await kept(address);
  try {
    const coming = fetch(event.request);
    const response = await (copy ? within(coming, PATIENCE_MS) : coming);
    const own = await ours(address, response);
    if (own) await keepIfRoom(address, own);
    else if (known && response.ok) {
      await noteNewer(event.resultingClientId).catch(() => {});
      worker.registration.update().catch(() => {});
    }
    return response;
  } catch {
    return copy ?? new Response(NOT_KEPT, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

/** A file of a page: what is kept, else from the network, if it is of the same version. */
async function file({ request, clientId }) {
  const address = addressOf(request.url);
  if (!(await files())[address]) return fetch(request);
  if (await isNewer(clientId)) return fetch(request, { cache: "no-cache" }); // the browser's own cache may be older
  const copy = await kept(address);
  if (copy) return copy;
  const response = await fetch(request);
  const own = await ours(address, response);
  if (own) await keepIfRoom(address, own);
  // A server that changes files on the way has this version and other bytes: they are shown and not kept.
  if (own || !response.ok || await isCurrent()) return response;
  worker.registration.update().catch(() => {});
  return Response.error(); // of a newer version: the page says that there is one
}

/** Fetch files of this version and keep them; `tell` hears of each. Returns how many did not come. */
async function bring(addresses, tell = (_address) => {}) {
  const waiting = [...addresses];
  let missed = 0;
  const one = async (address) => {
    if (await kept(address)) return true;
    const own = await ours(address, await fetch(keyOf(address), { cache: "no-cache" }));
    if (own) await keep(address, own);
    return Boolean(own);
  };
  const work = async () => {
    for (let address = waiting.shift(); address; address = waiting.shift()) {
      try {
        if (!await one(address)) missed += 1;
      } catch (error) {
        if (error.name === "QuotaExceededError") throw error;
        missed += 1;
      }
      tell(address);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return missed;
}

/** What another version has kept: those files of this one, the unchanged without a request. */
async function bringOver(cache) {
  const response = await (await caches.open(cache)).match(new URL(LIST, ROOT));
  if (!response) return;
  const before = (await response.json()).files;
  const had = new Set();
  for (const { url } of await (await caches.open(cache)).keys()) had.add(addressOf(url));
  const hadAll = Object.keys(before).every((address) => had.has(address));
  const wanted = Object.entries(await files()).filter(([address]) => hadAll || had.has(address));
  for (const [address, [, digest]] of wanted) {
    if (before[address]?.[1] === digest) await keep(address, await kept(address, cache));
  }
  await bring(wanted.map(([address]) => address));
}

const older = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);

async function install() {
  const response = await fetch(new URL(LIST, ROOT), { cache: "no-store" });
  if ((await response.clone().json()).version !== version) throw new Error("the site is being changed");
  await (await caches.open(CACHE)).put(new URL(LIST, ROOT), response);
  for (const name of await older()) await bringOver(name).catch(() => {}); // without room it comes when it is visited
}

async function state() {
  const all = Object.entries(await files());
  const found = new Set((await (await caches.open(CACHE)).keys()).map(({ url }) => addressOf(url)));
  const here = all.filter(([address]) => found.has(address));
  const sum = (some) => some.reduce((total, [, [size]]) => total + size, 0);
  return { files: here.length, ofFiles: all.length, bytes: sum(here), ofBytes: sum(all) };
}

async function save(tell) {
  const all = await files();
  const { ofBytes } = await state();
  let bytes = 0;
  try {
    const missed = await bring(Object.keys(all), (address) => {
      bytes += all[address][0];
      tell({ bytes, ofBytes });
    });
    return { ...await state(), missed };
  } catch {
    return { ...await state(), isFull: true };
  }
}

async function forget() {
  const cache = await caches.open(CACHE);
  const list = new URL(LIST, ROOT).href;
  for (const request of await cache.keys()) if (request.url !== list) await cache.delete(request);
  return state();
}

const ACTS = {
  state,
  save,
  forget,
  async visited(tell, { addresses }) {
    const all = await files();
    await bring(addresses.map(addressOf).filter((address) => all[address]));
  },
  "take over": () => worker.skipWaiting(),
};

worker.addEventListener("install", (event) => event.waitUntil(install()));

worker.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await older()) await caches.delete(name);
  await worker.clients.claim();
})()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT) || request.headers.has("range")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else event.respondWith(file(event));
});

worker.addEventListener("message", (event) => {
  const [port] = event.ports;
  const act = ACTS[event.data.act];
  if (!act) return;
  event.waitUntil((async () => {
    const found = await act((progress) => port?.postMessage(progress), event.data);
    port?.postMessage({ ...found, isDone: true });
  })());
});
