// What was typed and not sent outlives the page: kept in this tab until the form has been taken.
(() => {
  "use strict";
  const name = (form) => "desk " + location.pathname + " " + (form.getAttribute("action") || "") + " " + (form.dataset.keep || "");
  const fields = (form) => [...form.elements].filter((one) => one.name && !["hidden", "password", "file", "submit"].includes(one.type));
  const value = (one) => (one.type === "checkbox" || one.type === "radio" ? one.checked : one.value);
  const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)) || {}; } catch (error) { return {}; } };
  const write = (key, kept) => { try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch (error) { /* full or forbidden: the page still works */ } };
  const place = (one, all) => one.name + " " + all.filter((other) => other.name === one.name).indexOf(one);

  // The page after says that it was taken: then it need not be kept, and is not put back.
  if (document.querySelector(".fresh[role=status]")) {
    const sent = sessionStorage.getItem("desk sent");
    if (sent) sessionStorage.removeItem(sent);
  }
  sessionStorage.removeItem("desk sent");

  for (const form of document.querySelectorAll("form[method=post][data-keep]")) {
    const key = name(form), all = fields(form), kept = read(key);
    let back = 0;
    for (const one of all) {
      const was = kept[place(one, all)];
      if (was === undefined || was === value(one)) continue;
      if (typeof was === "boolean") one.checked = was; else one.value = was;
      back += 1;
    }
    if (back) {
      const told = document.createElement("p");
      told.className = "fine warn";
      told.setAttribute("role", "status");
      told.textContent = "上次填了没有交的，放回来了。";
      form.prepend(told);
    }
    form.addEventListener("input", (event) => {
      const one = event.target;
      if (!all.includes(one)) return;
      const now = read(key);
      now[place(one, all)] = value(one);
      write(key, now);
    });
    form.addEventListener("submit", () => sessionStorage.setItem("desk sent", key));
  }
  // The room one is in can be seen, however many there are.
  const here = document.querySelector(".rooms [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;
  // A fault leads to its line in the text.
  for (const one of document.querySelectorAll("[data-line]")) {
    one.addEventListener("click", () => {
      const area = document.querySelector("textarea.raw");
      if (!area) return;
      const lines = area.value.split("\n"), at = Number(one.dataset.line) - 1;
      const begin = lines.slice(0, at).join("\n").length + (at ? 1 : 0);
      area.focus();
      area.setSelectionRange(begin, begin + (lines[at] || "").length);
      area.scrollTop = Math.max(0, at / lines.length * area.scrollHeight - area.clientHeight / 3);
    });
  }
})();
