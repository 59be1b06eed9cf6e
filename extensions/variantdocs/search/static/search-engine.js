/* Sphinx's own search, as a function. `variantdocs publish` puts another one here where Pagefind is used.

   variantSearch.find(query, most) gives {total, results: [{title, address, detail}]}, the best first;
   variantSearch.remember(query) has its words highlighted on the page that is opened next. */
(() => {
  const root = new URL("../", document.currentScript.src);
  const HIGHLIGHTED = "sphinx_highlight_terms";
  let loading;

  const load = (path) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(path, root);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });

  const loadSphinx = async () => {
    if (typeof Search === "undefined") {
      // It fills all search fields from the address of the page.
      const typed = [...document.querySelectorAll('input[name="q"]')].map((field) => [field, field.value]);
      const listen = ({ target }) => typed.push([target, target.value]);
      document.addEventListener("input", listen);
      await load("_static/searchtools.js");
      document.removeEventListener("input", listen);
      for (const [field, value] of typed) field.value = value;
      await load("_static/language_data.js");
    }
    if (!Search.hasIndex()) await load("searchindex.js");
  };

  const loaded = () => {
    loading ??= loadSphinx().catch((error) => {
      loading = undefined; // the next search tries again
      throw error;
    });
    return loading;
  };

  const address = ([docname, , anchor]) => {
    const { BUILDER, LINK_SUFFIX } = DOCUMENTATION_OPTIONS;
    const path = BUILDER === "dirhtml" ? `${docname}/`.replace(/(^|\/)index\/$/, "$1") : docname + LINK_SUFFIX;
    return new URL(path.split("/").map(encodeURIComponent).join("/") + anchor, root).href;
  };

  const search = (query) => {
    const before = localStorage.getItem(HIGHLIGHTED);
    const found = Search._performSearch(...Search._parseQuery(query));
    if (before === null) localStorage.removeItem(HIGHLIGHTED);
    else localStorage.setItem(HIGHLIGHTED, before);
    return found.reverse(); // Sphinx has the best one last
  };

  window.variantSearch = {
    find: async (query, most) => {
      await loaded();
      let found = search(query);
      // A word that is not yet complete may have no stem that the index knows: `registerin`.
      for (let cut = 1; !found.length && cut <= 3 && /\p{L}{4}$/u.test(query.slice(0, -cut)); cut++) {
        found = search(query.slice(0, -cut));
      }
      const results = found.slice(0, most).map((result) => ({
        title: result[1],
        address: address(result),
        detail: result[3] ?? "",
      }));
      return { total: found.length, results };
    },
    remember: (query) => Search._parseQuery(query),
  };
})();
