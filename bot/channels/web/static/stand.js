// The phone of an event's stand: one visitor after the other, each from the beginning, and nobody there for two minutes
// is nobody.
(() => {
  "use strict";
  const page = window.page;
  const IDLE = 120000;
  const next = () => {
    const event = JSON.parse(page.tab("event"));
    page.end();
    document.documentElement.classList.add("gone");
    location.replace(new URL(`e/${event.code}`, page.home).href);
  };
  const begins = document.querySelector("[data-stand]");
  if (begins) {
    begins.addEventListener("click", () => {
      page.tab("event", JSON.stringify({ code: begins.dataset.stand, name: begins.dataset.name }));
      next();
    });
    return;
  }
  const event = JSON.parse(page.tab("event"));
  const bar = document.createElement("nav");
  bar.className = "firms noprint";
  bar.setAttribute("aria-label", "活动");
  const name = document.createElement("span");
  name.className = "folders";
  name.textContent = event.name;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button next";
  button.textContent = "问完了，下一位";
  button.addEventListener("click", next);
  bar.append(name, button);
  document.querySelector(".top").after(bar);
  let seen = Date.now();
  for (const kind of ["click", "keydown", "input", "touchstart", "wheel"]) document.addEventListener(kind, () => { seen = Date.now(); }, { capture: true, passive: true });
  setInterval(() => { if (Date.now() - seen > IDLE && document.querySelector(".turn, .receipt, #result")) next(); }, 5000);
})();
