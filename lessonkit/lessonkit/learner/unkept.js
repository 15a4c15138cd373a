import { saveAll } from "./record.js";

const WHY = {
  refused: "This browser lets the page store nothing, so your answers are kept only while the page is open.",
  full: "This browser has no room left for this site, so new answers are kept only while the page is open.",
};
const IN_A_FRAME = " It stands in a frame that is shut off: open the course in a tab of its own to keep them.";
const AS_A_FILE = " Save them as a file before you leave: the page of your progress reads it.";

/** A frame without an origin of its own may hand over no files either. A page from disk may. */
const isShutOff = () => globalThis.origin === "null" && location.protocol.startsWith("http");

function noteWith(save) {
  const note = document.createElement("div");
  note.className = "course-unkept";
  note.appendChild(document.createElement("p")).setAttribute("role", "status");
  if (!isShutOff()) {
    const button = note.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = "Save as a file";
    button.onclick = save;
  }
  return note;
}

/** Say once in the page, near to what the reader does, that answers are not kept; take it back when they are. */
export function tellIfUnkept(card, state, data) {
  const look = (why) => {
    if (!why) {
      globalThis.courseUnkeptNote?.remove();
      globalThis.courseUnkeptNote = undefined;
    } else if (!globalThis.courseUnkeptNote) {
      const note = noteWith(() => saveAll(state, data));
      globalThis.courseUnkeptNote = note;
      (card.querySelector("form:focus-within") ?? card.firstElementChild).before(note);
      note.firstElementChild.textContent = WHY[why] + (isShutOff() ? IN_A_FRAME : AS_A_FILE);
    }
  };
  const why = state.storage.fault();
  if (why) look(why);
  state.storage.onSet((isKept) => look(isKept ? null : state.storage.fault() ?? "full"));
}
