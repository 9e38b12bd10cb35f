import type { Schema } from '@scandeputy/client';

/** The symbols of categories as paths on a field of 24 by 24: the same as on the web pages, which a test compares. */
export const categoryIcons: Readonly<Record<Schema<'CategoryIcon'>, string>> = {
  road: 'M8 3 4 21M16 3l4 18M12 4v3M12 10.5v3M12 17v3',
  light: 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.6 10.8c.4.3.6.7.6 1.2h6c0-.5.2-.9.6-1.2A6 6 0 0 0 12 3Z',
  manhole: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 8.5h8M7 12h10M8 15.5h8',
  water: 'M12 3c3.5 4.2 6 7.2 6 10.5a6 6 0 0 1-12 0C6 10.2 8.5 7.2 12 3ZM9.5 14a2.6 2.6 0 0 0 2.5 2.6',
  drain: 'M4 4h10a3 3 0 0 1 3 3v4M14 11h6M17 14v1.5M3 19c1.5-1.2 3-1.2 4.5 0s3 1.2 4.5 0 3-1.2 4.5 0 3 1.2 4.5 0',
  heating: 'M4 8v10M8 8v10M12 8v10M16 8v10M20 8v10M4 11h16M4 15h16M8 3c-1 1 1 1.5 0 2.5M12 3c-1 1 1 1.5 0 2.5M16 3c-1 1 1 1.5 0 2.5',
  power: 'M13 3 5 14h6l-1 7 8-11h-6l1-7Z',
  environment: 'M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6',
  greening: 'M12 21v-9M12 3c-4 3-6 5.5-6 8a6 6 0 0 0 12 0c0-2.5-2-5-6-8ZM12 15l3-2.5M12 17.5 9 15',
  traffic: 'M8 3h8v18H8ZM12 6.5v.5M12 11.7v.6M12 17v.5M8 6H5M8 11H5M16 6h3M16 11h3',
  parking: 'M4 4h16v16H4ZM10 17V7.5h3a2.7 2.7 0 0 1 0 5.4h-3',
  bus: 'M5 5h14v12H5ZM5 12h14M7.5 17v2.5M16.5 17v2.5M8 14.5h.5M15.5 14.5h.5',
  housing: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3M16.5 13v.5M16.5 17v.5',
  school: 'M2 9l10-5 10 5-10 5L2 9ZM6 11.5V17c3.5 2.5 8.5 2.5 12 0v-5.5M22 9v6',
  health: 'M12 20.5C6 16.5 3 13 3 9.2A4.7 4.7 0 0 1 12 7a4.7 4.7 0 0 1 9 2.2c0 3.8-3 7.3-9 11.3ZM12 9.5v6M9 12.5h6',
  elderly: 'M10 3.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM10 9.5c-2 1-3 3-3 5.5h3.5l1 6M10 9.5l2 3.5h4M17.5 13v8M7 15v6',
  childcare: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM9 10.5v.5M15 10.5v.5M9 14.5c1.8 1.8 4.2 1.8 6 0M12 4c0 2 2 2 2 3.5',
  safety: 'M12 3l8 3v6c0 4.5-3.2 7.8-8 9-4.8-1.2-8-4.5-8-9V6ZM8.5 12l2.5 2.5 4.5-5',
  work: 'M3 8h18v11H3ZM9 8V5h6v3M3 13h18M12 12v2',
  farming: 'M12 21V8M12 8c0-2.5 1-4 0-5-1 1 0 2.5 0 5ZM12 13c-3 0-5-1.5-5-4.5 3 0 5 1.5 5 4.5ZM12 13c3 0 5-1.5 5-4.5-3 0-5 1.5-5 4.5ZM12 18c-3 0-5-1.5-5-4.5 3 0 5 1.5 5 4.5ZM12 18c3 0 5-1.5 5-4.5-3 0-5 1.5-5 4.5Z',
  market: 'M3 4h2.5l2.5 11h10l2.5-8H6.5M9 19.5h.5M16.5 19.5h.5',
  law: 'M12 3v18M7 21h10M5 6.5h14M5 6.5 2.5 13h5ZM19 6.5 16.5 13h5Z',
  culture: 'M3 5c3-1 6-.5 9 1.5 3-2 6-2.5 9-1.5v14c-3-1-6-.5-9 1.5-3-2-6-2.5-9-1.5ZM12 6.5v14',
  other: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 12v.5M12 12v.5M16 12v.5',
};

const drawn = (path: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#056632" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`;

/** As the address of a picture: the page has no drawing of its own. A symbol that a later server knows is drawn as the one for other matters. */
export const iconAddress = (icon: string): string => `data:image/svg+xml,${encodeURIComponent(drawn((categoryIcons as Record<string, string | undefined>)[icon] ?? categoryIcons.other))}`;
