/* Pagefind's search, as a function: see the file of this name that searches by Sphinx's own index. */
(() => {
  const root = new URL("../", document.currentScript.src);
  let loading;

  const load = async () => {
    const pagefind = await import(new URL("pagefind/pagefind.js", root));
    await pagefind.options({ baseUrl: root.pathname });
    await pagefind.init();
    return pagefind;
  };
  const loaded = () => {
    loading ??= load().catch((error) => {
      loading = undefined; // the next search tries again
      throw error;
    });
    return loading;
  };

  window.variantSearch = {
    // Excerpts are HTML, in which nothing but the words that were found is marked up.
    find: async (query, most) => {
      const found = (await (await loaded()).search(query)).results;
      const pages = await Promise.all(found.slice(0, most).map((result) => result.data()));
      const results = pages.map((page) => ({
        title: page.meta.title ?? page.url,
        address: new URL(page.url, root).href,
        detail: "",
        excerpt: page.excerpt,
      }));
      return { total: found.length, results };
    },
    remember: (query) => {
      const words = query.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
      localStorage.setItem("sphinx_highlight_terms", words.join(" "));
    },
  };
})();
