/** Where the site's own scripts lie; false or undefined in a live notebook. */
export const here = typeof document !== "undefined"
  && /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src;

/**
 * Run a script of the site.
 *
 * @param {string} src
 * @returns {Promise<void>} Rejected if it does not arrive; it can be asked for again.
 */
export function insertScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${src} could not be loaded`));
    };
    document.head.append(script);
  });
}
