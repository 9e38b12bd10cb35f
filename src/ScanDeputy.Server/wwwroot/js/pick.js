// Optional: a field to search in lists that are too long to look through. Without this script the list is there as it is.
(() => {
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  /** Calls back with what is typed; says how many are left. */
  const searchFor = (label, list, keep) => {
    const field = document.createElement("input");
    field.type = "search";
    field.autocomplete = "off";
    field.className = "pick";
    field.placeholder = "输入几个字查找";
    // Not the list's own name, which would then be said of two fields.
    field.setAttribute("aria-label", "筛选下面的选项");
    field.setAttribute("aria-description", label);
    const said = document.createElement("p");
    said.className = "hint";
    said.setAttribute("role", "status");
    field.addEventListener("input", () => {
      const typed = plain(field.value);
      const left = keep((text) => plain(text).includes(typed));
      said.textContent = typed === "" ? "" : left === 0 ? "没有找到，换个字试试。" : `找到 ${left} 个`;
    });
    // Enter chooses nothing and must not send the form.
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    list.before(field, said);
  };

  for (const select of document.querySelectorAll("select[data-pick]")) {
    if (!select.dataset.pick) continue;
    const all = [...select.options];
    searchFor(select.dataset.pick, select, (fits) => {
      // Phones show hidden options all the same: they are taken out.
      const left = all.filter((option) => option.value === "" || option.selected || fits(option.text));
      select.replaceChildren(...left);
      return left.filter((option) => option.value !== "" && fits(option.text)).length;
    });
  }

  for (const list of document.querySelectorAll("[data-pick-among]")) {
    if (!list.dataset.pickAmong) continue;
    const all = [...list.querySelectorAll("label")];
    searchFor(list.dataset.pickAmong, list, (fits) => {
      let left = 0;
      for (const label of all) {
        const found = fits(label.textContent);
        label.hidden = !found && !label.querySelector("input").checked;
        left += found ? 1 : 0;
      }
      return left;
    });
  }
})();
