// The calculators of the offline pack: the formulas of the server once more, in exact fractions. That both give the
// same sums is checked on a thousand inputs by a test; nobody need read the two side by side.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);

  // Exact numbers: a numerator and a denominator, both BigInt.
  const big = BigInt;
  const frac = (n, d = 1n) => (d < 0n ? { n: -n, d: -d } : { n, d });
  const parse = (text) => {
    const [whole, part = ""] = text.split(".");
    return frac(big(whole + part), 10n ** big(part.length));
  };
  const add = (a, b) => frac(a.n * b.d + b.n * a.d, a.d * b.d);
  const sub = (a, b) => add(a, frac(-b.n, b.d));
  const mul = (a, b) => frac(a.n * b.n, a.d * b.d);
  const div = (a, b) => frac(a.n * b.d, a.d * b.n);
  const cmp = (a, b) => { const left = a.n * b.d, right = b.n * a.d; return left < right ? -1 : left > right ? 1 : 0; };
  const min = (a, b) => (cmp(a, b) <= 0 ? a : b);
  const ZERO = frac(0n), ONE = frac(1n), HUNDRED = frac(100n), WAN = frac(10000n), YI = frac(100000000n);
  const MONTH = frac(30n), YEAR = frac(360n);
  const fen = (a) => (a.n * 200n + a.d) / (a.d * 2n);  // half up; no sum is negative
  const ofFen = (count) => frac(count, 100n);
  const fixed = (count) => `${count / 100n}.${String(count % 100n).padStart(2, "0")}`;
  const grouped = (text) => {
    const [whole, part] = text.split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part}`);
  };
  const decimals = (a, most) => {
    for (let places = 0; places <= most; places++) {
      const scaled = a.n * 10n ** big(places);
      if (scaled % a.d === 0n) return [String(scaled / a.d), places];
    }
    return null;
  };
  const shown = (digits, places) => {
    const text = digits.padStart(places + 1, "0");
    return places ? `${text.slice(0, -places)}.${text.slice(-places)}` : text;
  };
  const plain = (a, most = 12) => { const found = decimals(a, most); return found ? shown(...found) : null; };
  const money = (a) => {
    const small = decimals(a, 2);
    if (!small) return `约${money(ofFen(fen(a)))}`;
    if (cmp(a, YI) >= 0 && decimals(div(a, YI), 4)) return `${plain(div(a, YI), 4)}亿元`;
    if (cmp(a, WAN) >= 0 && small[1] === 0) return `${plain(div(a, WAN), 4)}万元`;
    return `${cmp(a, WAN) >= 0 ? grouped(shown(...small)) : shown(...small)}元`;
  };
  const percent = (a) => {
    const found = plain(mul(a, HUNDRED), 4);
    if (found) return `${found}%`;
    return `约${plain(frac((mul(a, HUNDRED).n * 20000n + mul(a, HUNDRED).d) / (mul(a, HUNDRED).d * 2n), 10000n), 4)}%`;
  };
  const published = (a) => {
    const text = percent(a), part = text.replace("%", "").split(".")[1] || "";
    return part.length < 2 ? `${fixed(fen(mul(a, HUNDRED)))}%` : text;
  };
  const years = (months) => {
    const whole = plain(div(months, frac(12n)), 0);
    return whole ? `${whole}年` : `${plain(months)}÷12年`;
  };

  const span = (months) => `${months >= 12 ? `${Math.floor(months / 12)}年` : ""}${months % 12 ? `${months % 12}个月` : ""}`;

  // What the server calls others(): readings whose sum differs from the headline and from those before it.
  const others = (headline, readings) => {
    const seen = new Set([headline]), kept = [];
    for (const [amount, words] of readings) {
      const count = fen(amount);
      if (!seen.has(count)) { seen.add(count); kept.push({ amount: fixed(count), words }); }
    }
    return kept;
  };
  const room = (cap, prior) => { const left = sub(cap, prior); return cmp(left, ZERO) < 0 ? ZERO : left; };
  const bound = (raw, left) => (fen(raw) >= fen(left) ? "capped" : "estimate");
  const capWords = (raw, cap, prior) => {
    const left = room(cap, prior), sum = ofFen(fen(raw));
    let start = `每年最高${money(cap)}`;
    if (cmp(prior, ZERO)) start += `，已领${money(prior)}，还剩${money(left)}`;
    if (!cmp(left, ZERO)) return `${start}：今年的封顶已经用完，这次是0元`;
    const than = cmp(sum, left);
    return `${start}：${money(sum)}${than < 0 ? "没到封顶" : than ? `超过封顶，按${money(left)}算` : "正好到封顶"}`;
  };

  // Which published rate counts: the row in force on a day.
  const rowOn = (day) => data.lpr.filter((row) => row.since <= day).pop();
  const rateOf = (row, months) => parse(cmp(months, frac(60n)) > 0 ? row.five : row.one);
  const rates = (c) => {
    const { term, start, contract } = c.inputs;
    const quoted = c.inputs.quoted && cmp(c.inputs.quoted, ZERO) ? c.inputs.quoted : null;
    const found = [];
    let value, source = "";
    if (!start && quoted) value = quoted;
    else {
      const row = rowOn(!start || start > c.day ? c.day : start);
      if (!row) return null;
      value = rateOf(row, term);
      source = `LPR用的是${row.since}起的一期${start ? "" : "，放款日不同，要按放款那天的算"}`;
      if (!cmp(term, frac(60n))) found.push([parse(row.five), `按5年期以上LPR ${published(parse(row.five))}算（正好5年用哪一档，文件没写）`]);
    }
    const other = contract && rowOn(contract < c.day ? contract : c.day);
    if (other && cmp(rateOf(other, term), value)) found.push([rateOf(other, term), `按合同签订日的LPR ${published(rateOf(other, term))}算`]);
    return { value, source, others: found };
  };

  const formulas = {
    share_of_amount: (c) => share(c, "exact"),
    share_at_most: (c) => share(c, "at_most"),
    interest_subsidy(c) {
      const { base, term, part } = c.inputs, prior = c.inputs.prior || ZERO, rate = rates(c);
      if (!rate) return { missing: "start" };
      const { share: portion, cap, most_months: longest } = c.figures, long = longest && cmp(term, longest) > 0;
      const length = long ? longest : term, counted = mul(length, MONTH), left = cap && room(cap, prior);
      const limited = (sum) => (cap ? min(sum, left) : sum);
      const interest = (sum, value, days = counted) => div(mul(portion, mul(mul(sum, value), days)), YEAR);
      const raw = interest(base, rate.value), readings = [];
      if (cap) {
        let first = min(counted, YEAR), rest = sub(counted, first), yearly = min(interest(base, rate.value, first), left);
        while (cmp(rest, ZERO) > 0) {
          const days = min(rest, YEAR);
          yearly = add(yearly, min(interest(base, rate.value, days), cap));
          rest = sub(rest, days);
        }
        readings.push([yearly, `分年算、每年各封顶${money(cap)}`]);
      }
      for (const [value, words] of rate.others) readings.push([limited(interest(base, value)), words]);
      if (part) readings.push([limited(interest(part, rate.value)), `只算${c.label("part")}${money(part)}`]);
      const amount = fen(limited(raw));
      const words = [`${money(base)} × LPR ${published(rate.value)} × ${percent(portion)} × ${years(length)} ＝ ${money(ofFen(fen(raw)))}`];
      if (long) words.unshift(`贷款再长，最多贴${span(Number(plain(longest)))}`);
      if (cap) words.push(capWords(raw, cap, prior));
      return { amount, bound: cap ? bound(raw, left) : "estimate", words, source: rate.source, readings: others(amount, readings) };
    },
    guarantee_ceiling(c) {
      const { base, fee_rate: rate } = c.inputs, portion = c.figures.share;
      const counted = c.inputs.term ? mul(c.inputs.term, MONTH) : YEAR, amount = fen(mul(base, portion)), readings = [];
      if (cmp(counted, YEAR) > 0) readings.push([div(mul(mul(base, portion), counted), YEAR), "按每年补一次算"]);
      const paid = rate && div(mul(mul(base, rate), counted), YEAR);
      if (paid && cmp(paid, ofFen(amount)) < 0) readings.push([paid, `最多补到实际交的${c.label("fee_paid")}`]);
      const words = [`${c.label("base")}${money(base)} × ${percent(portion)} ＝ ${money(ofFen(amount))}，这是上限`];
      return { amount, bound: "at_most", words, readings: others(amount, readings) };
    },
    capped_premium(c) {
      const { base, insured } = c.inputs, { share: portion, rate_cap: limit, cap } = c.figures;
      const prior = c.inputs.prior || ZERO, left = room(cap, prior), most = mul(insured, limit);
      const dear = cmp(base, most) > 0, counted = dear ? most : base, raw = mul(counted, portion), amount = fen(min(raw, left));
      const words = [
        `${c.label("insured")}${money(insured)} × ${percent(limit)} ＝ ${money(most)}，${c.label("base")}${money(base)}${dear ? `超过它，按${money(most)}算` : "没超过，全算"}`,
        `${money(counted)} × ${percent(portion)} ＝ ${money(ofFen(fen(raw)))}`,
        capWords(raw, cap, prior),
      ];
      const readings = dear ? [[ZERO, `${c.label("rate")}超过${percent(limit)}的保单整张不补`]] : [];
      return { amount, bound: bound(raw, left), words, readings: others(amount, readings) };
    },
    listing_award(c) {
      const { base, level } = c.inputs, part = mul(base, c.figures.share);
      const words = [`${c.label("base")}${money(base)} × ${percent(c.figures.share)} ＝ ${money(ofFen(fen(part)))}`];
      if (level === "lower") return { amount: fen(part), bound: "exact", words, readings: [] };
      const bonus = c.figures.bonus, amount = fen(add(part, bonus));
      words.push(`${money(ofFen(fen(part)))} ＋ ${c.label("upper")}${money(bonus)} ＝ ${money(ofFen(amount))}`);
      const readings = c.inputs.was_lower ? [] : [[bonus, `没在${c.label("lower")}待过的话，可能只有这${money(bonus)}`]];
      return { amount, bound: "estimate", words, readings: others(amount, readings) };
    },
    fixed_award(c) {
      const { base } = c.inputs, { award, threshold } = c.figures, met = cmp(base, threshold) >= 0;
      const words = [`${c.label("base")}${money(base)}，${met ? `达到${money(threshold)}` : `差${money(sub(threshold, base))}`}`];
      if (met) words.push(`定额补助${money(award)}`);
      return { amount: met ? fen(award) : 0n, bound: "exact", words, readings: [] };
    },
    ceiling_only: (c) => ({
      amount: null, ceiling: fen(c.figures.ceiling), bound: "ceiling", readings: [],
      words: [`最高${money(c.figures.ceiling)}，这是上限，不是能拿到的数`, c.texts.open || "具体给多少怎么算，文件没写，算不出具体数"],
    }),
  };
  const share = (c, kind) => {
    const { base } = c.inputs, amount = fen(mul(base, c.figures.share));
    const tail = kind === "at_most" ? "，这是上限" : "";
    const words = [`${c.label("base")}${money(base)} × ${percent(c.figures.share)} ＝ ${money(ofFen(amount))}${tail}`];
    return { amount, bound: kind, words, readings: [] };
  };

  // One field as it was filled in: a number in its unit, a day, or why it cannot be taken.
  const NUMBER = /^\d{1,12}(\.\d{1,6})?$/;
  const read = (field, text) => {
    const said = String(text).trim().replace(/[,，]/g, "");
    if (field.unit === "date") return /^\d{4}-\d\d-\d\d$/.test(said) ? { value: said } : { wrong: "请写成 2024-08-01" };
    if (!NUMBER.test(said)) return { wrong: "请只写数字" };
    const number = parse(said);
    const value = field.unit === "yuan" ? mul(number, WAN) : field.unit === "ratio" ? div(number, HUNDRED) : number;
    if (!value.n && !field.zero && field.unit !== "ratio") return { wrong: "不能是 0" };
    if (cmp(value, parse(field.most)) > 0) return { wrong: "太大了，请核对" };
    return { value };
  };
  const brokenBy = (measure, condition, values, facts) => {
    if (condition.limit) {
      const value = values[condition.key];
      if (!value) return false;
      const than = cmp(value, parse(condition.limit));
      return condition.test === "at_most" ? than > 0 : than < 0;
    }
    const said = facts[condition.key];
    if (said && said !== "unknown" && !(condition.accepts.length ? condition.accepts.includes(said) : said === "yes")) {
      if (condition.accepts.length || said === "no") return true;
    }
    const granted = values[condition.grants];
    return Boolean(granted && !granted.n);
  };
  const isKnown = (condition, values, facts) => (condition.limit ? Boolean(values[condition.key]) : Boolean(facts[condition.key]) && facts[condition.key] !== "unknown");

  // Measure, what is filled in, what is answered, and the day → what the server's form says, without its words.
  const compute = (measure, given, facts, day) => {
    const values = {}, wrong = {};
    for (const field of measure.fields) {
      if (field.unit === "choice" || !given[field.key]) continue;
      const found = read(field, given[field.key]);
      if (found.wrong) wrong[field.key] = found.wrong; else values[field.key] = found.value;
    }
    const start = measure.fields.find((field) => field.role === "start");
    const begins = start && values[start.key];
    const unconfirmed = measure.conditions.filter((one) => !one.hidden && !isKnown(one, values, facts)).map((one) => one.key);
    if (day < measure.from || day > measure.to || (begins && begins > measure.to)) return { state: "expired", amount: "0.00", wrong, unconfirmed };
    const broken = measure.conditions.filter((one) => brokenBy(measure, one, values, facts)).map((one) => one.key);
    if (broken.length) return { state: "broken", amount: "0.00", broken, wrong, unconfirmed };
    const known = (field) => (field.unit === "choice" ? field.options.some((option) => option.value === facts[field.key]) : field.key in values);
    const missing = measure.fields.filter((field) => field.key in wrong || (field.required && !known(field))).map((field) => field.key);
    if (missing.length) return { state: "missing", missing, wrong, unconfirmed };
    const inputs = {};
    for (const field of measure.fields) {
      if (field.unit !== "choice") { if (field.key in values) inputs[field.role] = values[field.key]; }
      else inputs[field.role] = field.options.find((option) => option.value === facts[field.key]).role;
    }
    for (const [key, role] of measure.facts) inputs[role] = facts[key] === "yes";
    // A part larger than its whole cannot be meant: it is left out, as the server does.
    if (inputs.part && cmp(inputs.part, inputs.base) > 0) delete inputs.part;
    const figures = {};
    for (const [role, value] of Object.entries(measure.figures)) figures[role] = parse(value);
    const result = formulas[measure.formula]({ inputs, figures, day, label: (role) => measure.labels[role] || role, texts: measure.texts });
    if (result.missing) return { state: "missing", missing: [result.missing], wrong, unconfirmed };
    const amount = result.amount === null ? null : fixed(result.amount);
    const ceiling = result.ceiling === undefined ? null : fixed(result.ceiling);
    return { state: "sum", amount, ceiling, bound: result.bound, words: result.words, source: result.source || "", readings: result.readings, wrong, unconfirmed };
  };
  window.pack = { compute: (id, given, facts, day) => compute(data.measures.find((one) => one.key === id), given, facts, day) };
  if (!document.querySelector("[data-measure]")) return;

  // The page
  const today = () => { const now = new Date(Date.now() + 8 * 3600000); return now.toISOString().slice(0, 10); };
  const age = (Date.parse(today()) - Date.parse(data.day)) / 86400000;
  if (age > data.stale) {
    const note = document.getElementById("stale");
    note.hidden = false;
    note.textContent = `这个离线包是 ${data.day} 做的，已经 ${age} 天，可能已更新。请换一个新的，或者联网再查。`;
  }
  const el = (name, text, kind) => { const made = document.createElement(name); if (text) made.textContent = text; if (kind) made.className = kind; return made; };
  const wanText = (count) => { const a = ofFen(count); return cmp(a, WAN) >= 0 ? `${grouped(fixed(fen(div(a, WAN))))} 万元` : `${grouped(fixed(count))} 元`; };
  for (const form of document.querySelectorAll("[data-measure]")) {
    const measure = data.measures.find((one) => one.key === form.dataset.measure), out = form.querySelector("output");
    const show = () => {
      const given = {}, facts = {};
      for (const [name, value] of new FormData(form)) (measure.fields.some((field) => field.key === name && field.unit !== "choice") ? given : facts)[name] = value;
      const found = compute(measure, given, facts, today());
      for (const field of form.querySelectorAll("[data-wrong]")) field.textContent = found.wrong[field.dataset.wrong] || "";
      out.replaceChildren();
      const label = (key) => (measure.fields.find((field) => field.key === key) || { label: key }).label;
      if (found.state === "expired") out.append(el("p", data.words.expired, "stop"));
      else if (found.state === "missing") out.append(el("p", `还差：${found.missing.map(label).join("、")}`));
      else if (found.state === "broken") {
        out.append(el("p", `${measure.unmet}（0 元）`, "sum"));
        for (const key of found.broken) out.append(el("p", measure.conditions.find((one) => one.key === key).unmet));
      } else {
        const count = big((found.amount === null ? found.ceiling : found.amount).replace(".", ""));
        out.append(el("p", `${measure.lead} ${found.amount === null ? money(ofFen(count)) : `${wanText(count)}（${grouped(fixed(count))}元）`}`, "sum"));
        if (measure.tag) out.append(el("p", measure.tag, "mark"));
        for (const line of found.words) out.append(el("p", line));
        if (found.source) out.append(el("p", found.source, "small"));
        for (const other of found.readings) out.append(el("p", `另一种读法：${grouped(other.amount)}元（${other.words}）`, "small"));
        if (found.unconfirmed.length) out.append(el("p", `还有 ${found.unconfirmed.length} 件没确认`, "small"));
      }
    };
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    show();
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => {
      const sheet = button.closest("details");
      sheet.classList.add("only");
      document.body.classList.add("one");
      window.print();
      sheet.classList.remove("only");
      document.body.classList.remove("one");
    });
  }
  const search = document.getElementById("search");
  search.addEventListener("input", () => {
    const words = search.value.trim();
    for (const one of document.querySelectorAll("[data-text]")) one.hidden = Boolean(words) && !one.textContent.includes(words);
  });
})();
