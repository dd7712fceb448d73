// Several firms on one phone: each has a folder with a name, a talk of its own, and the page it was on. Nothing passes
// from one to another; the folders are kept by this phone alone, and only where they were switched on.
(() => {
  "use strict";
  const page = window.page;
  const MOST = 40;
  const read = () => { try { return JSON.parse(page.browser("folders")) || null; } catch (error) { return null; } };
  const write = (folders) => page.browser("folders", folders ? JSON.stringify(folders) : "");
  const newTalk = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => String.fromCharCode(97 + (b % 26))).join("");
  const make = (tag, name, words) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (words) node.textContent = words;
    return node;
  };
  const here = (folders) => folders.every.find((one) => one.talk === folders.now);
  const fresh = (folders) => ({ talk: newTalk(), name: `第${folders.every.length + folders.gone + 1}家`, path: "" });

  // Where this firm is now: its talk as the chat has it, the page it is on.
  const keep = (folders) => {
    const now = here(folders), talk = page.tab("talk");
    if (!now) return;
    if (talk && talk !== "-" && talk !== now.talk) { now.talk = talk; folders.now = talk; }
    const url = new URL(location.href);
    if (/\/(firms|kit|share)$/.test(url.pathname)) return;
    now.path = url.pathname === page.home.pathname ? "" : url.pathname + url.search;
  };
  const go = (folders, one) => {
    folders.now = one.talk;
    write(folders);
    page.leave();
    page.tab("talk", one.talk);
    const url = new URL(one.path || page.home.href, location.href);
    if (!one.path) url.searchParams.set("talk", one.talk);
    location.assign(url.href);
  };
  const next = () => {
    const folders = read();
    keep(folders);
    const one = fresh(folders);
    folders.every = folders.every.concat(one);
    if (folders.every.length > MOST) { folders.every = folders.every.slice(-MOST); folders.gone += 1; }
    go(folders, one);
  };
  page.firms = {
    on: () => {
      const talk = page.tab("talk");
      const folders = { every: [], gone: 0, now: "" };
      const one = fresh(folders);
      if (talk && talk !== "-") one.talk = talk;
      folders.every = [one];
      go(folders, one);
    },
    off: () => { write(null); location.reload(); },
    read,
  };
  document.querySelector("[data-forget]").addEventListener("submit", () => write(null));

  const switches = document.querySelector("[data-firms-switch]");
  if (switches) {
    const button = switches.querySelector("button");
    button.textContent = read() ? "不用了，清掉这些名字" : "开始，一家一个夹子";
    button.addEventListener("click", () => (read() ? page.firms.off() : page.firms.on()));
  }
  const folders = read();
  if (!folders) return;
  keep(folders);
  write(folders);

  const bar = make("nav", "firms noprint");
  bar.setAttribute("aria-label", "几家企业");
  const list = make("div", "folders");
  for (const one of folders.every.slice().reverse()) {
    const button = make("button", "folder", one.name);
    button.type = "button";
    const current = one.talk === folders.now;
    button.setAttribute("aria-pressed", String(current));
    if (current) button.title = "点一下改名";
    button.addEventListener("click", () => {
      if (current) { rename(button, one); return; }
      const now = read();
      keep(now);
      go(now, now.every.find((other) => other.talk === one.talk));
    });
    list.append(button);
  }
  const another = make("button", "button next", "换下一家");
  another.type = "button";
  another.addEventListener("click", next);
  bar.append(list, another);
  if (document.body.classList.contains("chat")) {
    const form = make("form", "over");
    form.method = "post";
    form.action = new URL("handover", page.home).pathname;
    form.setAttribute("data-talk", "");
    form.append(make("button", "quiet", "给对方"));
    bar.append(form);
  }
  document.querySelector(".top").after(bar);

  function rename(button, one) {
    const field = make("input", "folder");
    field.value = one.name;
    field.maxLength = 20;
    field.setAttribute("aria-label", "这家叫什么");
    const done = () => {
      const now = read(), mine = now && now.every.find((other) => other.talk === one.talk);
      if (!mine) return;
      mine.name = one.name = field.value.trim() || one.name;
      write(now);
      button.textContent = one.name;
      field.replaceWith(button);
    };
    field.addEventListener("change", done);
    field.addEventListener("blur", () => { if (field.isConnected) done(); });
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") field.blur(); });
    button.replaceWith(field);
    field.focus();
    field.select();
  }
})();
