import type { Action } from '@scandeputy/client';
import { line, text, Values, type MoveField } from '../../moves/fields';
import { client } from '../../services/client';
import { attempt, frame, screen, tapped, type Query } from '../../services/screen';
import { bookedLine, receptionLine, type BookedLine, type ReceptionLine } from '../../views/receptionLines';

interface Data {
  station: string;
  name: string;
  receptions: ReceptionLine[];
  loaded: boolean;
  chosen: string;
  fields: MoveField[];
  values: Record<string, string | string[]>;
  wrong: Record<string, string>;
  booked: BookedLine | null;
}

const fields = [line('name', '称呼', { most: 30 }), line('phone', '联系电话', { most: 20 }), text('subject', '想谈的事', { most: 200 })];
const empty: Data = { station: '', name: '', receptions: [], loaded: false, chosen: '', fields, values: {}, wrong: {}, booked: null };

const actions = new WeakMap<object, Action>();

function actionOf(page: object): Action {
  const action = actions.get(page) ?? client.action();
  actions.set(page, action);
  return action;
}

/** The reception days of a station; a resident books one. */
screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    this.setData({ station: query['station'] ?? '', name: query['name'] ?? '' });
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const { items } = await client.api.get('/api/v1/receptions', { query: { station: this.data.station } });
      const own = client.auth.user === undefined ? undefined : await this.ownBooking();
      this.setData({ receptions: items.map(receptionLine), loaded: true, booked: own === undefined ? null : bookedLine(own) });
    });
  },
  /** What this resident has booked at this station and has not had yet. */
  async ownBooking() {
    const { items } = await client.api.get('/api/v1/bookings');
    return items.find((booking) => booking.station === this.data.station && (booking.status === 'booked' || booking.status === 'waiting'));
  },
  choose(event: WechatMiniprogram.TouchEvent) {
    this.setData({ chosen: tapped(event, 'id'), wrong: {} });
  },
  change(event: WechatMiniprogram.CustomEvent<{ name: string; value: string | string[] }>) {
    const { name, value } = event.detail;
    this.setData({ values: { ...this.data.values, [name]: value }, wrong: { ...this.data.wrong, [name]: '' } });
  },
  /** The question for notices comes first: WeChat shows it only inside the tap. */
  async book() {
    const asked = client.subscriptions.ask('progress');
    await asked;
    const error = await attempt(this, async () => {
      const values = new Values(this.data.values);
      const body = { name: values.text('name'), phone: values.text('phone'), subject: values.text('subject') };
      const booking = await actionOf(this).post('/api/v1/receptions/{id}/booking', { path: { id: this.data.chosen }, body });
      this.setData({ booked: bookedLine(booking), chosen: '' });
    });
    if (error?.status === 422) this.setData({ wrong: Object.fromEntries(Object.entries(error.fields).map(([name, texts]) => [name, texts[0] ?? ''])) });
  },
  async cancel() {
    const error = await attempt(this, async () => {
      await client.api.delete('/api/v1/receptions/{id}/booking', { path: { id: this.data.booked?.receptionId ?? '' } });
      this.setData({ booked: null });
    });
    if (error === undefined) await this.load();
  },
});
