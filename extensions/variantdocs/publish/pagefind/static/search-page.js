/* The search page: lists all that is found for the query in its address, with the words marked. */
(() => {
  const START = 20; // results whose text is loaded at first; each further part is as large
  const output = document.getElementById("search-results");
  const query = new URLSearchParams(location.search).get("q")?.trim();
  for (const field of document.querySelectorAll('input[name="q"]')) field.value = query ?? "";
  if (!output || !query) return;

  const create = (tag, className, text = "") => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const marked = (excerpt) => {
    const context = create("p", "context");
    const parsed = new DOMParser().parseFromString(excerpt, "text/html").body;
    for (const node of parsed.childNodes) {
      context.append(node.nodeName === "MARK" ? create("mark", "highlighted", node.textContent) : node.textContent);
    }
    return context;
  };
  const entry = (result) => {
    const item = create("li", "kind-text");
    const link = create("a", "", result.title);
    link.href = result.address;
    link.addEventListener("click", () => window.variantSearch.remember(query));
    item.append(link, marked(result.excerpt));
    return item;
  };

  const show = async () => {
    const title = create("h2", "", Documentation.gettext("Searching"));
    const summary = create("p", "search-summary");
    const list = create("ul", "search");
    summary.setAttribute("role", "status");
    list.setAttribute("role", "list");
    output.replaceChildren(title, summary, list);
    for (let shown = 0, most = START; ; most += START) {
      const { total, results } = await window.variantSearch.find(query, most);
      list.append(...results.slice(shown).map(entry));
      shown = results.length;
      if (shown < total) continue;
      title.textContent = Documentation.gettext("Search Results");
      summary.textContent = total
        ? Documentation.ngettext(
            "Search finished, found one page matching the search query.",
            "Search finished, found ${resultCount} pages matching the search query.",
            total,
          ).replace("${resultCount}", total)
        : Documentation.gettext(
            "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.",
          );
      return;
    }
  };
  show();
})();
