// Optional: changes the size of type on the spot, so that nothing that was typed is lost. Without this script the link opens the page again.
(() => {
  const link = document.querySelector(".type-size");
  if (!link) return;

  const year = 31536000;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const large = document.documentElement.classList.toggle("large");
    document.cookie = `scandeputy-type=${large ? "large" : "standard"}; path=/; max-age=${year}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    link.textContent = large ? link.dataset.standard : link.dataset.large;
  });
})();
