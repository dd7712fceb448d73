// What every page can do: show a clause in place, work a form out while it is filled in, print, copy.
// Written for browsers of 2018: nothing here needs a submitter, <dialog>, or syntax younger than that.
(() => {
  "use strict";
  const page = window.page;
  const idle = Number(document.documentElement.dataset.idle) * 60000;

  // Every link to the chat leads back to this tab's talk; in a frame every link keeps it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const talk = page.tab("talk");
    if (!link || !talk || talk === "-") return;
    const url = new URL(link.href);
    const ours = url.origin === page.home.origin && url.pathname.startsWith(page.home.pathname);
    if (!ours || (!page.within && (url.pathname !== page.home.pathname || url.searchParams.has("talk")))) return;
    url.searchParams.set("talk", talk);
    link.href = url.href;
  }, true);
  // Forms about the talk say which it is, and whose where the browser keeps no cookie of ours.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-talk]")) return;
    for (const name of ["talk", "session"]) {
      const value = page.tab(name);
      if (!value || value === "-") continue;
      let field = form.elements[name];
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        form.append(field);
      }
      field.value = value;
    }
  }, true);

  // Several firms at once, the phone of a stand: where they were switched on, and where they can be
  const [style, firms, stand, counselor, feedback] = document.documentElement.dataset.tools.split(" ").map((path) => new URL(path.slice(1), page.home).href);
  const tools = [];
  if (page.browser("folders") || document.querySelector("[data-firms-switch]")) tools.push(firms);
  if (page.tab("event") || document.querySelector("[data-stand]")) tools.push(stand);
  if (page.browser("desk")) tools.push(counselor);
  if (feedback) tools.push(feedback);
  if (tools.length) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
  for (const src of tools) document.head.append(Object.assign(document.createElement("script"), { src }));

  // The next firm begins anew; the talk before stays as a line for a while.
  document.querySelector("[data-another]").addEventListener("click", () => {
    const card = [...document.querySelectorAll(".log .card")].pop();
    const talk = page.tab("talk");
    const name = card ? page.gist(card).slice(0, 40) : page.tab("gist");
    if (name && talk && talk !== "-") page.browser("last", JSON.stringify({ talk, name, at: Date.now() }));
    page.leave();
    page.go();
  });
  page.gist = (card) => card.dataset.short || (card.querySelector(".lead, p") || card).textContent.trim();
  document.querySelector("[data-forget]").addEventListener("submit", (event) => {
    event.target.elements.talks.value = JSON.parse(page.browser("talks") || "[]").join(" ");
    page.end();
    page.browser("talks", "");
  });

  // A tab that was copied from another one, with all it remembers, is a talk of its own: who holds the same talk says
  // so. By what all tabs of a browser share, as older phones have no other way; who cannot be asked, leaves it as it is.
  const me = Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => String.fromCharCode(97 + (b % 26))).join("");
  const shared = (key) => "fudaoyuan" + page.home.pathname + key;
  const tellOthers = (key, words) => { page.browser(key, words.join(" ") + " " + Date.now()); page.browser(key, ""); };
  let asking = 0; // since when
  let away = false;
  window.addEventListener("pagehide", () => { away = true; });
  window.addEventListener("pageshow", () => { away = false; });
  page.alone = new Promise((resolve) => {
    const talk = new URLSearchParams(location.search).get("talk") || page.tab("talk");
    const ask = () => {
      if (!talk || talk === "-") { resolve(); return; }
      asking = Date.now();
      tellOthers("asks", [talk, me]);
      setTimeout(() => { asking = 0; resolve(); }, 250);
    };
    window.addEventListener("storage", (event) => {
      const [of, who, at] = (event.newValue || "").split(" ");
      const earlier = asking < Number(at) || (asking === Number(at) && me < who); // asked at once, one holds it
      if (event.key === shared("asks") && of === page.tab("talk") && who !== me && !away && earlier) tellOthers("held", [of, who]);
      if (event.key !== shared("held") || !asking || who !== me) return;
      asking = 0;
      page.leave();
      if (page.within || document.getElementById("ask")) { page.go("copied"); return; }
      history.replaceState(Object.assign({}, history.state, { era: page.tab("era") }), ""); // this page may stay
      resolve();
    });
    document.prerendering ? document.addEventListener("prerenderingchange", ask, { once: true }) : ask();
  });

  // Nobody there for long: the next one finds nothing.
  const close = () => { document.documentElement.classList.add("gone"); page.end(); page.go("over"); };
  const seen = () => { if (idle && Date.now() - Number(page.tab("seen")) > 1000) page.isOver() ? close() : page.tab("seen", String(Date.now())); };
  const look = () => { if (page.isOver()) close(); };
  if (idle) {
    page.tab("seen", String(Date.now()));
    for (const kind of ["click", "keydown", "input", "touchstart", "wheel"]) document.addEventListener(kind, seen, { capture: true, passive: true });
    document.addEventListener("visibilitychange", look);
    setInterval(look, Math.min(idle / 4, 15000));
  }
  window.addEventListener("pageshow", (event) => { if (event.persisted) { look(); page.check(); } });

  // A step ticked off stays so in this talk: on the next card, after a reload, on the page of the clause.
  const ticks = () => JSON.parse(page.tab("ticks") || "[]");
  const stepOf = (box) => box.closest("[data-of]").dataset.of + " " + box.parentNode.textContent.trim();
  page.tick = (part) => { for (const box of part.querySelectorAll("[data-of] input")) box.checked = ticks().includes(stepOf(box)); };
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-of] input")) return;
    const rest = ticks().filter((one) => one !== stepOf(event.target));
    page.tab("ticks", JSON.stringify(event.target.checked ? rest.concat(stepOf(event.target)) : rest));
  });
  page.tick(document);

  // Large text
  const large = document.querySelector("[data-large]");
  const isLarge = () => document.documentElement.classList.contains("large");
  large.setAttribute("aria-pressed", String(isLarge()));
  large.addEventListener("click", () => {
    document.documentElement.classList.toggle("large");
    page.browser("large", isLarge() ? "1" : "");
    large.setAttribute("aria-pressed", String(isLarge()));
  });

  // The menu closes when one goes elsewhere.
  const menu = document.querySelector(".menu");
  document.addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Esc") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // The button that sends a form is the one pressed last: not every browser tells.
  let pressed = null;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    pressed = button && button.type === "submit" ? button : null;
  }, true);
  page.sender = (form) => (pressed && pressed.form === form ? pressed : null);

  const sheet = document.getElementById("clause-dialog");
  const inside = sheet.querySelector(".inside");
  let opener = null;
  const hide = () => { sheet.hidden = true; if (opener) opener.focus(); opener = null; };
  const shut = () => { if (!sheet.hidden) history.back(); };
  const open = (link) => {
    opener = link;
    sheet.hidden = false;
    history.pushState(Object.assign({}, history.state, { sheet: true }), "");
    inside.focus();
  };
  window.addEventListener("popstate", () => { if (!sheet.hidden) hide(); });

  // In a frame: the page around learns that we are there, and that Esc was pressed with nothing left to close here.
  if (page.within && window.parent !== window) {
    const tell = (words) => window.parent.postMessage({ fudaoyuan: words }, "*");
    tell("ready");
    document.addEventListener("keydown", (event) => {
      const here = !sheet.hidden || menu.open || event.target.closest(".edit") || event.isComposing;
      if ((event.key === "Escape" || event.key === "Esc") && !here) tell("close");
    }, true);
  }

  const openClause = async (link) => {
    const url = new URL(link.href);
    url.searchParams.set("part", "1");
    inside.textContent = "正在打开原文……";
    sheet.setAttribute("aria-label", "条款原文");
    open(link);
    try {
      const answer = await fetch(url.pathname + url.search);
      if (!answer.ok) throw new Error(String(answer.status));
      inside.innerHTML = await answer.text(); // escaped by our own templates
      page.tick(inside);
    } catch (error) { inside.textContent = "原文没有打开，网络可能断了。请过一会儿再点一次。"; }
    const mark = inside.querySelector("mark");
    if (mark) inside.scrollTop = mark.offsetTop - inside.offsetTop - inside.clientHeight / 3;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-clause]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openClause(link);
  });
  // 「让对方扫」: the code of a page of ours, as large as the screen allows. A sum is kept first, at its own address.
  const keptAt = async (form) => {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams([...new FormData(form)]) });
    if (!answer.ok || !answer.redirected) throw new Error(String(answer.status));
    return new URL(answer.url).pathname.slice(page.home.pathname.length - 1); // from our root
  };
  const scan = async (from) => {
    inside.textContent = "正在做二维码……";
    sheet.setAttribute("aria-label", "让对方扫");
    open(from);
    try {
      const to = from.dataset.scan || await keptAt(from.form);
      const address = document.documentElement.dataset.site + to;
      const part = (tag, words, more) => Object.assign(document.createElement(tag), { textContent: words }, more);
      const code = part("img", "", { src: page.home.pathname + "share/qr.svg?to=" + encodeURIComponent(to), alt: "二维码：" + from.dataset.name, className: "large-code" });
      inside.textContent = "";
      inside.append(part("h2", from.dataset.name), code, part("p", "请对方用手机扫一扫，看到的是同一页。", { className: "fine" }), part("p", address, { className: "fine address" }));
      const copy = part("button", "复制地址", { type: "button", className: "quiet" });
      copy.dataset.copy = address;
      inside.append(copy);
    } catch (error) { inside.textContent = "二维码没有做出来，网络可能断了。请过一会儿再点一次。"; }
  };
  document.addEventListener("click", (event) => {
    const from = event.target.closest("[data-scan]");
    if (!from || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    scan(from);
  });

  // On paper the newest card's working and conditions are unfolded.
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".turn:last-child > .card .fold:not([open]), .calculator .fold:not([open])")];
    for (const fold of unfolded) fold.open = true;
  });
  window.addEventListener("afterprint", () => { for (const fold of unfolded) fold.open = false; unfolded = []; });

  sheet.addEventListener("click", (event) => { if (event.target === sheet || event.target.closest(".shut")) shut(); });
  document.addEventListener("keydown", (event) => {
    if (sheet.hidden) return;
    if (event.key === "Escape" || event.key === "Esc") shut();
    if (event.key !== "Tab") return; // stays within the sheet
    const stops = [...sheet.querySelectorAll("a, button, .inside")];
    const at = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
    event.preventDefault();
    stops[(at + stops.length) % stops.length].focus();
  });

  const query = (form, more) => {
    const said = [...new FormData(form)].filter(([key, value]) => !["from", "measure"].includes(key) && value.trim() && value !== "unknown");
    return "?" + new URLSearchParams(said) + (more ? "&" + more : "");
  };

  // What cannot be taken is said at its field.
  const mark = (form, box) => {
    const wrong = {};
    for (const one of box.querySelectorAll("[data-wrong]")) wrong[one.dataset.wrong] = one.innerHTML;
    for (const field of form.querySelectorAll(".field")) {
      const input = field.querySelector("input");
      const why = wrong[input.name] && input.value.trim() ? wrong[input.name] : "";
      let note = field.querySelector(".why");
      if (!note) {
        note = document.createElement("p");
        note.className = "why";
        note.id = input.id + "-why";
        field.append(note);
      }
      note.innerHTML = why; // escaped by our own templates
      field.classList.toggle("wrong", Boolean(why));
      if (why) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", note.id); }
      else { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
    }
    for (const line of box.querySelectorAll(".problem")) line.hidden = Object.keys(wrong).length > 0;
  };

  page.work = async (form) => {
    const number = (form.dataset.number = String(Number(form.dataset.number || 0) + 1));
    const card = form.closest(".card");
    const path = form.dataset.path || new URL(form.action).pathname;
    try {
      const answer = await fetch(path + query(form, card ? "part=top" : "part=1"));
      if (!answer.ok || form.dataset.number !== number) return;
      const box = (card || form.closest("article") || document).querySelector("[data-result]");
      box.innerHTML = await answer.text(); // escaped by our own templates
      mark(form, box);
      if (!card) history.replaceState(history.state, "", path + query(form));
    } catch (error) { /* offline: the button still works once the network is back */ }
  };

  const waiting = new WeakMap();
  document.addEventListener("input", (event) => {
    const form = event.target.form; // the conditions stand outside of their form
    if (!form || !form.matches("[data-live]")) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(page.work, event.target.type === "radio" ? 0 : 220, form));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-live]");
    const button = form && page.sender(form);
    if (!form || form.closest(".card") || (button && button.hasAttribute("formaction"))) return;
    event.preventDefault();
    page.work(form);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const copy = event.target.closest("[data-copy]");
    if (!copy) return;
    // Without https there is no clipboard: the address is selected for the hand to copy.
    const select = () => { getSelection().selectAllChildren(document.querySelector(".address")); copy.textContent = "已选中，请复制"; };
    const done = () => { copy.textContent = "已复制"; };
    if (navigator.clipboard) navigator.clipboard.writeText(copy.dataset.copy).then(done, select);
    else select();
  });
})();
