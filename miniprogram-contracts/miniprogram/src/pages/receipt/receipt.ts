import { client } from '../../services/client';
import { attempt, frame, screen, type Query } from '../../services/screen';
import { go, ways } from '../../services/ways';
import { day, moment } from '../../views/dates';

interface Data {
  id: string;
  number: string;
  title: string;
  receipt: string;
  nonce: string;
  received: string;
  station: string;
  next: { owner: string; due: string; provisional: boolean; startedAt: string; limit: number } | null;
  jurisdiction: string;
}

const empty: Data = { id: '', number: '', title: '', receipt: '', nonce: '', received: '', station: '', next: null, jurisdiction: '' };

screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    this.setData({ id: query['id'] ?? '' });
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const view = await client.api.get('/api/v1/cases/{id}', { path: { id: this.data.id } });
      const first = view.stages[0];
      this.setData({
        number: view.number,
        title: view.title,
        receipt: view.receipt ?? '',
        nonce: view.receiptNonce ?? '',
        received: view.createdAt === undefined ? '' : moment(view.createdAt),
        station: view.station.name,
        jurisdiction: view.district.code.slice(0, 6),
        next:
          first === undefined
            ? null
            : { owner: first.owner.id === null ? first.owner.name : `${first.owner.name} 代表`, due: day(first.dueOn), provisional: first.provisional, startedAt: first.startedAt, limit: Number(first.limitDays) },
      });
    });
  },
  why() {
    const { next, jurisdiction } = this.data;
    if (next !== null) go(ways.why(next.startedAt.slice(0, 10), next.limit, jurisdiction));
  },
  copy() {
    void wx.setClipboardData({ data: `受理编号 ${this.data.number}\n回执 ${this.data.receipt}\n核验码 ${this.data.nonce}` });
  },
  open() {
    go(ways.case(this.data.id));
  },
  mine() {
    go(ways.mine());
  },
});
