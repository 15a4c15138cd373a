/* First of all scripts: the theme's own stop where the browser refuses storage, or has no room left. Then another
 * storage stands in front of it, which forgets with the page what the browser does not keep. */
(() => {
  const standIn = (name) => {
    let own = null;
    let works = false;
    try {
      own = window[name];
      own.setItem("course:trial", "1");
      own.removeItem("course:trial");
      works = true;
    } catch {
      // Refused: there is none. Full: it can be read.
    }
    if (name === "localStorage") globalThis.courseStorage = own;
    if (works) return;
    const kept = new Map();
    const value = {
      getItem: (key) => kept.get(key) ?? own?.getItem(key) ?? null,
      setItem(key, text) {
        kept.set(key, String(text));
      },
      removeItem(key) {
        kept.delete(key);
        own?.removeItem(key);
      },
    };
    Object.defineProperty(window, name, { configurable: true, value });
  };
  standIn("localStorage");
  standIn("sessionStorage");
})();
