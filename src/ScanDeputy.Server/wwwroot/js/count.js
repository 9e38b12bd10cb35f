// Optional: says how much may still be written, counted as the server counts (Platform/Texts/WrittenText). Without this script the hint names the limit.
(() => {
  if (!window.Intl || !Intl.Segmenter) return;

  const segmenter = new Intl.Segmenter("zh", { granularity: "grapheme" });
  // Marks, format characters and fillers show nothing and count for nothing; blanks count between what shows.
  const shows = (sign) => /[^\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Z}\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u.test(sign);
  const isBlank = (sign) => /^[\p{Z}\t-\r\u0085]+$/u.test(sign);

  const lengthOf = (text) => {
    let [count, blanks] = [0, 0];
    for (const { segment } of segmenter.segment(text.replace(/\r\n|\r/g, "\n"))) {
      if (shows(segment)) {
        count += 1 + (count > 0 ? blanks : 0);
        blanks = 0;
      } else if (isBlank(segment)) {
        blanks++;
      }
    }
    return count;
  };

  // Read out after a pause, not at each character.
  const pause = 400;

  for (const field of document.querySelectorAll("textarea[data-most]")) {
    const most = Number(field.dataset.most);
    // A field without a limit has the attribute, and nothing in it.
    if (!most) continue;
    const note = document.createElement("p");
    note.className = "count";
    note.setAttribute("aria-live", "polite");
    field.after(note);
    const say = () => {
      const left = most - lengthOf(field.value);
      note.textContent = left < 0 ? `超出 ${-left} 字` : `还可以写 ${left} 字`;
      note.classList.toggle("over", left < 0);
    };
    let waiting = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(say, pause);
    });
    say();
  }
})();
