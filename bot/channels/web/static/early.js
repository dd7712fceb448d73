// Before the page is painted: what scripts can do may be shown, large text stays large, and nothing of a talk that was
// closed for the next one is shown again.
(() => {
  "use strict";
  const root = document.documentElement;
  const page = (window.page = { home: new URL(root.dataset.home, location.href) });
  page.within = page.home.searchParams.has("embed");

  // A frame on another site may have no storage: its name goes with it from page to page, and only with it.
  const frame = () => { try { return JSON.parse(window.name) || {}; } catch (error) { return {}; } };
  const framed = (key, value) => {
    if (value === undefined) return frame()[key] || "";
    window.name = JSON.stringify(Object.assign(frame(), { [key]: value }));
    return "";
  };
  const stored = (store, key, value) => {
    const name = "fudaoyuan" + page.home.pathname + key;
    try {
      if (value === undefined) return window[store].getItem(name) || "";
      value ? window[store].setItem(name, value) : window[store].removeItem(name);
    } catch (error) { if (page.within && store === "sessionStorage") return framed(key, value); }
    return "";
  };
  page.tab = (key, value) => stored("sessionStorage", key, value);
  page.browser = (key, value) => stored("localStorage", key, value);

  root.classList.add("scripted");
  if (page.browser("large")) root.classList.add("large");

  // A talk ends when the next firm begins, when it is cleared, and when nobody was there for long.
  const idle = Number(root.dataset.idle) * 60000;
  page.leave = () => {
    for (const key of ["draft", "unsent", "talk", "gist", "session", "seen", "ticks"]) page.tab(key, "");
    page.tab("era", String(Number(page.tab("era")) + 1));
  };
  page.go = (query) => {
    const url = new URL(page.home.href);
    url.searchParams.delete("talk");
    if (query) url.searchParams.set(query, "1");
    location.replace(url.href);
  };
  page.isOver = () => Boolean(idle && page.tab("seen")) && Date.now() - Number(page.tab("seen")) > idle;
  page.end = () => { page.leave(); page.browser("last", ""); };
  page.check = () => {
    const before = history.state && history.state.era;
    if (typeof before === "string" && before !== page.tab("era")) { root.classList.add("gone"); page.go(); return; }
    history.replaceState(Object.assign({}, history.state, { era: page.tab("era") }), "");
  };
  if (page.isOver()) page.end();
  page.check();
})();
