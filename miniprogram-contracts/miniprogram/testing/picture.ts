import { png } from '../../client/testing/png';

/** A street at dusk with one lamp alight and one out, as a PNG: a photo for pages that people look at. */
export function street(width = 240, height = 240): Uint8Array {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows.set(colourAt(x / width, y / height), y * (1 + width * 3) + 1 + x * 3);
  return png(width, height, rows);
}

const light = [250, 210, 120];

function colourAt(x: number, y: number): number[] {
  const pole = (at: number): boolean => Math.abs(x - at) < 0.012 && y > 0.24 && y < 0.74;
  const glow = Math.max(0, 1 - Math.hypot(x - 0.72, y - 0.24) / 0.3) ** 2;
  const ground = y > 0.72 ? [58, 60, 64] : [28 + 60 * y, 40 + 60 * y, 78 + 70 * y];
  const base = pole(0.3) || pole(0.72) ? [20, 22, 26] : Math.hypot(x - 0.3, y - 0.24) < 0.035 ? [90, 94, 100] : ground;
  return base.map((part, index) => Math.min(255, Math.round(part + glow * (light[index] ?? 0))));
}
