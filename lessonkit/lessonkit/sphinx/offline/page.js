/* The course without a network: a page asks for the site's worker, offers to keep all, and says what is newer. */

const SILENCE_MS = 30_000; // a worker that has said nothing so long was stopped by the browser

/** Whether the page may have a worker: from disk and in a frame of another site it has none. */
function mayWork() {
  try {
    return window.top === window && isSecureContext && location.protocol.startsWith("http") && "serviceWorker" in navigator;
  } catch {
    return false;
  }
}

/** Let the worker act; `onProgress` hears what it says before its answer. Rejected if it falls silent. */
function ask(worker, message, onProgress = (_progress) => {}) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(new Error("the worker says nothing")), SILENCE_MS);
    };
    port1.onmessage = ({ data }) => {
      wait();
      if (!data.isDone) onProgress(data);
      else {
        clearTimeout(timer);
        resolve(data);
      }
    };
    wait();
    worker.postMessage(message, [port2]);
  });
}

const megabytes = (bytes) => `${Math.max(1, Math.round(bytes / 1e6))}\u00a0MB`;

/** An element with a class and a text. */
function make(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

/** Offer at the page's foot to keep the whole course, or to remove it. */
async function offer(worker) {
  const foot = document.querySelector(".bd-footer-content__inner");
  if (!foot) return;
  const box = make("div", "course-offline d-print-none");
  const button = make("button", "course-offline-button");
  const bar = make("progress", "course-offline-bar");
  const said = make("p", "course-offline-said");
  button.type = "button";
  bar.hidden = true;
  bar.setAttribute("aria-label", "Saved of this course");
  said.setAttribute("role", "status");

  let isSaved = false;
  const show = ({ files, ofFiles, ofBytes }) => {
    isSaved = files === ofFiles;
    button.textContent = isSaved
      ? "Remove the saved course from this device"
      : `Save this course for offline use (about ${megabytes(ofBytes)})`;
  };
  const save = async () => {
    navigator.storage?.persist?.();
    bar.hidden = false;
    said.textContent = "Saving…";
    const found = await ask(worker, { act: "save" }, ({ bytes, ofBytes }) => {
      bar.max = ofBytes;
      bar.value = bytes;
    });
    show(found);
    if (isSaved) said.textContent = "Saved: every page opens on this device without a network.";
    else if (found.isFull) said.textContent = "This device has no room left for the course. What was saved is kept.";
    else said.textContent = `${found.missed} of ${found.ofFiles} files did not come. Save again when the network is back.`;
  };
  const remove = async () => {
    show(await ask(worker, { act: "forget" }));
    said.textContent = "Removed from this device. Your answers are kept.";
  };
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    try {
      await (isSaved ? remove() : save());
    } catch {
      said.textContent = "The browser stopped on the way. Press again to go on.";
    }
    bar.hidden = true;
    button.removeAttribute("aria-disabled");
  });
  const found = await ask(worker, { act: "state" });
  if (!found.ofFiles) return; // the list of its version is lost: a newer worker has one
  show(found);
  if (isSaved) said.textContent = "This course is saved on this device.";
  box.append(button, bar, said);
  foot.append(box);
}

/** Say that a newer version is there, once, with a way to load it. */
function announce(load) {
  if (document.querySelector(".course-newer")) return;
  const box = make("div", "course-newer d-print-none");
  const said = make("p", "", "A newer version of this course is there. Your answers are kept.");
  const button = make("button", "", "Load it");
  said.setAttribute("role", "status");
  button.type = "button";
  button.addEventListener("click", load);
  box.append(said, button);
  document.body.append(box);
}

/** Hear of newer versions while the page is open. */
function watch(registration) {
  const { serviceWorker } = navigator;
  let isControlled = Boolean(serviceWorker.controller);
  let isAsked = false;
  const load = () => {
    isAsked = true;
    if (registration.waiting) registration.waiting.postMessage({ act: "take over" });
    else location.reload(); // another tab has let it take over
  };
  const look = () => {
    if (registration.waiting && serviceWorker.controller) announce(load);
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
  serviceWorker.addEventListener("controllerchange", () => {
    if (isAsked) location.reload();
    else if (isControlled) announce(load);
    isControlled = true;
  });
  look();
}

/** The files of this page, for a worker that came after them. */
const ownAddresses = () => [
  location.href,
  ...performance.getEntriesByType("resource").map(({ name }) => name),
].filter((address) => new URL(address).origin === location.origin);

/** Give the page of a site its worker, if the browser allows one. */
export async function keepOffline({ worker, manifest }) {
  if (!mayWork()) return;
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  const isFirst = !navigator.serviceWorker.controller;
  let registration;
  try {
    registration = await navigator.serviceWorker.register(new URL(worker, root), { updateViaCache: "none" });
  } catch {
    // The browser refuses it.
  }
  if (!registration) return; // the page is what it was
  await navigator.serviceWorker.ready;
  const link = document.createElement("link");
  Object.assign(link, { rel: "manifest", href: new URL(manifest, root).href });
  document.head.append(link);
  watch(registration);
  const { active } = registration;
  if (!active) return;
  try {
    if (isFirst) await ask(active, { act: "visited", addresses: ownAddresses() });
    await offer(active);
  } catch {
    // It was stopped; the next page asks again.
  }
}
