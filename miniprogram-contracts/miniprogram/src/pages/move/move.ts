import type { Action, PhotoBatch, PhotoProgress, TemplateName } from '@scandeputy/client';
import { Values, type MoveField, type Option } from '../../moves/fields';
import { lookups } from '../../moves/lookups';
import { moveTable, wordOf } from '../../moves/moveTable';
import { client } from '../../services/client';
import { attempt, frame, screen, type Query } from '../../services/screen';
import { done } from '../../services/ways';

interface Data {
  id: string;
  move: string;
  version: number;
  label: string;
  hint: string;
  explained: string[];
  number: string;
  caseTitle: string;
  ready: boolean;
  fields: MoveField[];
  values: Record<string, string | string[]>;
  choices: Record<string, Option[]>;
  wrong: Record<string, string>;
  photos: PhotoProgress[];
  noPhotos: PhotoProgress[];
  withPhotos: boolean;
}

const empty: Data = {
  id: '', move: '', version: 0, label: '', hint: '', explained: [], number: '', caseTitle: '', ready: false, fields: [], values: {}, choices: {}, wrong: {}, photos: [], noPhotos: [],
  withPhotos: false,
};

interface Kept {
  batch: PhotoBatch;
  action: Action;
}

const kept = new WeakMap<object, Kept>();

function keptOf(page: object): Kept {
  const known = kept.get(page) ?? { batch: client.upload.batch(), action: client.action() };
  kept.set(page, known);
  return known;
}

const residents = ['evaluate', 'urge', 'supplement', 'withdraw'];

/** The form of any move, as the table of moves describes it. */
screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    this.setData({ id: query['id'] ?? '', move: query['move'] ?? '' });
    keptOf(this).batch.onChange((photos) => {
      this.setData({ photos: [...photos] });
    });
    await this.load();
  },
  onUnload() {
    keptOf(this).batch.cancel();
  },
  async load() {
    await attempt(this, async () => {
      const { id, move, values } = this.data;
      const form = moveTable[move];
      const view = await client.api.get('/api/v1/cases/{id}', { path: { id } });
      const facts = { version: Number(view.version), number: view.number, caseTitle: view.title, label: wordOf(view, move) };
      if (form === undefined || !(view.actions as readonly string[]).includes(move)) {
        this.setData({ ...facts, ready: false, fields: [], explained: ['这一步现在不能做了，可能别人已经办过。请返回看最新进展。'] });
        return;
      }
      const fields = form.fields.filter((field) => field.unlessLookBack !== true || view.lookBack?.open !== true);
      const { choices, explained, chosen } = await lookups(fields, view, move);
      const first = Object.fromEntries(fields.map((field) => [field.name, field.first?.(view) ?? (field.kind === 'many' ? [] : '')]));
      this.setData({
        ...facts,
        hint: form.hint ?? '',
        explained,
        ready: true,
        fields: fields.map((field) => ({ ...field, first: undefined })),
        choices,
        // What was typed before a reload stays.
        values: { ...first, ...chosen, ...values },
        withPhotos: fields.some((field) => field.kind === 'photos'),
      });
    });
  },
  change(event: WechatMiniprogram.CustomEvent<{ name: string; value: string | string[] }>) {
    const { name, value } = event.detail;
    this.setData({ values: { ...this.data.values, [name]: value }, wrong: { ...this.data.wrong, [name]: '' } });
  },
  addPhotos(event: WechatMiniprogram.CustomEvent<{ paths: string[] }>) {
    keptOf(this).batch.add(event.detail.paths);
  },
  removePhoto(event: WechatMiniprogram.CustomEvent<{ path: string }>) {
    keptOf(this).batch.remove(event.detail.path);
  },
  async again(event: WechatMiniprogram.CustomEvent<{ action: string }>) {
    await (this.data.ready && event.detail.action !== 'reload' ? this.send() : this.load());
  },
  /** The question for notices comes first: WeChat shows it only inside the tap. */
  async submit() {
    const template: TemplateName = residents.includes(this.data.move) ? 'progress' : 'work';
    const asked = client.subscriptions.ask(template);
    await asked;
    await this.send();
  },
  async send() {
    const form = moveTable[this.data.move];
    if (form === undefined || this.data.busy) return;
    const { batch, action } = keptOf(this);
    const error = await attempt(this, async () => {
      const { id, version, values } = this.data;
      const photos = this.data.withPhotos ? { attachmentIds: await batch.send() } : {};
      await form.send(new Values({ ...values, ...photos }), { action, to: { path: { id }, version } });
      done(form.done);
      void wx.navigateBack();
    });
    if (error?.status === 422) this.setData({ wrong: Object.fromEntries(Object.entries(error.fields).map(([name, texts]) => [name, texts[0] ?? ''])) });
  },
});
