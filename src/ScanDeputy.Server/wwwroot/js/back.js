// Of a page that a form was answered with (what is wrong, a preview, a question): going back to it, or loading it again, asks for the page that the form
// stood on, instead of asking whether to send the form once more. Without this script the browser asks.
(() => {
  if (document.referrer.startsWith(`${location.origin}/`)) history.replaceState(null, "", document.referrer);
})();
