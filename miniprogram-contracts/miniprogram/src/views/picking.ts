/** One of a list to choose from. */
export interface Pickable {
  label: string;
  side?: string;
}

/** Longer lists are searched, not looked through. */
export const shortList = 8;

/** How many of a long list are shown at once. */
const mostShown = 30;

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** What is chosen stays in sight, then what has the words that were typed. */
export function picked<T extends Pickable>(all: readonly T[], query: string, isChosen: (one: T) => boolean): { shown: T[]; left: number } {
  const typed = plain(query);
  const chosen = all.filter(isChosen);
  const found = all.filter((one) => !isChosen(one) && plain(`${one.label}${one.side ?? ''}`).includes(typed));
  const most = typed === '' && all.length > shortList ? shortList : mostShown;
  return { shown: [...chosen, ...found.slice(0, most)], left: Math.max(0, found.length - most) };
}
