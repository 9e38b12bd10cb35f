import { client } from '../../services/client';
import { attempt, frame, screen, tapped, typed, type Query } from '../../services/screen';
import { caseCard, type CaseCard } from '../../views/caseCard';

type Filter = 'inbox' | 'overdue' | 'all';

interface Data {
  filters: { value: Filter; label: string }[];
  filter: Filter;
  q: string;
  cards: CaseCard[];
  count: string;
  next: string;
  loaded: boolean;
}

const empty: Data = {
  filters: [
    { value: 'inbox', label: '待我办理' },
    { value: 'overdue', label: '逾期' },
    { value: 'all', label: '全部' },
  ],
  filter: 'inbox', q: '', cards: [], count: '', next: '', loaded: false,
};

const limit = 50;

/** What waits for whoever looks, or what is late in their jurisdiction; the most urgent first, as the server sorts it. */
screen({
  data: { ...frame, ...empty },
  onLoad(query: Query) {
    if (query['filter'] === 'overdue' || query['filter'] === 'all') this.setData({ filter: query['filter'] });
  },
  async onShow() {
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const { items, next } = await this.read();
      this.setData({ cards: items.map(caseCard), next: next ?? '', loaded: true, count: items.length === 0 ? '' : `${items.length}${next === null ? '' : ' 以上'} 件` });
    });
  },
  async more() {
    await attempt(this, async () => {
      const { items, next } = await this.read(this.data.next);
      this.setData({ cards: [...this.data.cards, ...items.map(caseCard)], next: next ?? '' });
    });
  },
  read(after?: string) {
    const { filter, q } = this.data;
    return client.api.get('/api/v1/cases', {
      query: { role: filter === 'inbox' ? 'inbox' : 'all', limit, ...(filter === 'overdue' ? { overdue: true } : {}), ...(q === '' ? {} : { q }), ...(after === undefined ? {} : { after }) },
    });
  },
  async choose(event: WechatMiniprogram.TouchEvent) {
    const filter = this.data.filters.find((one) => one.value === tapped(event, 'value'))?.value ?? 'inbox';
    this.setData({ filter, cards: [], loaded: false });
    await this.load();
  },
  write(event: WechatMiniprogram.Input) {
    this.setData({ q: typed(event).trim() });
  },
});
