import type { Action } from '@scandeputy/client';
import { asked, date, from, Values, type MoveField, type Option } from '../../moves/fields';
import { client } from '../../services/client';
import { attempt, frame, screen, tapped } from '../../services/screen';
import { done } from '../../services/ways';
import { absenceTexts as say } from '../../texts/absences';
import { absenceLine, substituteOption, type AbsenceLine } from '../../views/absenceLines';
import { today } from '../../views/dates';

interface Data {
  absences: AbsenceLine[];
  fields: MoveField[];
  values: Record<string, string | string[]>;
  choices: Record<string, Option[]>;
  wrong: Record<string, string>;
  loaded: boolean;
}

const fields = [
  date('from', '从哪天起', { required: true, hint: '含这一天。' }),
  date('until', '到哪天止', { required: true, hint: '含这一天。' }),
  from('substituteId', '代班人', 'deputies', { required: true, hint: '这几天的提醒同时发给代班人。' }),
];

const empty: Data = { absences: [], fields, values: {}, choices: {}, wrong: {}, loaded: false };

const actions = new WeakMap<object, Action>();

function actionOf(page: object): Action {
  const action = actions.get(page) ?? client.action();
  actions.set(page, action);
  return action;
}

/** One's own absences: seen, entered with a substitute, ended before the last day. */
screen({
  data: { ...frame, ...empty },
  async onShow() {
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const { absences, substitutes } = await client.api.get('/api/v1/me/away');
      const now = today();
      this.setData({ absences: absences.map((absence) => absenceLine(absence, now)), choices: { substituteId: substitutes.map(substituteOption) }, loaded: true });
    });
  },
  change(event: WechatMiniprogram.CustomEvent<{ name: string; value: string | string[] }>) {
    const { name, value } = event.detail;
    this.setData({ values: { ...this.data.values, [name]: value }, wrong: { ...this.data.wrong, [name]: '' } });
  },
  async submit() {
    const values = new Values(this.data.values);
    const error = await attempt(this, async () => {
      await actionOf(this).post('/api/v1/me/away', { body: { from: asked(values.text('from')), until: asked(values.text('until')), substituteId: asked(values.text('substituteId')) } });
      // The same days may be entered again after they were cancelled: that is another intent.
      actions.delete(this);
      this.setData({ values: {}, wrong: {} });
      done(say.kept);
    });
    if (error === undefined) await this.load();
    else if (error.status === 422) this.setData({ wrong: Object.fromEntries(Object.entries(error.fields).map(([name, texts]) => [name, texts[0] ?? ''])) });
  },
  async end(event: WechatMiniprogram.TouchEvent) {
    const error = await attempt(this, async () => {
      await client.api.delete('/api/v1/me/away/{id}', { path: { id: tapped(event, 'id') } });
      done(say.ended);
    });
    if (error === undefined) await this.load();
  },
});
