/* Forms at the desk: the live preview of a statement, the one field for its value, slugs that are
   proposed, and lists that offer only what fits and say more of it. All of it is help; without it the forms work. */
"use strict";
{
  const VALUES = ["value_entity", "value_date", "value_quantity", "unit", "value_text"];
  const PAUSE = 400;

  const rowOf = (name) => document.querySelector(`.form-row.field-${name}`);

  /* A field that is put away is not sent, so that the server forgets what it held. */
  function putAway(row, away) {
    if (!row) return;
    const wrong = row.querySelector(".errorlist");
    row.classList.toggle("hidden", away && !wrong);
    row.classList.toggle("desk-asked", !away);
    for (const field of row.querySelectorAll("input, select, textarea")) {
      field.disabled = away && !wrong;
    }
  }

  function showValue(asked) {
    for (const name of VALUES) {
      const fits = name === asked || (name === "unit" && asked === "value_quantity");
      putAway(rowOf(name), !fits);
    }
  }

  /* How a date or number was read stands below the field it was typed into. */
  function showReadings(preview) {
    for (const old of document.querySelectorAll(".form-row .desk-reading")) old.remove();
    for (const item of preview.querySelectorAll(".desk-readings li")) {
      const field = rowOf(item.dataset.field)?.querySelector("input");
      if (!field) continue;
      const reading = document.createElement("span");
      reading.className = "desk-reading";
      reading.textContent = item.textContent;
      field.after(reading);
      item.remove();
    }
  }

  function startPreview(panel) {
    const form = panel.closest("form");
    const text = panel.querySelector(".desk-preview-text");
    let shown = text.innerHTML;
    let running = null;
    let timer = null;

    function take() {
      const preview = text.firstElementChild;
      for (const waiting of preview.querySelectorAll(".desk-waiting[hidden]")) waiting.hidden = false;
      if (!("valueField" in preview.dataset)) return; /* no statement */
      showValue(preview.dataset.valueField);
      showReadings(preview);
      const slug = form.querySelector("input[name=slug]");
      if (slug) slug.placeholder = preview.dataset.slug;
    }

    function show(html) {
      if (html === shown) return;
      shown = html;
      text.innerHTML = html;
      take();
    }

    async function refresh() {
      running?.abort();
      running = new AbortController();
      const { signal } = running;
      const body = new FormData(form);
      try {
        const response = await fetch(panel.dataset.address, {
          method: "POST",
          body,
          redirect: "manual",
          signal,
        });
        if (!response.ok) throw new Error(`${response.status}`);
        show(await response.text());
      } catch (error) {
        if (error.name === "AbortError") return;
        shown = "";
        text.textContent = panel.dataset.failure;
      }
    }

    take();
    document.querySelector(".desk-values .description")?.remove();
    /* Select2 tells of a choice through jQuery alone. */
    django.jQuery(form).on("input change", (event) => {
      clearTimeout(timer);
      timer = setTimeout(refresh, event.type === "change" ? 0 : PAUSE);
    });
    document.addEventListener("formset:removed", refresh);
  }

  /* What is typed into one of the lists goes to the server with what has been chosen so far. */
  function offerWhatFits() {
    const chosen = (name) => document.querySelector(`#id_${name}`)?.value ?? "";
    django.jQuery.ajaxPrefilter((options) => {
      if (!options.url?.includes("/autocomplete/")) return;
      const fitting = new URLSearchParams({
        subject: chosen("subject"),
        property: chosen("property"),
      });
      options.data = `${options.data ?? ""}&${fitting}`;
    });
  }

  /* What is offered stands with an example below it; where nothing is, the reason is told. */
  function explainWhatIsOffered() {
    /* Pages without lists to choose from have no jQuery either. */
    if (!window.django) return;
    const $ = django.jQuery;
    let reason = "";
    $.ajaxPrefilter((options, original, request) => {
      if (!options.url?.includes("/autocomplete/")) return;
      request.done((answer) => (reason = answer.nothing ?? ""));
    });

    function shown(offered, option) {
      if (!offered.example || !option) return offered.text;
      option.setAttribute("aria-label", offered.text);
      option.setAttribute("aria-description", offered.example);
      const example = document.createElement("span");
      example.className = "desk-example";
      example.textContent = offered.example;
      return $("<span></span>").text(offered.text).append(example);
    }

    $(document).on("select2:opening", (event) => {
      const options = $(event.target).data("select2")?.options;
      if (!options?.get("ajax") || options.get("explained")) return;
      const { dict } = options.get("translations");
      const none = dict.noResults;
      options.set("explained", true);
      options.set("templateResult", shown);
      dict.noResults = () => reason || none();
    });
  }

  function slugOf(text) {
    const plain = text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9\s_-]/g, "");
    return plain.trim().replace(/[\s_-]+/g, "-").replace(/^-|-$/g, "");
  }

  /* The server makes the slug when the field is left empty; it is shown here as it will be. */
  function proposeSlug(field) {
    const source = document.getElementById(`id_${field.dataset.madeFrom}`);
    const propose = () => (field.placeholder = slugOf(source.value));
    source?.addEventListener("input", propose);
  }

  /* An entity is asked only for what its kind needs. */
  function fitKind(kind) {
    const show = () => {
      const events = document.querySelector(".desk-events");
      const filled = [...events.querySelectorAll("input")].some((field) => field.value);
      events.classList.toggle("hidden", kind.value !== "event" && !filled);
      document.querySelector(".desk-places").classList.toggle("hidden", kind.value !== "place");
    };
    kind.addEventListener("change", show);
    show();
  }

  /* Whether a new name takes "the" is ticked as is likely, until the editor ticks or unticks it. */
  function guessThe(tick, kind) {
    const label = document.getElementById("id_label");
    const seen = document.createElement("input");
    Object.assign(seen, { type: "hidden", name: "tick_seen", value: "yes" });
    tick.after(seen);
    const kinds = tick.dataset.guessedFor.split(" ").filter(Boolean);
    let touched = kinds.length === 0;
    tick.addEventListener("change", () => (touched = true));
    const guess = () => {
      if (touched || !label) return;
      const first = [...label.value.trim()][0] ?? "";
      const common = first !== first.toUpperCase();
      tick.checked = common && kinds.includes(kind.value);
    };
    label?.addEventListener("input", guess);
    kind.addEventListener("change", guess);
    guess();
  }

  /* A date is read back below its field while it is typed. */
  function readBack(field) {
    const reading = field.parentElement.querySelector(".desk-reading");
    let timer = null;
    let running = null;
    async function read() {
      running?.abort();
      running = new AbortController();
      const asked = new URLSearchParams({ date: field.value });
      try {
        const { signal } = running;
        const address = `${field.dataset.readAt}?${asked}`;
        const response = await fetch(address, { redirect: "manual", signal });
        if (!response.ok) throw new Error(`${response.status}`);
        reading.innerHTML = await response.text();
      } catch (error) {
        if (error.name !== "AbortError") reading.textContent = "";
      }
    }
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(read, PAUSE);
    });
  }

  /* After a mistake the page begins where it is told. */
  function beginWithWhatIsWrong() {
    const told = document.querySelector("#content-main .errornote");
    if (!told) return;
    told.tabIndex = -1;
    told.focus();
  }

  /* A double click sends a form once; what takes long is told while it is waited for. */
  function sendOnce(form) {
    const status = form.querySelector("[data-while-sent]");
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 3000);
      if (status) status.textContent = status.dataset.whileSent;
    });
    /* The back button may bring the page as it was left. */
    if (status) window.addEventListener("pagehide", () => (status.textContent = ""));
  }

  /* On a telephone each field of a table stands below its heading; see desk.css. */
  function labelCells(table) {
    for (const heading of table.querySelectorAll("thead th[class*=column-]")) {
      const name = heading.className.match(/column-(\w+)/)[1];
      for (const cell of table.querySelectorAll(`td.field-${name}`)) {
        cell.dataset.label = heading.textContent.trim();
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".tabular table").forEach(labelCells);
    document.querySelectorAll("#content-main form[method=post]").forEach(sendOnce);
    explainWhatIsOffered();
    const panel = document.getElementById("desk-preview");
    if (panel) {
      offerWhatFits();
      startPreview(panel);
    }
    const slug = document.querySelector("input[data-made-from]:not([data-made-from=''])");
    if (slug) proposeSlug(slug);
    const kind = document.querySelector(".model-entity #id_kind");
    if (kind && document.querySelector(".desk-events")) fitKind(kind);
    const tick = document.querySelector("input[data-guessed-for]");
    if (tick && kind) guessThe(tick, kind);
    document.querySelectorAll("input[data-read-at]").forEach(readBack);
    /* A part with a mistake in it is opened. */
    for (const part of document.querySelectorAll("details")) {
      if (part.querySelector(".errorlist")) part.open = true;
    }
    beginWithWhatIsWrong();
  });
}
