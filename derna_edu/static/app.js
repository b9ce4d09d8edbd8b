// What the pages can do beyond plain HTML. Every page works without this file.
(function () {
  "use strict";

  // Keys: 1 to 9 choose an option, Enter answers and then continues.

  const OPTIONS = ".options, .map-field";

  function isTyping(element) {
    return Boolean(
      element.closest(
        "textarea, select, [contenteditable], " +
          "input:not([type=radio]):not([type=checkbox]):not([type=submit]):not([type=button])"
      )
    );
  }

  // The options of the form in use, or of the page's only question.
  function currentOptions(element) {
    const form = element.closest("form");
    const inForm = form && form.querySelector(OPTIONS);
    if (inForm) return inForm;
    const all = document.querySelectorAll("form :is(" + OPTIONS + ")");
    return all.length === 1 ? all[0] : null;
  }

  function choose(options, index) {
    const choice = options.querySelectorAll("input:not(:disabled), button:not(:disabled)")[index];
    if (!choice) return false;
    choice.focus();
    choice.click();
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.repeat || event.isComposing || event.defaultPrevented) return;
    if (!(event.target instanceof Element)) return;
    if (event.key === "Escape") {
      closeMenus(null);
    } else if (isTyping(event.target)) {
      return;
    } else if (/^[1-9]$/.test(event.key)) {
      const options = currentOptions(event.target);
      if (options && choose(options, Number(event.key) - 1)) event.preventDefault();
    } else if (event.key === "Enter" && !event.target.closest("a, button, input, summary")) {
      // Go on; or, once an option is chosen, answer: the focus need not be on it.
      const chosen = document.querySelector("form :is(" + OPTIONS + ") input:checked");
      const next = document.querySelector("[data-continue]");
      if (next || chosen) event.preventDefault();
      if (next) next.click();
      else if (chosen) chosen.form.requestSubmit();
    }
  });

  // An open menu closes when something else is pressed.

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu"));
  });

  // A form is sent once, however often its button is pressed. Its buttons keep the
  // focus and their values, so they are marked as disabled instead of being disabled.

  const RELEASE_AFTER = 10000; // ms; for answers that leave the page as it is, such as downloads

  function lock(form) {
    form.setAttribute("data-sending", "");
    mark(form, true);
    setTimeout(unlock, RELEASE_AFTER, form);
  }

  function unlock(form) {
    form.removeAttribute("data-sending");
    mark(form, false);
  }

  function mark(form, sending) {
    Array.prototype.forEach.call(form.elements, function (element) {
      if (element.type !== "submit") return;
      if (sending) element.setAttribute("aria-disabled", "true");
      else element.removeAttribute("aria-disabled");
    });
  }

  document.addEventListener(
    "submit",
    function (event) {
      if (!event.target.hasAttribute("data-sending")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true
  );
  document.addEventListener("submit", function (event) {
    if (!event.defaultPrevented) lock(event.target);
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(unlock);
  });

  // htmx: send once, say when the server did not answer, and move the focus to what is new.

  // What the note says by itself, unless the server says more.
  const usual = document.querySelector("[data-trouble]")?.textContent;

  function trouble(shown, said) {
    const note = document.querySelector("[data-trouble]");
    if (!note) return;
    note.textContent = said || usual;
    note.hidden = !shown;
    if (shown) note.scrollIntoView({ block: "nearest" });
  }

  // A server that is busy says so in a line of plain text.
  function saidBy(request) {
    const type = (request && request.getResponseHeader("Content-Type")) || "";
    return request?.status === 503 && type.startsWith("text/plain") ? request.responseText : "";
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    trouble(false);
    if (event.detail.elt instanceof HTMLFormElement) lock(event.detail.elt);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.elt instanceof HTMLFormElement) unlock(event.detail.elt);
  });
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      // What becomes of the answer to a question is told in answers.js.
      if (event.detail.requestConfig.elt.matches("[data-answer]")) return;
      trouble(true, saidBy(event.detail.xhr));
    });
  });
  // Going back without a connection.
  document.addEventListener("htmx:historyCacheMiss", function (event) {
    event.detail.xhr.onerror = function () {
      trouble(true);
    };
  });
  document.addEventListener("htmx:historyCacheMissLoadError", function () {
    trouble(true);
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    const fresh = event.target;
    const focus = fresh.matches("[data-focus]") ? fresh : fresh.querySelector("[data-focus]");
    if (focus) focus.focus();
  });

  // The same after an answer that loaded a whole page, and after a refusal or a question back.
  const said = ".verdict [data-focus], .errorlist[data-focus], .message[data-focus]";
  const verdict = document.querySelector(said);
  if (verdict) verdict.focus();

  // What is to be written can be written at once, where no keyboard would cover the question.
  const field = document.querySelector("form[data-answer] input[data-focus]");
  const hasKeys = matchMedia("(hover: hover) and (pointer: fine)").matches;
  if (field && hasKeys && document.activeElement === document.body) field.focus();

  // Events to put in order: numbers to choose become buttons that move an event, and a grip to
  // drag it by. The numbers stay in the form. It is always the others that are moved around the
  // event in hand, so that it keeps the focus and the pointer.

  function makeMovable(fieldset) {
    const list = fieldset.querySelector("ol");
    const said = fieldset.querySelector("[role=status]");

    function items() {
      return Array.from(list.children);
    }

    function number() {
      const all = items();
      all.forEach(function (item, index) {
        item.querySelector("select").value = String(index + 1);
        const buttons = item.querySelectorAll("button");
        mayNot(buttons[0], index === 0);
        mayNot(buttons[1], index === all.length - 1);
      });
    }

    function mayNot(button, not) {
      if (not) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }

    function move(item, steps) {
      for (let step = 0; step < Math.abs(steps); step++) {
        if (steps < 0 && item.previousElementSibling) item.after(item.previousElementSibling);
        if (steps > 0 && item.nextElementSibling) item.before(item.nextElementSibling);
      }
      number();
    }

    function say(item) {
      fieldset.dispatchEvent(new Event("change", { bubbles: true }));
      const all = items();
      said.textContent = fieldset.dataset.moved
        .replace("{place}", all.indexOf(item) + 1)
        .replace("{count}", all.length)
        .replace("{event}", function () {
          return item.querySelector("label").textContent;
        });
    }

    function button(item, word, steps) {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = word;
      made.setAttribute("aria-label", word + ": " + item.querySelector("label").textContent);
      made.addEventListener("click", function () {
        if (made.hasAttribute("aria-disabled")) return;
        move(item, steps);
        say(item);
      });
      return made;
    }

    function grip(item) {
      const made = document.createElement("span");
      made.className = "grip";
      made.textContent = "\u22ee\u22ee";
      made.setAttribute("aria-hidden", "true");
      made.addEventListener("pointerdown", function (event) {
        if (event.button || fieldset.querySelector(".is-moving")) return;
        event.preventDefault();
        made.setPointerCapture(event.pointerId);
        item.classList.add("is-moving");
      });
      made.addEventListener("pointermove", function (event) {
        if (!item.classList.contains("is-moving")) return;
        const all = items();
        const passed = all.filter(function (other) {
          const box = other.getBoundingClientRect();
          return other !== item && box.top + box.height / 2 < event.clientY;
        });
        const steps = passed.length - all.indexOf(item);
        if (steps) move(item, steps);
      });
      ["pointerup", "pointercancel"].forEach(function (name) {
        made.addEventListener(name, function () {
          if (!item.classList.contains("is-moving")) return;
          item.classList.remove("is-moving");
          say(item);
        });
      });
      return made;
    }

    // What was chosen before an answer was found wanting stands in its order.
    items()
      .sort(function (one, other) {
        return (
          (Number(one.querySelector("select").value) || 99) -
          (Number(other.querySelector("select").value) || 99)
        );
      })
      .forEach(function (item) {
        const moves = document.createElement("div");
        moves.className = "moves";
        moves.append(
          button(item, fieldset.dataset.earlier, -1),
          button(item, fieldset.dataset.later, 1)
        );
        item.prepend(grip(item));
        item.append(moves);
        list.append(item);
      });
    fieldset.querySelector("legend").textContent = fieldset.dataset.legend;
    fieldset.classList.add("can-move");
    number();
  }

  function makeAllMovable() {
    document.querySelectorAll("[data-ordering]:not(.can-move)").forEach(makeMovable);
  }

  makeAllMovable();
  document.addEventListener("htmx:afterSwap", makeAllMovable);

  // A table wider than the screen scrolls in its wrapper; the keyboard must be able to reach it.

  function reachTables() {
    document.querySelectorAll(".table-wrap:not([tabindex])").forEach(function (wrap) {
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    });
  }

  reachTables();
  document.addEventListener("htmx:afterSettle", reachTables);
  window.addEventListener("resize", reachTables);

  // The browser knows the time zone; the sign-up form asks for it in a hidden field.

  document.querySelectorAll("input[type=hidden][name=time_zone]").forEach(function (input) {
    if (!input.value) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  });
})();
