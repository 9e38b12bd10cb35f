// Optional: fills the place from the phone's position. Without this script the address is typed.
(() => {
  if (!navigator.geolocation || !window.isSecureContext) return;

  // China's maps use GCJ-02, browsers give WGS-84; the difference is some hundred metres.
  const toGcj02 = (lat, lng) => {
    const [a, ee, pi] = [6378245, 0.00669342162296594323, Math.PI];
    const [x, y] = [lng - 105, lat - 35];
    const wave = (v, f, k) => (20 * Math.sin(f * v * pi) + k) * 2 / 3;
    const common = (20 * Math.sin(6 * x * pi) + 20 * Math.sin(2 * x * pi)) * 2 / 3;
    let dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + common;
    dLat += wave(y, 1, 40 * Math.sin(y / 3 * pi)) + (160 * Math.sin(y / 12 * pi) + 320 * Math.sin(y * pi / 30)) * 2 / 3;
    let dLng = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + common;
    dLng += wave(x, 1, 40 * Math.sin(x / 3 * pi)) + (150 * Math.sin(x / 12 * pi) + 300 * Math.sin(x / 30 * pi)) * 2 / 3;
    const rad = lat / 180 * pi;
    const magic = 1 - ee * Math.sin(rad) ** 2;
    dLat = dLat * 180 / ((a * (1 - ee)) / (magic * Math.sqrt(magic)) * pi);
    dLng = dLng * 180 / (a / Math.sqrt(magic) * Math.cos(rad) * pi);
    return [lat + dLat, lng + dLng];
  };

  // After a scan, and only where the browser was allowed to locate before: whether the code hangs where its station is. Nobody is asked.
  const scanned = document.querySelector("[data-scanned]");
  const tooRough = 1000;
  const tell = ({ coords }) => {
    if (coords.accuracy > tooRough) return;
    const [lat, lng] = toGcj02(coords.latitude, coords.longitude).map((degrees) => Number(degrees.toFixed(3)));
    fetch(`/api/v1/station-codes/${scanned.dataset.scanned}/place`, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ lat, lng }) })
      .catch(() => { /* One count less. */ });
  };
  if (scanned && navigator.permissions) {
    navigator.permissions.query({ name: "geolocation" }).then(({ state }) => {
      if (state === "granted") navigator.geolocation.getCurrentPosition(tell, () => { /* Not known where. */ }, { maximumAge: 600000, timeout: 10000 });
    }, () => { /* A browser that does not say. */ });
  }

  const line = document.querySelector(".locate");
  const button = document.getElementById("locate");
  const status = document.getElementById("located");
  if (!line || !button || !status) return;
  line.hidden = false;
  button.addEventListener("click", () => {
    status.textContent = "正在定位…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const [lat, lng] = toGcj02(coords.latitude, coords.longitude);
        document.getElementById("lat").value = lat.toFixed(6);
        document.getElementById("lng").value = lng.toFixed(6);
        status.textContent = `已记录位置，误差约 ${Math.round(coords.accuracy)} 米。`;
      },
      () => { status.textContent = "没有取得位置，请填写地址。"; },
      { enableHighAccuracy: true, timeout: 10000 });
  });
})();
