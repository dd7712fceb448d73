// One line on a department's site: <script src="https://本站/embed.js" async></script> puts a chat button there.
(() => {
  "use strict";
  const origin = new URL(document.currentScript.src).origin;
  const style = (node, rules) => { for (const [name, value] of Object.entries(rules)) node.style.setProperty(name, value); };
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "问金融辅导员";
  button.setAttribute("aria-expanded", "false");
  style(button, {
    position: "fixed", right: "20px", bottom: "20px", "z-index": "2147483000", padding: "12px 20px", border: "0",
    "border-radius": "999px", background: "#0d6b60", color: "#fff", font: "600 16px/1.4 system-ui, sans-serif",
    "box-shadow": "0 8px 24px -8px rgba(0,0,0,.4)", cursor: "pointer",
  });
  let frame = null;
  const make = () => {
    frame = document.createElement("iframe");
    frame.src = origin + "/?embed=1";
    frame.title = "金融辅导员";
    style(frame, {
      position: "fixed", right: "20px", bottom: "80px", "z-index": "2147483000", border: "0", "border-radius": "16px",
      width: "min(420px, calc(100vw - 40px))", height: "min(680px, calc(100vh - 110px))",
      "box-shadow": "0 16px 48px -12px rgba(0,0,0,.4)", background: "#f6f5f1",
    });
    document.body.append(frame);
  };
  const toggle = () => {
    const open = !frame || frame.hidden;
    if (!frame) make();
    frame.hidden = !open;
    frame.style.display = open ? "block" : "none";
    button.textContent = open ? "收起" : "问金融辅导员";
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", toggle);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && frame && !frame.hidden) toggle(); });
  const place = () => document.body.append(button);
  document.body ? place() : document.addEventListener("DOMContentLoaded", place);
})();
