// 有用 / 没用 below the newest card, where somebody owns the queue it goes to.
(() => {
  "use strict";
  const page = window.page, log = document.getElementById("log");
  if (!log) return;
  const REASONS = ["答非所问", "数不对", "看不懂", "没说找谁", "其他"];
  const make = (tag, name, words) => {
    const node = document.createElement(tag);
    node.className = name;
    node.textContent = words;
    if (tag === "button") node.type = "button";
    return node;
  };
  const box = make("div", "follow vote noprint", "");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "这个答复有用吗");
  const send = (vote) => {
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const talk = page.tab("talk"), session = page.tab("session");
    if (talk && talk !== "-") headers["X-Talk"] = talk;
    if (session) headers["X-Session"] = session;
    return fetch(new URL("feedback", page.home).href, { method: "POST", headers, body: JSON.stringify(vote) })
      .then((answer) => answer.json().then((told) => (answer.ok ? "记下了，谢谢。" : told.error)))
      .catch(() => "网络断了，没有记下。");
  };
  const say = (promise) => promise.then((words) => { box.replaceChildren(make("span", "fine", words)); });
  const ask = () => {
    const useful = make("button", "chip", "有用"), not = make("button", "chip", "没用");
    useful.addEventListener("click", () => say(send({ useful: true })));
    not.addEventListener("click", () => {
      box.replaceChildren(make("span", "fine", "哪里没用？"), ...REASONS.map((reason) => {
        const button = make("button", "chip", reason);
        button.addEventListener("click", () => say(send({ useful: false, reason })));
        return button;
      }));
    });
    box.replaceChildren(useful, not);
  };
  const place = () => {
    const last = [...log.querySelectorAll(".turn")].pop();
    if (!last || last.contains(box)) return;
    ask();
    last.append(box);
  };
  new MutationObserver(place).observe(log, { childList: true });
  place();
})();
