// What every page can do: show a clause in place, work a form out while it is filled in, print, copy.
(() => {
  "use strict";
  const dialog = document.getElementById("clause-dialog");

  const openClause = async (link) => {
    const url = new URL(link.href);
    url.searchParams.set("part", "1");
    const answer = await fetch(url.pathname + url.search);
    if (!answer.ok) throw new Error(String(answer.status));
    const inside = dialog.querySelector(".inside");
    inside.innerHTML = await answer.text(); // escaped by our own templates
    dialog.showModal();
    const mark = inside.querySelector("mark");
    if (mark) mark.scrollIntoView({ block: "center" });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-clause]");
    if (!link || !dialog.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openClause(link).catch(() => { location.href = link.href; });
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  const waiting = new WeakMap();
  const target = (form) => {
    const box = form.closest("article, .card") || document;
    return box.querySelector("[data-result]");
  };

  const query = (form, more) => {
    const said = [...new FormData(form)].filter(([key, value]) => key !== "from" && value.trim() && value !== "unknown");
    const data = new URLSearchParams(said);
    return "?" + data + (more ? "&" + more : "");
  };

  const work = async (form) => {
    const number = (form.dataset.number = String(Number(form.dataset.number || 0) + 1));
    const path = new URL(form.action).pathname;
    try {
      const answer = await fetch(path + query(form, "part=1"));
      if (!answer.ok || form.dataset.number !== number) return;
      const box = target(form);
      box.innerHTML = await answer.text(); // escaped by our own templates
      if (!form.closest(".card")) history.replaceState(history.state, "", path + query(form));
    } catch { /* offline: the button still works once the network is back */ }
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form; // the conditions stand outside of their form
    if (!form || !form.matches("[data-live]")) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(work, event.target.type === "radio" ? 0 : 220, form));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-live]");
    if (!form || (event.submitter && event.submitter.hasAttribute("formaction"))) return;
    event.preventDefault();
    work(form);
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
