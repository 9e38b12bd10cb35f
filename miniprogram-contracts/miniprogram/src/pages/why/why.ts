import { client } from '../../services/client';
import { attempt, frame, screen, type Query } from '../../services/screen';
import { termOf } from '../../texts/terms';
import { day } from '../../views/dates';

interface Data {
  receivedAt: string;
  workingDays: number;
  jurisdiction: string;
  due: string;
  provisional: boolean;
  calendar: string;
  days: { date: string; kind: string; counted: boolean; count: string }[];
}

const empty: Data = { receivedAt: '', workingDays: 0, jurisdiction: '', due: '', provisional: false, calendar: '', days: [] };

/** A due date day by day, as the server counts it. */
screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    this.setData({ receivedAt: query['receivedAt'] ?? '', workingDays: Number(query['workingDays'] ?? 0), jurisdiction: query['jurisdiction'] ?? '' });
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const { receivedAt, workingDays, jurisdiction } = this.data;
      const counted = await client.api.get('/api/v1/calendar/due', { query: { receivedAt, workingDays: workingDays, jurisdiction } });
      let count = 0;
      const days = counted.days.map((one, index) => ({
        date: day(one.date),
        kind: [termOf('DayKind', one.kind), one.name ?? ''].filter(Boolean).join(' '),
        counted: one.counted,
        count: one.counted ? `第 ${++count} 天` : index === 0 ? '收到当日，不计' : '不计',
      }));
      this.setData({ due: day(counted.dueOn), provisional: counted.provisional, calendar: counted.calendarVersion, days });
    });
  },
});
