// On a counselor's phone, once the desk was used there: from the talk or the check-up on the screen to the log of visits.
(() => {
  "use strict";
  const page = window.page;
  const begin = () => {
    const url = new URL("desk/visits/new", page.home);
    const here = new URL(location.href), talk = page.tab("talk");
    const folders = page.firms && page.firms.read();
    const firm = folders && folders.every.find((one) => one.talk === folders.now);
    if (firm && !/^第\d+家$/.test(firm.name)) url.searchParams.set("firm", firm.name);
    if (/\/checkup$/.test(here.pathname) && here.search) url.searchParams.set("checkup", here.search.slice(1));
    else if (talk && talk !== "-") url.searchParams.set("talk", talk);
    return url.href;
  };
  const link = (name) => {
    const made = document.createElement("a");
    made.className = name;
    made.textContent = "记走访";
    made.href = begin();
    made.addEventListener("click", () => { made.href = begin(); }, true);
    return made;
  };
  document.querySelector(".menu .items").prepend(link(""));
  const result = document.querySelector("#result form.buttons");
  if (result) result.append(link("quiet"));
  // Beside the folders, where there are some: they may come in later than this does
  const beside = () => {
    const bar = document.querySelector(".firms");
    if (bar && !bar.querySelector("a") && page.firms) bar.querySelector(".next").after(link("quiet"));
  };
  window.addEventListener("load", beside);
  beside();
})();
