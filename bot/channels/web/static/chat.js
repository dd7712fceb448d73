// The chat without reloading: sends, waits, sends again after a break — with the same id, so nothing is answered twice.
(() => {
  "use strict";
  const LONGEST = 500;
  const PATIENCE = 15000;
  const form = document.getElementById("ask");
  const text = document.getElementById("text");
  const log = document.getElementById("log");
  const notice = document.getElementById("notice");
  const welcome = document.querySelector(".welcome");
  let session = form.elements.session ? form.elements.session.value : "";
  let queue = Promise.resolve();

  const remember = {
    get: (key) => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { value ? sessionStorage.setItem(key, value) : sessionStorage.removeItem(key); } catch { /* storage is off */ } },
  };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
  const make = (tag, name, words) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (words) node.textContent = words;
    return node;
  };
  const tell = (words) => { notice.textContent = words || ""; };
  const grow = () => { text.style.height = "auto"; text.style.height = text.scrollHeight + "px"; };

  const unsent = () => JSON.parse(remember.get("unsent") || "[]");
  const keep = (message) => remember.set("unsent", JSON.stringify([...unsent().filter((m) => m.id !== message.id), message]));
  const drop = (message) => {
    const rest = unsent().filter((m) => m.id !== message.id);
    remember.set("unsent", rest.length ? JSON.stringify(rest) : "");
  };

  const retire = () => {
    for (const old of log.querySelectorAll(".follow, .edit, button.chip, .save")) {
      if (old.matches("button.chip") && old.closest(".follow")) continue;
      old.remove();
    }
    for (const choice of log.querySelectorAll("button.choice")) choice.replaceWith(make("span", "", choice.textContent));
  };

  const addTurn = (words) => {
    welcome.classList.add("past");
    retire();
    const turn = make("div", "turn");
    const mine = make("p", "mine", words);
    mine.prepend(make("span", "hidden", "您说："));
    turn.append(mine);
    log.append(turn);
    turn.scrollIntoView({ block: "start" });
    return turn;
  };

  const request = async (message) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch("/chat", {
        method: "POST", signal: stop.signal,
        headers: { "Content-Type": "application/json", Accept: "application/json", ...(session ? { "X-Session": session } : {}) },
        body: JSON.stringify({ text: message.text, client_id: message.id }),
      });
      session = answer.headers.get("X-Session") || session;
      return { status: answer.status, wait: Number(answer.headers.get("Retry-After")), body: await answer.json() };
    } finally { clearTimeout(timer); }
  };

  const waitingSign = (turn) => {
    const sign = make("div", "waiting");
    sign.append(make("i"), make("i"), make("i"), make("span", "hidden", "正在查原文"));
    return { timer: setTimeout(() => turn.append(sign), 300), sign };
  };

  const failed = (turn, message, words) => {
    turn.querySelector(".mine").classList.add("unsent");
    const box = make("p", "failed", words);
    const again = make("button", "quiet", "重发");
    again.type = "button";
    again.addEventListener("click", () => deliver(turn, message));
    box.append(again);
    turn.append(box);
  };

  const attempt = async (turn, message) => {
    for (const old of turn.querySelectorAll(".failed")) old.remove();
    const waiting = waitingSign(turn);
    let answer;
    try { answer = await request(message); } catch { answer = null; }
    clearTimeout(waiting.timer);
    waiting.sign.remove();
    if (!answer) return failed(turn, message, "网络断了，这句没发出去。网络恢复后会自动重发。");
    if (answer.status >= 400) {
      if (answer.status !== 429) drop(message);
      return failed(turn, message, answer.body.error || "没有发出去，请再试一次。");
    }
    drop(message);
    turn.querySelector(".mine").classList.remove("unsent");
    turn.insertAdjacentHTML("beforeend", answer.body.html); // escaped by our own templates
    turn.scrollIntoView({ block: "start" });
    return undefined;
  };

  const deliver = (turn, message) => { queue = queue.then(() => attempt(turn, message)); return queue; };
  const say = (words) => {
    const message = { id: newId(), text: words };
    keep(message);
    deliver(addTurn(words), message);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chip = event.submitter && event.submitter.name === "chip" ? event.submitter.value : "";
    const words = (chip || text.value).trim();
    if (!words) return tell("请写一句想问的。");
    if (words.length > LONGEST) return tell(`写了 ${words.length} 字，请减到 ${LONGEST} 字以内再发。`);
    tell("");
    if (!chip) { text.value = ""; remember.set("draft", ""); grow(); }
    say(words);
    return undefined;
  });

  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
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

  document.addEventListener("click", (event) => {
    const edit = event.target.closest("[data-edit]");
    const box = edit && edit.closest(".card").querySelector(".edit");
    if (!box) return;
    event.preventDefault();
    box.open = true;
    box.querySelector("input").focus();
  });
  document.getElementById("forget").addEventListener("submit", () => { remember.set("draft", ""); remember.set("unsent", ""); });

  const resend = () => { for (const box of log.querySelectorAll(".failed button")) box.click(); };
  window.addEventListener("online", () => { tell(""); resend(); });
  window.addEventListener("offline", () => tell("网络断了，打的字都在，恢复后会自动重发。"));

  text.removeAttribute("required");
  if (!text.value) text.value = remember.get("draft") || "";
  grow();
  for (const message of unsent()) deliver(addTurn(message.text), message);
  const newest = document.getElementById("newest");
  if (newest) newest.scrollIntoView({ block: "start", behavior: "instant" });
})();
