// <form data-save-bar>: say when something is not saved yet, and ask before it is lost. data-unsaved="yes": so from the start.

for (const form of document.querySelectorAll("form[data-save-bar]")) {
  const bar = form.querySelector(".save-bar");
  const [note, unsaved, discard] = ["[data-note]", "[data-unsaved]", "[data-discard]"].map((part) => bar.querySelector(part));
  let leaving = false;

  const differs = (field) => {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue && "defaultValue" in field;
  };
  const isChanged = () => form.dataset.saveBar === "unsaved" || [...form.elements].some(differs);
  const show = () => {
    const changed = isChanged();
    form.classList.toggle("is-unsaved", changed);
    note.hidden = changed;
    unsaved.hidden = discard.hidden = !changed;
  };

  form.classList.add("is-watched");
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => (leaving = event.submitter?.formTarget !== "_blank"));
  discard.addEventListener("click", () => (leaving = true));
  addEventListener("pageshow", () => {
    leaving = false;
    show();
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && isChanged()) event.preventDefault();
  });
  show();
}
