// What the page does: two languages, exact numbers, folding and sorting tables, figures, and saving. It asks nothing of any network.
(function () {
  "use strict";

  const root = document.documentElement;
  const captions = JSON.parse(document.getElementById("page-captions").textContent);
  const specs = JSON.parse(document.getElementById("page-figures").textContent);
  const tip = document.getElementById("page-tip");
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const lang = () => root.dataset.lang;
  const say = (name) => captions[name][lang()];

  function made(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // ---- Numbers: as report/rounding.py writes them.

  function rounded(value) {
    if (!Number.isFinite(value)) return String(value);
    if (value === 0) return "0";
    const size = Math.abs(value);
    let text;
    if (size >= 1e-4 && size < 1e9) {
      text = value.toPrecision(4);
      if (text.includes("e")) text = String(Number(text));
    } else {
      text = value.toExponential(3).replace(/e([+-])(\d)$/, "e$10$2");
    }
    return text.replace(/^-/, "−");
  }

  let exact = false;

  function showExact(wanted) {
    exact = wanted;
    root.classList.toggle("exact", wanted);
    document.getElementById("page-exact").setAttribute("aria-pressed", String(wanted));
    for (const element of all("data[data-exact]")) {
      if (element.dataset.rounded === undefined) element.dataset.rounded = element.textContent;
      element.textContent = wanted ? element.dataset.exact.replace(/^-/, "−") : element.dataset.rounded;
    }
  }

  // ---- Saving.

  function save(name, type, text) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = made("a", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  function csvField(text) {
    // A name that begins like a formula is one to a spreadsheet: the apostrophe keeps it a text.
    const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d[\d.]*(e[+-]?\d+)?$/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }

  // The text of a cell in the language that is shown; numbers with all their digits, as "." decimals.
  function content(node) {
    const copy = node.cloneNode(true);
    for (const hidden of all(lang() === "en" ? ".zh" : ".en", copy)) hidden.remove();
    for (const number of all("data[data-exact]", copy)) number.textContent = number.dataset.exact;
    return copy.textContent.trim();
  }

  function csv(block) {
    const head = all("thead th", block).map((cell) => {
      const title = content(cell.querySelector(".title"));
      const unit = cell.querySelector(".unit");
      return unit ? `${title} (${content(unit)})` : title;
    });
    const tree = block.classList.contains("tree");
    const rows = ordered(block).map((row) => [...(tree ? [row.dataset.depth] : []), ...all("th, td", row).map(content)]);
    const lines = [[...(tree ? ["level"] : []), ...head], ...rows];
    return "\ufeff" + lines.map((line) => line.map(csvField).join(",")).join("\r\n") + "\r\n";
  }

  function ordered(block) {
    return all("tbody tr", block).sort((a, b) => Number(a.dataset.place) - Number(b.dataset.place));
  }

  // ---- Tables.

  function prepareTable(block) {
    const rows = all("tbody tr", block);
    rows.forEach((row, place) => { row.dataset.place = place; });
    for (const cell of all("td[data-share]", block)) {
      const number = cell.querySelector("data");
      if (!number) continue;
      const share = Number(number.value);
      cell.style.setProperty("--share", String(Math.min(Math.abs(share), 1)));
      cell.classList.toggle("less", share < 0);
    }
    // What is scrolled sideways is reached by keyboard as well.
    const scroll = block.querySelector(".scroll");
    if (scroll.scrollWidth > scroll.clientWidth + 1) scroll.setAttribute("tabindex", "0");
    block.querySelector("button.csv").addEventListener("click", () => save(`${root.dataset.file}-${block.dataset.name}.csv`, "text/csv;charset=utf-8", csv(block)));
    if (block.classList.contains("tree")) prepareTree(block, rows);
    else {
      if (rows.filter((row) => !row.classList.contains("total")).length > 3) prepareSorting(block);
      // On a phone a row takes many lines.
      const [most, first] = window.innerWidth < 621 && block.classList.contains("wide") ? [8, 6] : [16, 12];
      if (rows.length > most) prepareLength(block, first);
    }
  }

  function prepareTree(block, rows) {
    const depth = (row) => Number(row.dataset.depth);
    rows.forEach((row, place) => {
      const next = rows[place + 1];
      if (!next || depth(next) <= depth(row)) return;
      const name = row.querySelector(".name");
      const twist = made("button", { type: "button", class: "twist", "aria-expanded": "true", "aria-label": content(name) });
      twist.addEventListener("click", () => { twist.setAttribute("aria-expanded", String(twist.getAttribute("aria-expanded") !== "true")); fold(); });
      name.prepend(twist);
    });
    // A row is shown when every row it lies below is unfolded.
    function fold() {
      let closed = Infinity;
      for (const row of rows) {
        if (depth(row) <= closed) closed = Infinity;
        row.hidden = depth(row) > closed;
        const twist = row.querySelector(".twist");
        if (!row.hidden && twist && twist.getAttribute("aria-expanded") === "false") closed = depth(row);
      }
    }
    function unfoldTo(level) {
      for (const row of rows) {
        const twist = row.querySelector(".twist");
        if (twist) twist.setAttribute("aria-expanded", String(depth(row) < level));
      }
      fold();
    }
    block.querySelector("button.unfold").addEventListener("click", () => unfoldTo(Infinity));
    block.querySelector("button.fold").addEventListener("click", () => unfoldTo(0));
    unfoldTo(rows.length > 14 ? 1 : 2);
  }

  function prepareSorting(block) {
    const body = block.querySelector("tbody");
    const heads = all("thead th", block);
    heads.forEach((head, column) => {
      // The title stays a text: a button is not repeated on every page that is printed.
      const title = head.querySelector(".title");
      const button = made("button", { type: "button", class: "sort" });
      const name = () => button.setAttribute("aria-label", `${say("sort")} ${content(title)}`);
      document.addEventListener("language", name);
      name();
      title.after("\u2060", button);
      head.setAttribute("aria-sort", "none");
      head.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const numeric = head.classList.contains("number");
        const first = numeric ? "descending" : "ascending";
        const second = numeric ? "ascending" : "descending";
        const next = now === "none" ? first : now === first ? second : "none";
        heads.forEach((other) => other.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", next);
        body.append(...sorted(ordered(block), column, next));
        if (block.dataset.length) beyond(block);
      });
    });
  }

  function sorted(rows, column, direction) {
    if (direction === "none") return rows;
    const turn = direction === "ascending" ? 1 : -1;
    const key = (row) => {
      const cell = row.children[column];
      const number = cell.querySelector("data");
      return number ? Number(number.value) : content(cell);
    };
    // Sums stay below, and what is not known after what is.
    const rank = (row) => (row.classList.contains("total") ? 2 : row.children[column].querySelector(".unknown") ? 1 : 0);
    return rows.sort((a, b) => {
      if (rank(a) !== rank(b)) return rank(a) - rank(b);
      if (rank(a)) return 0;
      const x = key(a), y = key(b);
      if (typeof x === "number" && typeof y === "number") return turn * (x - y);
      return turn * String(x).localeCompare(String(y), lang());
    });
  }

  function beyond(block) {
    const length = Number(block.dataset.length);
    let place = 0;
    for (const row of all("tbody tr", block)) row.classList.toggle("beyond", !row.classList.contains("total") && place++ >= length);
  }

  function prepareLength(block, length) {
    block.dataset.length = length;
    const count = all("tbody tr", block).length;
    const button = made("button", { type: "button", class: "more-rows", "aria-expanded": "false" });
    const name = () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.textContent = open ? say("fewer") : say("more").replace("{count}", count);
      block.classList.toggle("shortened", !open);
    };
    button.addEventListener("click", () => { button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true")); name(); });
    document.addEventListener("language", name);
    beyond(block);
    block.querySelector(".scroll").after(button);
    name();
  }

  // ---- Tips: what a mark of a figure stands for.

  function showTip(event, value) {
    if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
    tip.replaceChildren();
    if (typeof value !== "object") tip.append(String(value));
    else {
      const list = made("dl");
      for (const [name, entry] of Object.entries(value)) {
        if (entry === null || entry === undefined || entry === "") continue;
        if (name === "title") { tip.append(made("b", {}, String(entry))); continue; }
        const shown = typeof entry === "number" ? made("data", { value: String(entry) }, exact ? String(entry).replace(/^-/, "−") : rounded(entry)) : String(entry);
        list.append(made("dt", {}, name), made("dd", {}, shown));
      }
      if (list.children.length) tip.append(list);
    }
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const x = Math.min(event.clientX + 14, window.innerWidth - box.width - 12);
    const below = event.clientY + 18;
    const y = below + box.height + 8 > window.innerHeight ? event.clientY - box.height - 12 : below;
    tip.style.transform = `translate(${Math.max(x, 8)}px, ${Math.max(y, 8)}px)`;
  }

  document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });

  // ---- Figures that are drawn here.

  const drawn = new Map();
  const refuse = () => Promise.reject(new Error("this page asks nothing of any network"));
  const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

  async function draw(figure) {
    const name = figure.dataset.name;
    const canvas = figure.querySelector(".canvas");
    const versions = specs[name];
    const layout = canvas.clientWidth < 560 && versions[`narrow-${lang()}`] ? "narrow" : "wide";
    const version = `${layout}-${lang()}`;
    const before = drawn.get(name);
    if (before && before.version === version) return;
    drawn.set(name, { version, view: before && before.view });
    const answer = await window.vegaEmbed(made("div"), JSON.parse(JSON.stringify(versions[version])), {
      mode: "vega", renderer: "svg", actions: false, ast: true, defaultStyle: false, hover: true, loader,
      tooltip: (_, event, item, value) => showTip(event, value),
    });
    if (drawn.get(name).version !== version) { answer.view.finalize(); return; }
    if (before && before.view) before.view.finalize();
    drawn.set(name, { version, view: answer.view });
    const svg = answer.view.container().querySelector("svg");
    svg.setAttribute("focusable", "false");
    canvas.replaceChildren(answer.view.container());
    figure.dataset.layout = layout;
    listen(figure, answer.view);
  }

  // In a flow a node can be chosen: what goes into it and out of it is listed, and leads on, level by level.
  function listen(figure, view) {
    all(".chosen", figure).forEach((element) => element.remove());
    let nodes, links;
    try { view.signal("chosen"); nodes = view.data("nodes"); links = view.data("links"); } catch { return; }
    const named = new Map(nodes.map((node) => [node.id, node]));
    const choose = (key) => view.signal("chosen", key).runAsync();
    view.addSignalListener("chosen", (_, key) => {
      all(".chosen", figure).forEach((element) => element.remove());
      const node = named.get(key);
      if (!node) return;
      const clear = made("button", { type: "button", class: "clear" }, say("clear"));
      clear.addEventListener("click", () => choose(null));
      const panel = made("div", { class: "chosen", role: "status" }, made("p", {}, made("b", {}, String(node.label)), " ", amount(node.value)), clear);
      for (const [here, there, caption] of [["target", "source", "from"], ["source", "target", "to"]]) {
        const found = links.filter((link) => link[here] === key).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
        if (!found.length) continue;
        const list = made("ul");
        for (const link of found) {
          const other = made("button", { type: "button", class: "lead" }, String(named.get(link[there]).label));
          other.addEventListener("click", () => choose(link[there]));
          list.append(made("li", {}, other, " ", amount(link.value)));
        }
        panel.append(made("div", {}, made("b", {}, say(caption)), list));
      }
      figure.querySelector(".canvas").after(panel);
    });
  }

  function amount(value) {
    const all_digits = String(value).replace(/^-/, "−");
    const number = made("data", { value: String(value), "data-exact": String(value), "data-rounded": rounded(value) }, exact ? all_digits : rounded(value));
    return made("span", { class: "amount" }, number, " kg CO2e");
  }

  let drawing = Promise.resolve();

  function drawAll() {
    root.dataset.figures = "drawing";
    drawing = drawing.then(async () => {
      for (const figure of all("figure.chart")) {
        try { await draw(figure); } catch (error) { figure.querySelector(".canvas").textContent = figure.querySelector(".canvas").getAttribute("aria-label"); console.error(error); }
      }
      root.dataset.figures = "ready";
    });
  }

  function saveFigure(figure) {
    const svg = all("div > svg", figure).find((element) => element.getClientRects().length);
    const name = `${root.dataset.file}-${figure.dataset.name}-${lang()}.svg`;
    if (svg) save(name, "image/svg+xml", new XMLSerializer().serializeToString(svg));
  }

  // ---- Drawings: zoom, and move by hand.

  function prepareDrawing(figure) {
    const canvas = figure.querySelector(".canvas");
    const widths = new Map(all("div > svg", canvas).map((svg) => [svg, Number(svg.getAttribute("width"))]));
    let zoom = 1;
    function fit() {
      const width = Math.max(...widths.values());
      zoom = Math.min(1, canvas.clientWidth / width);
      // Letters have to be read: on a phone a part of the drawing is shown, and moved.
      if (zoom < 0.62) zoom = Math.max(zoom, canvas.clientWidth < 560 ? 0.7 : zoom);
      apply();
    }
    function apply() {
      for (const [svg, width] of widths) svg.style.width = `${Math.round(width * zoom)}px`;
    }
    function by(factor) {
      const middle = [(canvas.scrollLeft + canvas.clientWidth / 2) / zoom, (canvas.scrollTop + canvas.clientHeight / 2) / zoom];
      zoom = Math.min(4, Math.max(0.1, zoom * factor));
      apply();
      canvas.scrollTo(middle[0] * zoom - canvas.clientWidth / 2, middle[1] * zoom - canvas.clientHeight / 2);
    }
    figure.querySelector(".closer").addEventListener("click", () => by(1.3));
    figure.querySelector(".further").addEventListener("click", () => by(1 / 1.3));
    figure.querySelector(".whole").addEventListener("click", () => {
      zoom = Math.min(1, canvas.clientWidth / Math.max(...widths.values()));
      apply();
    });
    canvas.addEventListener("wheel", (event) => { if (event.ctrlKey || event.metaKey) { event.preventDefault(); by(event.deltaY < 0 ? 1.15 : 1 / 1.15); } }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      if (event.key === "+" || event.key === "=") by(1.3);
      else if (event.key === "-") by(1 / 1.3);
      else return;
      event.preventDefault();
    });
    let held = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button) return;
      held = [event.clientX + canvas.scrollLeft, event.clientY + canvas.scrollTop];
      canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("held");
    });
    canvas.addEventListener("pointermove", (event) => { if (held) canvas.scrollTo(held[0] - event.clientX, held[1] - event.clientY); });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { held = null; canvas.classList.remove("held"); });
    fit();
    return fit;
  }

  // ---- Languages.

  function speak(wanted) {
    root.dataset.lang = wanted;
    root.lang = wanted === "zh" ? "zh-CN" : "en";
    document.title = wanted === "zh" ? root.dataset.titleZh : root.dataset.titleEn;
    for (const button of all("[data-switch]")) button.setAttribute("aria-pressed", String(button.dataset.switch === wanted));
    for (const canvas of all(".canvas")) canvas.setAttribute("aria-label", wanted === "zh" ? canvas.dataset.zh : canvas.dataset.en);
    for (const twist of all(".twist")) twist.setAttribute("aria-label", content(twist.parentElement));
    document.querySelector(".languages").setAttribute("aria-label", say("language"));
    document.dispatchEvent(new Event("language"));
    drawAll();
  }

  // ---- Contents: where the reader is.

  function prepareContents() {
    const links = new Map(all(".contents a").map((link) => [link.getAttribute("href").slice(1), link]));
    const details = document.querySelector(".contents details");
    const beside = window.matchMedia("(min-width: 1121px)");
    const place = () => { details.open = beside.matches; };
    beside.addEventListener("change", place);
    place();
    details.querySelector("summary").addEventListener("click", (event) => { if (beside.matches) event.preventDefault(); });
    for (const link of links.values()) link.addEventListener("click", () => { if (!beside.matches) details.open = false; });
    const sections = all("main > .section");
    let waiting = false;
    const mark = () => {
      waiting = false;
      const line = window.innerHeight * 0.3;
      const here = sections.filter((section) => section.getBoundingClientRect().top < line).pop() ?? sections[0];
      for (const [name, link] of links) {
        if (here && name === here.id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    document.addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true });
    mark();
  }

  // ---- Begin.

  root.classList.add("js");
  all(".table").forEach(prepareTable);
  const fits = all("figure.drawing").map(prepareDrawing);
  for (const figure of all("figure")) figure.querySelector("button.svg").addEventListener("click", () => saveFigure(figure));
  document.getElementById("page-exact").addEventListener("click", () => showExact(!exact));
  document.getElementById("page-save").addEventListener("click", () => save(`${root.dataset.file}.json`, "application/json", JSON.stringify(JSON.parse(document.getElementById("page-data").textContent), null, 2) + "\n"));
  document.getElementById("page-print").addEventListener("click", () => window.print());
  for (const button of all("[data-switch]")) button.addEventListener("click", () => speak(button.dataset.switch));
  prepareContents();
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    fits.forEach((fit) => fit());
    drawAll();
  });
  document.fonts.ready.then(drawAll);
})();
