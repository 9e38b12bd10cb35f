import { randomFillSync } from 'node:crypto';
import { png } from './png';

/** A PNG of random dots, which no compression makes smaller: about three bytes for each of `side` × `side`. */
export function photo(side = 8): Uint8Array {
  const rows = Buffer.alloc(side * (1 + side * 3));
  randomFillSync(rows);
  for (let row = 0; row < side; row++) rows[row * (1 + side * 3)] = 0;
  return png(side, side, rows, 1);
}
