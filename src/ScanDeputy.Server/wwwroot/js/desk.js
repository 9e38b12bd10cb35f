// Optional: asks whether the phone has confirmed, and goes on by itself. Without this script the button does it.
(() => {
  const form = document.querySelector("form[data-desk]");
  if (!form || !window.fetch) return;

  const pause = 2000;
  let gone = false;
  form.addEventListener("submit", () => { gone = true; });

  const ask = async () => {
    if (gone) return;
    // Nobody waits in front of a page that is not shown.
    if (!document.hidden) {
      try {
        const answer = await fetch(form.dataset.desk, { headers: { Accept: "application/json" } });
        if (answer.ok && !(await answer.json()).waiting && !gone) {
          form.requestSubmit();
          return;
        }
      } catch {
        // Offline for a moment: asked again.
      }
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
})();
