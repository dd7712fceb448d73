// One line on a department's site: <script src="https://本站/embed.js" async></script> puts a chat button there.
(() => {
  "use strict";
  const home = new URL(".", document.currentScript.src);
  const small = window.matchMedia("(max-width: 640px), (max-height: 480px)");
  const style = (node, rules) => { for (const [name, value] of Object.entries(rules)) node.style.setProperty(name, value); };
  const make = (tag, words, rules) => {
    const node = document.createElement(tag);
    if (words) node.textContent = words;
    style(node, rules);
    return node;
  };
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches; // as the page within goes
  const LOOK = dark ? { paper: "#12181a", sheet: "#1a2224", line: "#2d383a", ink: "#e8ebe7", accent: "#6cc9b8" }
    : { paper: "#f6f5f1", sheet: "#fff", line: "#e0ded5", ink: "#1c2422", accent: "#0d6b60" };
  const TOP = { position: "fixed", "z-index": "2147483000" };
  const FONT = { font: "600 16px/1.4 system-ui, sans-serif", cursor: "pointer" };
  const QUIET = Object.assign({ display: "inline-flex", "align-items": "center", "min-height": "44px", padding: "0 12px", margin: "0", border: "0", background: "none", color: LOOK.accent }, FONT);
  const button = make("button", "问金融辅导员", Object.assign({
    right: "20px", bottom: "20px", padding: "12px 20px", border: "0", "border-radius": "999px", background: "#0d6b60",
    color: "#fff", "box-shadow": "0 8px 24px -8px rgba(0,0,0,.4)",
  }, TOP, FONT));
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-haspopup", "dialog");
  let panel = null;
  let frame = null;
  let ready = false;

  const link = (words) => {
    const out = make("a", words, Object.assign({ "text-decoration": "underline" }, QUIET));
    out.href = home.href;
    out.target = "_blank";
    out.rel = "noopener";
    return out;
  };

  // On a phone it is the whole screen, elsewhere a window in the corner.
  const place = () => {
    if (!panel) return;
    const corner = { top: "auto", left: "auto", right: "20px", bottom: "20px", width: "420px", height: frame.parentNode ? "720px" : "auto", "max-width": "calc(100vw - 40px)", "max-height": "calc(100vh - 40px)", "border-radius": "16px" };
    const whole = { top: "0", left: "0", right: "0", bottom: "0", width: "auto", height: "auto", "max-width": "none", "max-height": "none", "border-radius": "0" };
    style(panel, small.matches ? whole : corner);
    panel.setAttribute("aria-modal", String(small.matches));
    document.documentElement.style.overflow = small.matches && !panel.hidden ? "hidden" : "";
  };

  // A site that is not on the list is shown nothing in a frame: the way out is offered instead.
  const look = () => {
    if (ready || !frame.parentNode) return;
    const note = make("div", "", { flex: "1", padding: "24px 20px 32px", font: "16px/1.7 system-ui, sans-serif", color: LOOK.ink });
    const way = link("打开金融辅导员");
    style(way, { padding: "0 20px", "border-radius": "10px", background: LOOK.accent, color: LOOK.paper, "text-decoration": "none" });
    note.append(make("p", "这个网站里打不开问答，请到新窗口里问。", { margin: "0 0 16px" }), way);
    frame.replaceWith(note);
    place();
    way.focus();
  };

  const build = () => {
    panel = make("div", "", Object.assign({ display: "flex", "flex-direction": "column", overflow: "hidden", background: LOOK.paper, "box-shadow": "0 16px 48px -12px rgba(0,0,0,.4)" }, TOP));
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", "金融辅导员");
    const bar = make("div", "", { display: "flex", "justify-content": "space-between", flex: "none", padding: "0 4px", "border-bottom": `1px solid ${LOOK.line}`, background: LOOK.sheet });
    const shut = make("button", "收起", QUIET);
    shut.type = "button";
    shut.addEventListener("click", close);
    bar.append(link("在新窗口打开"), shut);
    frame = make("iframe", "", { flex: "1", width: "100%", "min-height": "0", border: "0", background: LOOK.paper });
    frame.title = "金融辅导员";
    frame.src = new URL("?embed=1", home).href;
    frame.addEventListener("load", () => setTimeout(look, 2500));
    setTimeout(look, 15000);
    panel.append(bar, frame);
    document.body.append(panel);
  };

  const show = (open) => {
    panel.hidden = !open;
    panel.style.display = open ? "flex" : "none";
    button.style.display = open ? "none" : "block";
    button.setAttribute("aria-expanded", String(open));
    place();
  };
  const close = () => { show(false); button.focus(); };
  button.addEventListener("click", () => {
    if (!panel) build();
    show(true);
    (frame.parentNode ? frame : panel.querySelector("a")).focus();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.key === "Escape" || event.key === "Esc") && panel && !panel.hidden) close();
  });
  window.addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home.origin || !event.data) return;
    if (event.data.fudaoyuan === "ready") ready = true;
    if (event.data.fudaoyuan === "close" && !panel.hidden) close();
  });
  small.addListener(place); // addEventListener came to Safari in 14
  const begin = () => document.body.append(button);
  document.body ? begin() : document.addEventListener("DOMContentLoaded", begin);
})();
