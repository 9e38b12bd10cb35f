// Optional: says before sending what the server would refuse. Without this script the server says it, and keeps what was typed.
(() => {
  const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

  const faultOf = (input) => {
    const kept = input.form.querySelectorAll('input[name="photoIds"]').length - input.form.querySelectorAll('input[name="dropPhotoIds"]:checked').length;
    const files = [...input.files];
    const large = files.filter((file) => file.size > Number(input.dataset.largest));
    if (large.length > 0)
      return `${large.map((file) => `“${file.name}”有 ${megabytes(file.size)}`).join("，")}，超过每张 10 MB 的上限。请重新选择，或改用截图。`;
    if (files.length + kept > Number(input.dataset.most))
      return `已选 ${files.length + kept} 张，最多 ${input.dataset.most} 张。请重新选择。`;
    const other = files.filter((file) => /\.(hei[cf]|avif)$/i.test(file.name) || /^image\/(hei[cf]|avif)/.test(file.type));
    if (other.length > 0)
      return `${other.map((file) => `“${file.name}”`).join("，")}是 HEIC 或 AVIF 格式，无法上传。请改用截图；苹果手机可在“设置 › 相机 › 格式”中选“兼容性最佳”后重拍。`;
    return "";
  };

  for (const input of document.querySelectorAll('input[type="file"][data-most]:not([data-checked])')) {
    const note = document.getElementById(`${input.id}-now`);
    input.dataset.checked = "true";
    const check = () => {
      note.textContent = faultOf(input);
      return note.textContent === "";
    };
    input.form.addEventListener("change", check);
    input.form.addEventListener("submit", (event) => {
      if (check()) return;
      event.preventDefault();
      input.focus();
    });
  }
})();
