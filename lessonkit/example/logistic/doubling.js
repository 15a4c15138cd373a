import { elementOf } from "lessonkit/page/element.js";

function render({ model, el }) {
  const root = elementOf("logistic-doubling", { model, el });
  const slider = root.querySelector("input");

  const show = () => {
    const rate = Number(slider.value);
    root.querySelector('[data-of="rate"]').textContent = rate.toFixed(2);
    root.querySelector("output").textContent = (Math.LN2 / rate).toFixed(2);
  };

  slider.addEventListener("input", () => {
    show();
    model.set("rate", Number(slider.value));
    model.save_changes();
  });
  model.on("change:rate", () => {
    slider.value = model.get("rate");
    show();
  });
  slider.disabled = false;
  root.toggleAttribute("ready", true);
}

export default { render };
