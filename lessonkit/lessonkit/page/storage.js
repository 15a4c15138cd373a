/* What the browser keeps for one course. Where it refuses to, or is full, that lasts as long as the page. */

const VERSION = 2;
/** @type {string[]} */
const NONE = [];

// One for the page: each widget of a notebook runs a copy of this module.
globalThis.courseUnkept ??= new Map();

/** The browser's own storage; sphinx/storage.js stands in front of one that fails, and holds it here. */
const browsers = () => ("courseStorage" in globalThis ? globalThis.courseStorage : localStorage);

/**
 * What an act on the browser's storage gives, or `otherwise` if it fails.
 *
 * @template Found, [Otherwise=undefined]
 * @param {(storage: Storage) => Found} act
 * @param {Otherwise} [otherwise]
 */
function attempt(act, otherwise) {
  try {
    return act(/** @type {Storage} */ (browsers()));  // an act on none fails
  } catch {
    return /** @type {Otherwise} */ (otherwise);
  }
}

/**
 * The texts that a course keeps by name.
 *   get(name)         the text, or null
 *   older(name)       the text that version 1 kept under this name, for whichever course; it is never changed
 *   set(name, text)   keep a text
 *   remove(name)
 *   names()           all names; olderNames() those of version 1
 *   fault()           why nothing can be kept: "refused", "full", or null
 *   onSet(listener)   `listener(isKept)` hears whether all that was set is kept
 *   onChange(listener)  `listener(name)` hears what another tab changed; of all names (null) when the page comes
 *                     back as it was left. Returns how to stop.
 *
 * @param {string} course
 */
export function storageOf(course) {
  const unkept = globalThis.courseUnkept;
  const prefix = `course:${VERSION}:${course}:`;
  /** @type {((isKept: boolean) => void)[]} */
  const setListeners = [];

  /** @type {(key: string, text: string) => boolean} */
  const keep = (key, text) => attempt((storage) => {
    storage.setItem(key, text);
    return true;
  }, false);

  /** @type {(name: string) => string | null} */
  const get = (name) => unkept.get(prefix + name) ?? attempt((storage) => storage.getItem(prefix + name), null);

  return {
    get,
    /** @type {(name: string) => string | null} */
    older: (name) => attempt((storage) => storage.getItem(`course:1:${name}`), null),
    /** @type {(name: string, text: string) => void} */
    set(name, text) {
      if (keep(prefix + name, text)) unkept.delete(prefix + name);
      else unkept.set(prefix + name, text);
      for (const listener of setListeners) listener(!unkept.size);
    },
    /** @param {string} name */
    remove(name) {
      unkept.delete(prefix + name);
      attempt((storage) => storage.removeItem(prefix + name));
    },
    names() {
      const keys = [...attempt((storage) => Object.keys(storage), NONE), ...unkept.keys()];
      return [...new Set(keys)].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)).sort();
    },
    olderNames: () => attempt((storage) => Object.keys(storage), NONE)
      .filter((key) => key.startsWith("course:1:")).map((key) => key.slice("course:1:".length)).sort(),
    fault() {
      if (attempt((storage) => storage.getItem(prefix), false) === false) return "refused";
      if (!keep(`${prefix}trial`, "1")) return "full";
      attempt((storage) => storage.removeItem(`${prefix}trial`));
      return null;
    },
    /** @param {(isKept: boolean) => void} listener */
    onSet: (listener) => setListeners.push(listener),
    /** @param {(name: string | null) => void} listener */
    onChange(listener) {
      /** @param {StorageEvent} event */
      const onStorage = ({ key }) => {
        if (key !== null && !key.startsWith(prefix)) return;
        if (key !== null) unkept.delete(key);  // the widgets know what is in it
        listener(key === null ? null : key.slice(prefix.length));
      };
      /** @param {PageTransitionEvent} event */
      const onShow = ({ persisted }) => {
        if (persisted) listener(null);
      };
      addEventListener("storage", onStorage);
      addEventListener("pageshow", onShow);
      return () => {
        removeEventListener("storage", onStorage);
        removeEventListener("pageshow", onShow);
      };
    },
  };
}
