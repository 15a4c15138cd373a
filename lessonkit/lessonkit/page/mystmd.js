import { pageModel } from "./stand_in.js";

/**
 * A widget for mystmd's theme: as on a built page, since the theme's model can neither save nor send. Plotly lies
 * beside the module.
 */
export function forMystmd(widget) {
  return {
    render({ model, el }) {
      el.insertAdjacentHTML("beforeend", model.get("html")); // below the style sheet that the theme has put there
      const element = el.lastElementChild;
      const hearers = [];
      const standIn = {
        ...pageModel(element),
        on(name, hear) {
          if (name === "msg:custom") hearers.push(hear);
        },
        async send(message) {
          if (message.type !== "plotly") return;
          const plotly = await fetch(new URL("plotly.min.js", import.meta.url));
          const buffers = [await plotly.arrayBuffer()];
          for (const hear of hearers) hear(message, buffers);
        },
      };
      return widget.render({ model: standIn, el: element });
    },
  };
}
