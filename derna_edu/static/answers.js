// Answers are lost by no interruption: what is typed or chosen is kept on this device, and what
// could not be sent is sent when it can be. The server counts each once, however often it comes,
// and for the time when it comes: a device's clock is not to be trusted.
(function () {
  "use strict";

  const PREFIX = "derna-edu:answers:";
  const LEAVING = "derna-edu:leaving"; // who has pressed “Log out”
  const SENT = "derna-edu:sent"; // what to tell of after the page is loaded anew
  const LOGIN = "derna-edu:login"; // that this tab was led to the login
  const KEPT_FOR = 7 * 24 * 3600 * 1000; // ms
  const MOST_KEPT = 20;
  const MOST_WAIT = 20000; // ms for an answer from the server
  const FIRST_PAUSE = 2; // s between two tries; it doubles
  const LONGEST_PAUSE = { offline: 60, busy: 300 };

  // What is kept: of each learner by the address it goes to, as {fields, at, given}. It is a
  // draft until it is given. Others on this device neither see nor send it.

  let unkept = {}; // where the browser keeps nothing

  function learner() {
    return document.body.dataset.learner || "";
  }

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  }

  function write(key, answers) {
    try {
      if (Object.keys(answers).length) localStorage.setItem(key, JSON.stringify(answers));
      else localStorage.removeItem(key);
      unkept = {};
    } catch {
      unkept = answers;
    }
  }

  function kept() {
    return Object.assign(read(PREFIX + learner()), unkept);
  }

  function keep(url, fields, given) {
    const answers = kept();
    delete answers[url];
    answers[url] = { fields: fields, at: Date.now(), given: given };
    const latest = Object.entries(answers).slice(-MOST_KEPT);
    write(PREFIX + learner(), Object.fromEntries(latest));
  }

  function forget(url) {
    const answers = kept();
    delete answers[url];
    write(PREFIX + learner(), answers);
  }

  // Nothing stays for long, nor after its owner has logged out.
  function clearUp() {
    try {
      const left = localStorage.getItem(LEAVING);
      if (left !== null && left !== learner()) localStorage.removeItem(PREFIX + left);
      localStorage.removeItem(LEAVING);
      Object.keys(localStorage).forEach(function (key) {
        if (!key.startsWith(PREFIX)) return;
        const young = Object.entries(read(key)).filter(function (entry) {
          return Math.abs(Date.now() - entry[1].at) < KEPT_FOR;
        });
        if (young.length) localStorage.setItem(key, JSON.stringify(Object.fromEntries(young)));
        else localStorage.removeItem(key);
      });
    } catch {
      // Where the browser keeps nothing there is nothing to clear up.
    }
  }

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-log-out]")) return;
    try {
      localStorage.setItem(LEAVING, learner());
    } catch {
      unkept = {};
    }
  });

  function noted(name, value) {
    try {
      const before = sessionStorage.getItem(name);
      if (value) sessionStorage.setItem(name, value);
      else sessionStorage.removeItem(name);
      return before;
    } catch {
      return null;
    }
  }

  // What the learner is told, in one line that screen readers say by themselves: of the question
  // on the page below its buttons, where the eye is, of others at the head of the page.

  function words() {
    return document.getElementById("kept").dataset;
  }

  function say(what, form, link) {
    const region = (form || document).querySelector("[data-kept-note]");
    if (region.dataset.said === what) return;
    const line = document.createElement("p");
    line.className = "message";
    line.textContent = words()[what];
    if (link) line.append(" ", link);
    region.replaceChildren(line);
    region.dataset.said = what;
    if (form) line.scrollIntoView({ block: "nearest" });
  }

  function hush() {
    document.querySelectorAll("[data-kept-note]").forEach(function (region) {
      region.replaceChildren();
      delete region.dataset.said;
    });
  }

  function linkTo(address, word) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words()[word];
    return link;
  }

  function linkToLogin(next) {
    return linkTo(words().loginPage + "?next=" + encodeURIComponent(next), "logIn");
  }

  function leadsToLogin(address) {
    return Boolean(address) && new URL(address, location.href).pathname === words().loginPage;
  }

  // The forms of questions.

  const FORM = "form[data-answer]";

  function formOf(url) {
    return Array.from(document.querySelectorAll(FORM)).find(function (form) {
      return form.getAttribute("action") === url;
    });
  }

  function fieldsOf(data) {
    const fields = Object.fromEntries(data.entries());
    delete fields.csrfmiddlewaretoken;
    return fields;
  }

  // Whether a form asks what was asked when its answer was kept: its hidden fields tell.
  function isSame(form, fields) {
    return ["version", "over", "again"].every(function (name) {
      return (form.elements[name]?.value ?? "") === (fields[name] ?? "");
    });
  }

  function fill(form, fields) {
    Array.from(form.elements).forEach(function (field) {
      if (!(field.name in fields) || field.type === "hidden" || field.type === "submit") return;
      if (field.type === "radio") field.checked = field.value === fields[field.name];
      else field.value = fields[field.name];
    });
  }

  function restore() {
    document.querySelectorAll(FORM).forEach(function (form) {
      const url = form.getAttribute("action");
      const answer = kept()[url];
      if (!answer) return;
      if (isSame(form, answer.fields)) fill(form, answer.fields);
      else if (!answer.given) forget(url);
    });
  }

  ["input", "change"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const form = event.target.closest?.(FORM);
      if (!form || form.hasAttribute("data-sending")) return;
      // An answer that waits is not sent while it is being changed.
      if (form.hasAttribute("data-kept")) say("changing", form);
      keep(form.getAttribute("action"), fieldsOf(new FormData(form)), false);
    });
  });

  // Sending, by the page's own form or, where the page shows another one, behind it.

  const again = new WeakMap(); // forms that send what is kept rather than what they show
  const gone = new Set(); // addresses that take no answer any more
  const renewed = new WeakSet(); // forms that were given a new token just now
  let timer, pause = FIRST_PAUSE, isSending = false;

  function sendLater(why, seconds) {
    clearTimeout(timer);
    timer = setTimeout(sendAll, 1000 * Math.max(pause, seconds || 0));
    pause = Math.min(2 * pause, LONGEST_PAUSE[why]);
  }

  async function sendAll() {
    clearTimeout(timer);
    if (isSending) return;
    isSending = true;
    let last = null;
    try {
      for (const [url, answer] of Object.entries(kept())) {
        if (!answer.given) continue;
        const form = formOf(url);
        if (form) {
          sendAgain(form, answer.fields);
        } else if (answer.fields.reveal) {
          forget(url);
        } else {
          if (!(await sendUnseen(url, answer.fields))) break;
          last = url;
        }
      }
    } finally {
      isSending = false;
    }
    if (last) tellOf(last);
  }

  function sendAgain(form, fields) {
    if (form.hasAttribute("data-sending")) return;
    again.set(form, fields);
    form.noValidate = true;
    htmx.trigger(form, "submit");
    form.noValidate = false;
  }

  // Returns whether the server has dealt with the answer, so that others may follow.
  async function sendUnseen(url, fields, isRenewed) {
    const control = new AbortController();
    const limit = setTimeout(function () {
      control.abort();
    }, MOST_WAIT);
    let response, text;
    try {
      response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(Object.assign({}, fields, { late: "1" })),
        headers: { "HX-Request": "true", "X-CSRFToken": token() },
        signal: control.signal,
      });
      text = await response.text();
    } catch {
      say("offline");
      sendLater("offline");
      return false;
    } finally {
      clearTimeout(limit);
    }
    if (response.status === 403 && !isRenewed) {
      return (await renewToken()) && sendUnseen(url, fields, true);
    }
    const redirect = response.headers.get("HX-Redirect");
    if (leadsToLogin(redirect)) {
      say("login", null, linkToLogin(location.pathname));
      return false;
    }
    if (response.status >= 500) {
      say("busy");
      sendLater("busy", Number(response.headers.get("Retry-After")));
      return false;
    }
    if (response.status === 403) return false;
    if (response.ok && !isOurs(redirect, text)) {
      say("offline");
      sendLater("offline");
      return false;
    }
    forget(url);
    if (!response.ok) gone.add(url);
    return true;
  }

  // Whether it is the site that answers: where a network wants a login of its own, or a proxy has
  // something to say, that comes in its stead.
  function isOurs(redirect, text) {
    return Boolean(redirect) || text.includes('id="card"');
  }

  // What the page shows may be older than the answer that was sent behind it.
  function tellOf(url) {
    if (gone.has(url)) {
      say("gone");
      return;
    }
    const shown = document.querySelector(FORM + ", [data-shows-answers]");
    const draft = shown && kept()[shown.getAttribute("action")];
    if (shown && !draft) {
      noted(SENT, url);
      loadAnew();
    } else {
      say("sent", null, linkTo(url, "look"));
    }
  }

  // As if it was opened, also where it is the answer to a form.
  function loadAnew() {
    location.replace(location.pathname + location.search);
  }

  function token() {
    return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  }

  // After a login in another tab the token of this page is too old. Whoever is logged in now gets
  // a new one only if that is still whom the page was shown to, or if that was a visitor, whose
  // quiz goes with the browser.
  async function renewToken(form) {
    let now;
    try {
      now = await (await fetch(words().who)).json();
    } catch {
      say("offline", form);
      sendLater("offline");
      return false;
    }
    if (learner() && now.learner !== learner()) {
      if (now.learner) say("other", form);
      else say("login", form, linkToLogin(form ? form.getAttribute("action") : location.pathname));
      return false;
    }
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": now.token }));
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (field) {
      field.value = now.token;
    });
    return true;
  }

  // An answer is kept from the moment it is sent until the server has said something to it.

  function answering(event) {
    const form = event.detail.requestConfig ? event.detail.requestConfig.elt : event.detail.elt;
    return form.matches?.(FORM) ? form : null;
  }

  function failed(form, why, seconds) {
    form.setAttribute("data-kept", "");
    const answer = kept()[form.getAttribute("action")];
    say(why === "offline" && answer?.fields.reveal ? "turning" : why, form);
    sendLater(why, seconds);
  }

  document.addEventListener("htmx:configRequest", function (event) {
    const form = answering(event);
    if (!form) return;
    const fields = again.get(form);
    again.delete(form);
    if (fields) {
      const csrfmiddlewaretoken = form.elements.csrfmiddlewaretoken.value;
      event.detail.parameters = Object.assign({}, fields, { late: "1", csrfmiddlewaretoken });
    } else {
      pause = FIRST_PAUSE;
      hush(); // so that it is said again if it is so again
      keep(form.getAttribute("action"), fieldsOf(event.detail.formData), true);
    }
  });

  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const form = answering(event);
      if (form) failed(form, "offline");
    });
  });

  document.addEventListener("htmx:beforeOnLoad", function (event) {
    const form = answering(event);
    if (!form) return;
    const url = form.getAttribute("action");
    const request = event.detail.xhr;
    const status = request.status;
    const redirect = request.getResponseHeader("HX-Redirect");
    if (leadsToLogin(redirect)) {
      if (learner()) noted(LOGIN, "yes");
    } else if (status === 403 && !renewed.has(form)) {
      event.preventDefault();
      renewed.add(form);
      renewToken(form).then(function (isRenewed) {
        const answer = kept()[url];
        if (isRenewed && answer) sendAgain(form, answer.fields);
        else renewed.delete(form);
      });
    } else if (status >= 500) {
      event.preventDefault();
      failed(form, "busy", Number(request.getResponseHeader("Retry-After")));
    } else if (status < 400 && !isOurs(redirect, request.responseText)) {
      event.preventDefault();
      failed(form, "offline");
    } else if (status === 404) {
      event.preventDefault();
      forget(url);
      say("gone", form);
    } else if (status < 400 || status === 422) {
      renewed.delete(form);
      pause = FIRST_PAUSE;
      forget(url);
      hush();
    } else {
      event.preventDefault();
      failed(form, "busy", LONGEST_PAUSE.busy);
    }
  });

  // Beginning: with every page, with every question, when the connection is back, when the page
  // is looked at again, and when another tab has sent what this one keeps.

  clearUp();
  restore();
  document.addEventListener("htmx:afterSwap", restore);
  document.addEventListener("DOMContentLoaded", function () {
    const sent = noted(SENT);
    if (sent) say("sent", null, linkTo(sent, "look"));
    const wasLedToLogin = noted(LOGIN);
    if (wasLedToLogin && !learner()) {
      noted(LOGIN, "yes");
      if (leadsToLogin(location.href)) say("login");
    }
    sendAll();
  });
  window.addEventListener("online", function () {
    pause = FIRST_PAUSE;
    sendAll();
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) sendAll();
  });
  window.addEventListener("storage", function (event) {
    if (event.key !== PREFIX + learner()) return;
    const form = document.querySelector(FORM + "[data-kept]");
    const url = form?.getAttribute("action");
    if (!form || form.hasAttribute("data-sending") || kept()[url]) return;
    hush();
    htmx.ajax("GET", url, { target: "#card", swap: "outerHTML" });
  });
  // A page from the browser's own cache shows what was; the present state is the server's.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.querySelector("#card, [data-shows-answers]")) loadAnew();
  });
})();
