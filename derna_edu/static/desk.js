/* Names for the fields at the desk that the admin leaves without one: those in the rows of
   inline tables, the search box, and the boxes that select2 puts in place of a select. */

/* What a field is called: the head of its column, or the text or picture of its label. */
function nameOf(field) {
  const cell = field.closest(".tabular td");
  const label = cell ? cell.closest("table").tHead.rows[0].cells[cell.cellIndex] : field.labels[0];
  return label ? label.textContent.trim() || label.querySelector("img")?.alt || "" : "";
}

/* Select2 names its box by its content alone, which is empty until something is chosen. */
function nameBox(select) {
  const name = nameOf(select);
  const container = select.nextElementSibling;
  const box = container.querySelector(".select2-selection");
  const chosen = box.querySelector(".select2-selection__rendered");
  box.id = `${select.id}-box`;
  box.setAttribute("aria-label", name);
  box.setAttribute("aria-labelledby", `${box.id} ${chosen.id}`.trim());
  box.setAttribute("aria-controls", `select2-${select.id}-results`);
  chosen.removeAttribute("role");
  chosen.removeAttribute("aria-readonly");
  const open = container.classList.contains("select2-container--open");
  const parts = ".select2-search__field, .select2-results__options[role=listbox]";
  for (const part of [
    ...container.querySelectorAll(parts),
    ...(open ? document.querySelectorAll(`.select2-dropdown :is(${parts})`) : []),
  ]) {
    part.setAttribute("aria-label", name);
  }
}

function nameFields() {
  const fields = ":is(input:not([type=hidden]), select, textarea):not([aria-label])";
  for (const field of document.querySelectorAll(`.tabular td ${fields}, #searchbar`)) {
    if (!field.closest(".select2-container")) field.setAttribute("aria-label", nameOf(field));
  }
  document.querySelectorAll("select.select2-hidden-accessible").forEach(nameBox);
  for (const head of document.querySelectorAll("th.original:empty")) {
    head.setAttribute("role", "cell"); /* A corner, not the head of a column. */
  }
}

/* Rows that are added, boxes that select2 makes and lists that it opens all arrive as nodes. */
document.addEventListener("DOMContentLoaded", () => {
  nameFields();
  new MutationObserver(nameFields).observe(document.body, { childList: true, subtree: true });
});
