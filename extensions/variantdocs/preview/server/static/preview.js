// The preview's part of each page: loads it again when it has been built, and shows what is wrong.
(() => {
  "use strict";
  const script = document.currentScript;
  const bar = document.createElement("variantdocs-preview");
  const shadow = bar.attachShadow({ mode: "open" });
  shadow.innerHTML = `
    <style>
      :host { all: initial; }
      section {
        position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box; max-height: 40vh;
        overflow: auto; padding: .5rem 1rem; border-top: 4px solid #b91c1c; color: #f9fafb;
        background: #111827; font: 14px/1.5 system-ui, sans-serif;
      }
      section.warnings { border-color: #d97706; }
      [hidden] { display: none !important; }
      h2 { margin: 0; font-size: 1em; font-weight: 600; }
      ul { margin: .25rem 0 0; padding: 0; list-style: none; }
      li { margin: .25rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }
      code { font: 13px/1.5 ui-monospace, monospace; color: #fde68a; }
      .level { font-weight: 600; color: #fca5a5; }
      .level.WARNING { color: #fcd34d; }
    </style>
    <section aria-label="Problems" hidden>
      <h2 role="status"></h2>
      <ul tabindex="0" aria-label="What is wrong"></ul>
    </section>`;
  const section = shadow.querySelector("section");

  const item = (problem) => {
    const element = document.createElement("li");
    const level = document.createElement("span");
    level.className = `level ${problem.level}`;
    level.textContent = problem.level;
    element.append(level, " ");
    if (problem.place) {
      const place = document.createElement("code");
      place.textContent = problem.place;
      element.append(place, ": ");
    }
    element.append(problem.text);
    return element;
  };

  const show = ({ problems }) => {
    const errors = problems.filter((problem) => problem.level !== "WARNING").length;
    const warnings = problems.length - errors;
    const counted = [[errors, "error"], [warnings, "warning"]].filter(([count]) => count);
    section.hidden = !problems.length;
    section.className = errors ? "errors" : "warnings";
    shadow.querySelector("h2").textContent = counted
      .map(([count, name]) => `${count} ${name}${count > 1 ? "s" : ""}`)
      .join(", ");
    shadow.querySelector("ul").replaceChildren(...problems.map(item));
  };

  let wasConnected = false;
  const connect = () => {
    const query = new URLSearchParams({ page: location.pathname, generation: script.dataset.generation });
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/websocket-reload?${query}`);
    socket.onopen = () => {
      // The server has been started again, and may serve another page.
      if (wasConnected) location.reload();
      wasConnected = true;
    };
    socket.onmessage = (event) => {
      const state = JSON.parse(event.data);
      if (state.reload) location.reload();
      else show(state);
    };
    socket.onclose = () => setTimeout(connect, 1000);
  };
  document.body.append(bar);
  connect();
})();
