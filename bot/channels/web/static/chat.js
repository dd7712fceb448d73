// The chat without reloading: sends, waits, sends again after a break — with the same id, so nothing is answered twice.
// A tap within a card changes that card in place.
(() => {
  "use strict";
  const LONGEST = 500;
  const STORY = 100;
  const PATIENCE = 15000;
  const SOON = 1500;
  const SELDOM = 30000;
  const form = document.getElementById("ask");
  const text = document.getElementById("text");
  const log = document.getElementById("log");
  const notice = document.getElementById("notice");
  const said = document.getElementById("said");
  const welcome = document.querySelector(".welcome");
  let session = window.page.tab("session") || (form.elements.session ? form.elements.session.value : "");
  let queue = window.page.alone; // what is said waits until it is sure whose talk it is
  const remember = { get: window.page.tab, set: window.page.tab };
  // Letters alone: nobody takes them for a person's number.
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => String.fromCharCode(97 + (b % 26))).join("");

  // Two tabs are two talks: each has a name of its own, in its address and in what it remembers.
  const LAST = 30 * 60 * 1000; // how long the talk before is offered
  const address = (name) => {
    const url = new URL(location.href);
    if (name) url.searchParams.set("talk", name);
    url.hash = "";
    return url.pathname + url.search;
  };
  const gist = window.page.gist;
  const talks = () => JSON.parse(window.page.browser("talks") || "[]");
  const named = new URLSearchParams(location.search).get("talk");
  const known = remember.get("talk");
  if (!named && known && known !== "-") { location.replace(address(known)); return; }
  const talk = named || (log.querySelector(".turn") ? "" : newId());
  remember.set("talk", talk || "-");
  if (talk && !named) history.replaceState(history.state, "", address(talk));
  if (talk && !talks().includes(talk)) window.page.browser("talks", JSON.stringify(talks().concat(talk).slice(-20)));

  const make = (tag, name, words) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (words) node.textContent = words;
    return node;
  };
  const tell = (words) => { notice.textContent = words || ""; };
  const grow = () => { text.style.height = "auto"; text.style.height = text.scrollHeight + "px"; };

  const unsent = () => JSON.parse(remember.get("unsent") || "[]");
  const keep = (message) => remember.set("unsent", JSON.stringify(unsent().filter((m) => m.id !== message.id).concat(message)));
  const drop = (message) => {
    const rest = unsent().filter((m) => m.id !== message.id);
    remember.set("unsent", rest.length ? JSON.stringify(rest) : "");
  };

  // Older cards can only be read, and shrink to a line.
  const retire = () => {
    for (const old of log.querySelectorAll(".follow, .call-back, .edit, .asking, button.chip:not(.pick), .save, button.link, [data-field='']")) old.remove();
    for (const choice of log.querySelectorAll("button.choice, button.pick")) choice.replaceWith(make("span", choice.matches(".pick") ? "chip still" : "", choice.textContent));
    for (const card of log.querySelectorAll(".turn > .card")) {
      const box = make("details", "older");
      box.append(make("summary", "", gist(card)));
      card.replaceWith(box);
      box.append(card);
    }
  };

  const mine = (words) => {
    if (words.length <= STORY) {
      const plain = make("p", "mine", words);
      plain.prepend(make("span", "hidden", "您说："));
      return plain;
    }
    const story = make("details", "mine story");
    story.append(make("summary", "", words.slice(0, 44) + "…"), make("span", "rest", words));
    return story;
  };

  const addTurn = (words) => {
    welcome.classList.add("past");
    retire();
    const turn = make("div", "turn");
    turn.append(mine(words));
    log.append(turn);
    turn.scrollIntoView({ block: "start" });
    return turn;
  };

  // In a frame on another site the browser sends no cookie of ours: the tab keeps the session.
  const keepSession = (key) => {
    session = key;
    if (window.page.within && key) window.page.tab("session", key);
  };
  const request = async (message) => {
    const stop = window.AbortController ? new AbortController() : null;
    const timer = setTimeout(() => stop && stop.abort(), PATIENCE);
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    if (session) headers["X-Session"] = session;
    if (talk) headers["X-Talk"] = talk;
    const body = JSON.stringify({ text: message.text, client_id: message.id, change: message.change, total: message.total, story: message.story, call_back: message.phone, agreed: Boolean(message.phone) });
    try {
      const answer = await fetch(form.dataset.path, Object.assign({ method: "POST", headers, body }, stop ? { signal: stop.signal } : {}));
      keepSession(answer.headers.get("X-Session") || session);
      return { status: answer.status, wait: Number(answer.headers.get("Retry-After")), body: await answer.json() };
    } finally { clearTimeout(timer); }
  };

  const waitingSign = (turn) => {
    const sign = make("div", "waiting");
    sign.append(make("i"), make("i"), make("i"), make("span", "hidden", "正在查原文"));
    return { timer: setTimeout(() => turn.append(sign), 300), sign };
  };

  // With scripts a pick is a switch, which says so.
  const ready = (card) => {
    for (const pick of card.querySelectorAll(".pick")) pick.setAttribute("aria-pressed", "false");
    window.page.tick(card);
  };
  const failed = (turn, message, words) => {
    if (!message.here) turn.querySelector(".mine").classList.add("unsent");
    const box = make("p", "failed", words);
    const again = make("button", "quiet", "重发");
    again.type = "button";
    again.addEventListener("click", () => deliver(turn, message));
    box.append(again);
    turn.append(box);
    box.scrollIntoView({ block: "nearest" });
  };

  const show = (turn, html) => {
    const made = make("div");
    made.innerHTML = html; // escaped by our own templates
    const card = made.querySelector(".card");
    ready(card);
    turn.append(...made.childNodes);
    window.page.tab("gist", gist(card).slice(0, 40));
    said.textContent = card.dataset.say || gist(card).slice(0, 120);
    if (window.matchMedia("(min-width: 1000px)").matches) for (const fold of turn.querySelectorAll(".working")) fold.open = true;
    return card;
  };

  // A card changed in place: the same measure's card takes its place, whoever was at work in it goes on there.
  const changed = (turn, message, html) => {
    const old = turn.querySelector(".card[data-sum]");
    const made = make("div");
    made.innerHTML = html; // escaped by our own templates
    const now = made.querySelector(".card");
    if (!old || !now.dataset.sum || now.dataset.sum !== old.dataset.sum) return false;
    const within = old.contains(document.activeElement) || document.activeElement === document.body;
    for (const note of turn.querySelectorAll(".aside-line")) note.remove();
    const aside = old.querySelector(".unused");
    old.remove();
    const card = show(turn, html);
    if (aside && !card.querySelector(".unused")) card.querySelector("[data-result]").after(aside); // still not counted
    const since = turn.querySelector(".since") || make("p", "since");
    const told = (since.textContent ? since.textContent.split(" · ") : []).concat(message.text);
    if (message.undo) told.splice(-2);
    since.textContent = told.join(" · ");
    since.textContent ? turn.querySelector(".mine").after(since) : since.remove();
    const next = card.querySelector(".asking .chip") || card.querySelector(".name");
    if (next && within) { if (next.matches(".name")) next.tabIndex = -1; next.focus({ preventScroll: true }); }
    return true;
  };

  // The network may be there and the service away: it is tried again, at longer and longer intervals.
  let pause = SOON;
  let trying = 0;
  const again = () => {
    clearTimeout(trying);
    trying = setTimeout(resend, pause);
    pause = Math.min(2 * pause, SELDOM);
  };
  const resend = () => { for (const button of log.querySelectorAll(".failed button")) button.click(); };

  const attempt = async (turn, message) => {
    for (const old of turn.querySelectorAll(".failed")) old.remove();
    const waiting = waitingSign(turn);
    const card = message.here && turn.querySelector(".card");
    if (card) card.setAttribute("aria-busy", "true");
    let answer;
    try { answer = await request(message); } catch (error) { answer = null; }
    clearTimeout(waiting.timer);
    waiting.sign.remove();
    if (card) card.removeAttribute("aria-busy");
    if (!answer || answer.status >= 500) {
      again();
      return failed(turn, message, "没连上，这句没发出去。连上以后会自动重发。");
    }
    pause = SOON;
    if (answer.status >= 400) {
      if (answer.status !== 429) drop(message);
      return failed(turn, message, answer.body.error || "没有发出去，请再试一次。");
    }
    drop(message);
    tell("");
    if (message.here && changed(turn, message, answer.body.html)) return undefined;
    const place = message.here ? addTurn(message.text) : turn;
    place.querySelector(".mine").classList.remove("unsent");
    show(place, answer.body.html);
    place.scrollIntoView({ block: "start" });
    return undefined;
  };

  const deliver = (turn, message) => { queue = queue.then(() => attempt(turn, message)); return queue; };
  const say = (words, phone) => {
    const message = { id: newId(), text: words, phone };
    keep(message);
    deliver(addTurn(words), message);
  };
  const sayHere = (card, words, more) => {
    const total = Number(card.dataset.total) || 0;
    const message = Object.assign({ id: "here-" + newId(), text: words, here: true, total, story: Boolean(card.closest(".turn").querySelector(".story")) }, more);
    keep(message);
    deliver(card.closest(".turn"), message);
  };

  const send = (button) => {
    const words = button && button.name !== "" ? button.value : text.value.trim();
    if (button && button.name === "here") return sayHere(button.closest(".card"), words, { undo: button.matches(".link") });
    if (!words) return tell("请写一句想问的。");
    if (words.length > LONGEST) return tell(`写了 ${words.length} 字，请减到 ${LONGEST} 字以内再发。`);
    const typed = !button || !button.name;
    const phone = typed && form.elements.call_back ? form.elements.call_back.value.trim() : "";
    if (phone && !form.elements.agreed.checked) return tell("要留电话，请先勾选同意；不留就把电话删掉。");
    tell("");
    if (typed) { text.value = ""; remember.set("draft", ""); grow(); }
    return say(words, phone || undefined);
  };
  // Of several answers each is picked first, and all are sent together.
  log.addEventListener("click", (event) => {
    const pick = event.target.closest("button.pick");
    if (!pick) return;
    event.preventDefault();
    pick.setAttribute("aria-pressed", String(pick.getAttribute("aria-pressed") !== "true"));
    const card = pick.closest(".card");
    const done = card.querySelector(".picked");
    done.value = [...card.querySelectorAll(".pick[aria-pressed='true']")].map((one) => one.value).join("、");
    done.disabled = !done.value;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = window.page.sender(form);
    send(button && button.name ? button : null);
  });

  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (text.value.trim()) send(null);
  });
  text.addEventListener("input", () => {
    grow();
    remember.set("draft", text.value);
    const over = text.value.trim().length - LONGEST;
    tell(over > 0 ? `已经 ${over + LONGEST} 字，超出 ${over} 字，请精简一下。` : "");
  });
  text.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (data && data.files.length && !data.getData("text")) {
      event.preventDefault();
      tell("图片我看不懂，请把里面的内容打成字。");
    }
  });

  // A figure changed in its card. The result stands above the field; what is left in it when one goes on is kept.
  const inputs = (edit) => [...edit.querySelectorAll(".field input")];
  const isNew = (input) => input.value.trim() !== input.defaultValue.trim() && input.value.trim() !== "";
  const openEdit = (card, key, part) => {
    const edit = card.querySelector(".edit");
    const box = card.querySelector("[data-result]");
    if (!box.dataset.kept) { edit.kept = box.innerHTML; box.dataset.kept = "1"; }
    edit.open = true;
    edit.classList.toggle("form-of-one", Boolean(key));
    for (const input of inputs(edit)) input.closest(".field").classList.toggle("shown", input.name === key && (input.dataset.part === part || !part));
    const first = inputs(edit).find((input) => !key || input.closest(".field").matches(".shown"));
    card.scrollIntoView({ block: "start" });
    first.focus({ preventScroll: true });
    first.select();
  };
  const closeEdit = (card) => {
    const edit = card.querySelector(".edit");
    const box = card.querySelector("[data-result]");
    edit.querySelector("form").reset();
    for (const input of inputs(edit)) input.removeAttribute("aria-invalid");
    for (const why of edit.querySelectorAll(".why")) why.textContent = "";
    if (edit.kept) box.innerHTML = edit.kept;
    delete box.dataset.kept;
    edit.open = false;
    card.classList.remove("trying");
  };
  const commit = (edit) => {
    const wrong = inputs(edit).find((input) => input.getAttribute("aria-invalid"));
    if (wrong) { wrong.focus(); return; }
    const card = edit.closest(".card");
    const fresh = inputs(edit).filter(isNew);
    if (!fresh.length) { closeEdit(card); return; }
    const measure = edit.querySelector("form").dataset.measure;
    for (const input of fresh) {
      const part = Number(input.dataset.part) || 0;
      const words = input.dataset.words.replace("%", () => input.value.trim());
      input.defaultValue = input.value;
      sayHere(card, words, { change: { measure, key: input.name, value: input.value.trim(), part } });
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-field]");
    const card = link && link.closest(".card");
    if (card && card.querySelector(".edit") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      openEdit(card, link.dataset.field, link.dataset.part);
    }
    // A condition that was heard is corrected where all of them stand.
    const heard = event.target.closest("[data-condition]");
    const question = heard && heard.closest(".card").querySelector(`[data-key="${heard.dataset.condition}"]`);
    if (question && question.querySelector("button") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      question.closest("details").open = true;
      question.querySelector("button").focus();
    }
    const cancel = event.target.closest("[data-cancel]");
    if (cancel) closeEdit(cancel.closest(".card"));
  });
  log.addEventListener("input", (event) => {
    const edit = event.target.closest(".edit");
    if (edit) edit.closest(".card").classList.toggle("trying", inputs(edit).some(isNew));
  });
  log.addEventListener("submit", (event) => {
    const edit = event.target.closest(".edit");
    const button = edit && window.page.sender(event.target);
    if (!edit) return;
    clearTimeout(edit.leaving);
    if (button && button.hasAttribute("formaction")) return;
    event.preventDefault();
    edit.working = window.page.work(event.target).then(() => commit(edit));
  });
  log.addEventListener("keydown", (event) => {
    const edit = event.target.closest(".edit");
    if (edit && (event.key === "Escape" || event.key === "Esc")) closeEdit(edit.closest(".card"));
  });
  log.addEventListener("focusout", (event) => {
    const edit = event.target.closest(".edit");
    if (!edit || edit.contains(event.relatedTarget)) return;
    clearTimeout(edit.leaving);
    edit.leaving = setTimeout(() => {
      if (!edit.open || !edit.isConnected || edit.contains(document.activeElement) || !inputs(edit).some(isNew)) return;
      window.page.work(edit.querySelector("form")).then(() => { if (!inputs(edit).some((input) => input.getAttribute("aria-invalid"))) commit(edit); });
    }, 300);
  });

  // The talk before
  const last = JSON.parse(window.page.browser("last") || "null");
  if (last && last.talk && last.talk !== talk && Date.now() - last.at < LAST) {
    const line = document.getElementById("last");
    const back = make("a", "link", `上一家：${last.name}，接着聊`);
    back.href = address(last.talk);
    line.append(back);
    line.hidden = false;
  } else if (last && Date.now() - last.at >= LAST) window.page.browser("last", "");

  window.addEventListener("online", () => { tell(""); resend(); });
  window.addEventListener("offline", () => tell("网络断了，打的字都在，恢复后会自动重发。"));

  text.removeAttribute("required");
  if (!text.value) text.value = remember.get("draft") || "";
  grow();
  // Without our cookie the page came without what was said: it is fetched by what the tab keeps.
  const restore = async () => {
    try {
      const answer = await fetch(address(talk), { headers: { "X-Session": session, "X-Talk": talk } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("log");
      if (!found || !found.querySelector(".turn")) return;
      log.prepend(...found.childNodes);
      welcome.classList.add("past");
      document.getElementById("newest").scrollIntoView({ block: "start" });
    } catch (error) { /* offline: the talk goes on all the same */ }
  };
  // What had been answered when the page went away stands in the talk already.
  const goOn = () => {
    const answered = [...log.querySelectorAll(".turn")].map((turn) => turn.dataset.ids).join(" ").split(" ");
    for (const message of unsent()) answered.includes(message.id) ? drop(message) : deliver(addTurn(message.text), message);
  };
  if (window.page.within && named && window.page.tab("session") && !log.querySelector(".turn")) queue = queue.then(restore).then(goOn);
  else goOn();
  ready(log);
  const newest = document.getElementById("newest");
  if (newest) newest.scrollIntoView({ block: "start" });
  else if (window.matchMedia("(min-width: 1000px) and (hover: hover)").matches) text.focus({ preventScroll: true });
})();
