/* "Esto es lo que entendimos": counts the changes that wait to be applied, marks them, and asks before
   they are lost. Without it everything works; nobody counts. */
(() => {
  const form = document.getElementById("decisiones");
  if (!form) return;
  const said = form.querySelector(".reading-changes");
  let sending = false;

  const differs = (field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  };
  const changed = () => {
    const names = new Set();
    for (const field of form.elements) {
      if (!field.name || !["INPUT", "SELECT", "TEXTAREA"].includes(field.tagName) || field.type === "hidden") continue;
      const other = differs(field);
      field.classList.toggle("field-changed", other);
      if (other) names.add(field.name);
    }
    return names.size;
  };
  const tell = () => {
    const count = changed();
    if (said) said.textContent = count === 0 ? "" : count === 1 ? form.dataset.changedOne : form.dataset.changedMany.replace("{}", count);
    return count;
  };

  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  document.addEventListener("submit", () => { sending = true; });
  window.addEventListener("pageshow", () => { sending = false; tell(); });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && changed() > 0) event.preventDefault();
  });
})();
