/* Shows below a search field what is found for the text in it. Without this, the form leads to the search
   page as ever. The engine and its index are loaded when the reader first types. */
(() => {
  const SHOWN = 8;
  const PAUSE = 150; // milliseconds without a key
  const script = document.currentScript.src;
  let loaded;
  let count = 0;

  const engine = () => {
    loaded ??= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL("search-engine.js", script);
      element.onload = () => resolve(window.variantSearch);
      element.onerror = (error) => {
        loaded = undefined; // the next key tries again
        reject(error);
      };
      document.head.append(element);
    });
    return loaded;
  };

  const status = (total) =>
    total
      ? Documentation.ngettext(
          "Search finished, found one page matching the search query.",
          "Search finished, found ${resultCount} pages matching the search query.",
          total,
        ).replace("${resultCount}", total)
      : Documentation.gettext(
          "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.",
        );

  const entry = (result, query) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = result.address;
    link.textContent = result.title;
    link.addEventListener("click", () => window.variantSearch.remember(query));
    if (result.detail) {
      const detail = document.createElement("small");
      detail.textContent = result.detail;
      link.append(" ", detail);
    }
    item.append(link);
    return item;
  };

  const allResults = (form, query) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const address = new URL(form.action);
    address.search = new URLSearchParams({ q: query });
    link.href = address;
    link.textContent = `${Documentation.gettext("Search Results")} …`;
    item.append(link);
    return item;
  };

  const watch = (input) => {
    const { form } = input;
    const panel = document.createElement("div");
    const message = document.createElement("p");
    const list = document.createElement("ul");
    panel.className = "search-suggestions";
    message.setAttribute("role", "status");
    list.id = `search-suggestions-${++count}`;
    list.setAttribute("aria-label", Documentation.gettext("Search Results"));
    panel.append(message, list);
    // A dialog grows with it; elsewhere it lies above the page.
    if (form.closest("dialog")) form.after(panel);
    else form.append(panel);
    input.setAttribute("aria-controls", list.id);
    input.autocomplete = "off";

    let turn = 0;
    let timer;
    const close = () => {
      turn += 1;
      clearTimeout(timer);
      list.replaceChildren();
      message.textContent = "";
    };
    const find = async () => {
      const query = input.value.trim();
      if (query.length < 2) return close();
      const own = ++turn;
      try {
        const found = await (await engine()).find(query, SHOWN);
        if (own !== turn) return; // the reader has typed on
        list.replaceChildren(...found.results.map((result) => entry(result, query)));
        if (found.total > found.results.length) list.append(allResults(form, query));
        message.textContent = status(found.total);
      } catch (error) {
        console.warn("The search shows nothing while you type:", error);
        if (own === turn) close();
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(find, PAUSE);
    });

    const inside = (event) => panel.contains(event.target) || event.target === input;
    form.parentElement.addEventListener("keydown", (event) => {
      if (!inside(event) || event.isComposing) return;
      const stops = [input, ...list.querySelectorAll("a")];
      const place = stops.indexOf(document.activeElement);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const next = stops[place + (event.key === "ArrowDown" ? 1 : -1)];
        if (!next || stops.length === 1) return;
        event.preventDefault();
        next.focus();
      } else if (event.key === "Escape" && list.childElementCount) {
        event.preventDefault(); // the first Escape closes the list, the next one the dialog
        event.stopPropagation();
        close();
        input.focus();
      }
    });
    form.parentElement.addEventListener("focusout", (event) => {
      const target = event.relatedTarget;
      if (inside(event) && target && target !== input && !panel.contains(target)) close();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!panel.contains(event.target) && event.target !== input) close();
    });
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    form:has(> .search-suggestions) { position: relative; }
    .search-suggestions {
      position: absolute; z-index: 1100; inset-block-start: 100%; inset-inline-start: 0;
      box-sizing: border-box; inline-size: max(100%, min(22rem, 85vw)); max-block-size: 60vh; overflow: auto;
      text-align: start; font-size: 0.9375rem; line-height: 1.4;
      color: var(--pst-color-text-base, var(--color-foreground-primary, CanvasText));
      background: var(--pst-color-background, var(--color-background-primary, Canvas));
    }
    dialog .search-suggestions { position: static; inline-size: auto; }
    .search-suggestions:has(p:not(:empty)) {
      border: 1px solid var(--pst-color-border, var(--color-foreground-border, currentcolor));
      border-radius: 0.4rem; padding: 0.5rem;
    }
    .search-suggestions p, .search-suggestions ul { margin: 0; padding: 0; list-style: none; }
    .search-suggestions p:not(:empty) { padding: 0.25rem 0.5rem; font-size: 0.8125rem; }
    .search-suggestions li { margin: 0; }
    .search-suggestions li a, .search-suggestions li a:visited {
      display: block; padding: 0.35rem 0.5rem; border-radius: 0.3rem; color: inherit; text-decoration: none;
    }
    .search-suggestions li a:hover { text-decoration: underline; }
    .search-suggestions li a:focus-visible {
      outline: 3px solid var(--pst-color-primary, var(--color-brand-primary, Highlight)); outline-offset: -3px;
    }
    @media print { .search-suggestions { display: none; } }
  `);
  const start = () => {
    // Theme and page must not both do it.
    if (DOCUMENTATION_OPTIONS.search_as_you_type) return;
    const inputs = [...document.querySelectorAll('form input[name="q"]')];
    if (!inputs.length) return;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    inputs.forEach(watch);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
