/* Figures whose values are told where one points, with a pointer or with the arrows of the keyboard.
   Nothing is loaded until somebody asks. Without this file a figure is a picture with a table. */

const SPAN = 14; // pixels between a mark and what is told of it
let embed = null;

const told = (value) => Object.entries(value).map(([name, text]) => [name, String(text)]);

const bubble = () => {
  const made = document.createElement("div");
  made.className = "figure-value";
  made.hidden = true;
  made.setAttribute("aria-hidden", "true");
  return made;
};

const fill = (place, value) => {
  place.replaceChildren(...told(value).map(([name, text], at) => {
    const line = document.createElement("span");
    line.className = at ? "figure-value-line" : "figure-value-name";
    line.textContent = at ? `${name}: ${text}` : text;
    return line;
  }));
};

const show = (place, live, value, x, y) => {
  fill(place, value);
  place.hidden = false;
  const room = live.clientWidth;
  const left = Math.min(Math.max(0, x + SPAN), Math.max(0, room - place.offsetWidth));
  place.style.left = `${left}px`;
  place.style.top = `${y - place.offsetHeight - SPAN < 0 ? y + SPAN : y - place.offsetHeight - SPAN}px`;
};

/* The marks that have something to tell, in the order of the drawing. */
const marksOf = (svg) => [...svg.querySelectorAll("path, circle, rect")]
  .filter((mark) => mark.__data__ && mark.__data__.tooltip && typeof mark.__data__.tooltip === "object");

const enliven = (live, button) => {
  const svg = live.querySelector("svg");
  svg.classList.add("drawing");
  svg.setAttribute("aria-hidden", "true");
  svg.removeAttribute("role");
  const place = bubble();
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  live.append(place, said);
  const marks = marksOf(svg);
  let at = -1;
  let marked = null;

  const unmark = () => {
    if (marked) marked.classList.remove("figure-mark");
    marked = null;
    place.hidden = true;
  };
  const at_mark = (mark, event) => {
    unmark();
    marked = mark;
    mark.classList.add("figure-mark");
    const around = live.getBoundingClientRect();
    const box = mark.getBoundingClientRect();
    const x = event ? event.clientX : box.left + box.width / 2;
    const y = event ? event.clientY : box.top + box.height / 2;
    show(place, live, mark.__data__.tooltip, x - around.left, y - around.top);
  };

  svg.addEventListener("pointermove", (event) => {
    const mark = event.target.closest("path, circle, rect");
    if (mark && marks.includes(mark)) at_mark(mark, event); else unmark();
  });
  svg.addEventListener("pointerleave", unmark);
  live.tabIndex = 0;
  live.setAttribute("role", "group");
  live.setAttribute("aria-label", button.dataset.help);
  live.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { unmark(); return; }
    if (!marks.length || (!step && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    if (step) at = (at + step + marks.length + (at < 0 && step < 0 ? 1 : 0)) % marks.length;
    else at = event.key === "Home" ? 0 : marks.length - 1;
    at_mark(marks[at]);
    said.textContent = told(marks[at].__data__.tooltip).map((pair) => pair[1]).join(", ");
  });
  live.addEventListener("blur", unmark);
};

const begin = async (button) => {
  const figure = button.closest("figure");
  const drawing = figure.querySelector(".figure-wide") || figure.querySelector(".figure-drawing > img");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    embed ??= import(button.dataset.vega).then(() => window.cauceEmbed);
    const [draw, answer] = await Promise.all([embed, fetch(button.dataset.spec)]);
    if (!answer.ok) throw new Error(answer.statusText);
    const live = document.createElement("div");
    live.className = "figure-live";
    drawing.after(live);
    await draw(live, await answer.json(), {
      ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: () => {},
      loader: { load: () => Promise.reject(new Error("no address is loaded")) },
    });
    drawing.hidden = true;
    drawing.classList.add("figure-replaced");
    enliven(live, button);
    button.hidden = true;
    live.focus({ preventScroll: true });
  } catch {
    embed = null;
    figure.querySelector(".figure-live")?.remove();
    button.disabled = false;
    button.textContent = button.dataset.failed;
  }
  button.removeAttribute("aria-busy");
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-spec]");
  if (button) begin(button);
});
/* Where the narrow drawing stands there is no room to point: its table tells the values. */
const roomy = (figure) => {
  const wide = figure.querySelector(".figure-wide");
  return wide ? wide.offsetParent !== null : figure.querySelector(".figure-drawing > img") !== null;
};
const reveal = () => document.querySelectorAll("button[data-spec][hidden]").forEach((button) => {
  const figure = button.closest("figure");
  if (figure && roomy(figure) && !figure.querySelector(".figure-live")) button.hidden = false;
});
reveal();
document.addEventListener("htmx:after:swap", reveal);
