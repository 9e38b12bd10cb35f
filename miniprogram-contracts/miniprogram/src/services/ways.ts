/** The addresses of the pages. Nobody else writes one by hand. */
const withQuery = (path: string, query: Record<string, string | undefined> = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return given.length === 0 ? path : `${path}?${given.join('&')}`;
};

export const ways = {
  home: () => '/pages/home/home',
  mine: () => '/pages/mine/mine',
  station: (code: string) => withQuery('/pages/station/station', { code }),
  report: (code: string) => withQuery('/pages/report/report', { code }),
  receipt: (id: string) => withQuery('/pages/receipt/receipt', { id }),
  case: (id: string) => withQuery('/pages/case/case', { id }),
  move: (id: string, move: string) => withQuery('/pages/move/move', { id, move }),
  why: (receivedAt: string, workingDays: number, jurisdiction: string) => withQuery('/pages/why/why', { receivedAt, workingDays: String(workingDays), jurisdiction }),
  find: () => '/pages/find/find',
  receptions: (station: string, name: string) => withQuery('/pages/receptions/receptions', { station, name }),
  published: (jurisdiction?: string) => withQuery('/pages/published/published', { jurisdiction }),
  publishedCase: (jurisdiction: string, number: string) => withQuery('/pages/publishedcase/publishedcase', { jurisdiction, number }),
  privacy: () => '/pages/privacy/privacy',
  work: (filter?: string) => withQuery('/official/list/list', { filter }),
  alerts: () => '/official/alerts/alerts',
  days: () => '/official/days/days',
  away: () => '/official/away/away',
  desk: (id: string) => withQuery('/official/desk/desk', { id }),
};

/** Pages of the tab bar are switched to, all others are opened on top. */
export function go(url: string): void {
  if (url === ways.home() || url === ways.mine()) void wx.switchTab({ url });
  else void wx.navigateTo({ url });
}

/** Takes this page's place, so that "back" does not lead to what is done. */
export function goInstead(url: string): void {
  void wx.redirectTo({ url });
}

/** After a pause long enough to read the toast. */
export function done(text: string): void {
  void wx.showToast({ title: text, icon: 'success' });
}
