import { isApiError, type Action, type PhotoBatch, type PhotoProgress } from '@scandeputy/client';
import { client } from '../../services/client';
import { choosePlace } from '../../services/places';
import { attempt, frame, problemOf, screen, tapped, typed, type Query } from '../../services/screen';
import { done, goInstead, ways } from '../../services/ways';
import { reportTexts } from '../../texts/report';
import { termOf } from '../../texts/terms';
import { picked, shortList } from '../../views/picking';
import { detailLines, previewLines, reportBody, similarLine, type DetailLine, type PreviewLines, type ReportFields, type SimilarLine } from '../../views/reportScreen';
import { iconAddress } from '../../views/categoryIcons';
import { asked } from '../../moves/fields';

interface Category {
  id: string;
  name: string;
  stopper: string | null;
  /** Its symbol, as an address. */
  picture: string;
}

interface Deputy {
  id: string;
  label: string;
  side: string;
}

interface Data extends ReportFields {
  stationName: string;
  open: Category[];
  stopped: Category[];
  deputies: Deputy[];
  deputyQuery: string;
  shownDeputies: Deputy[];
  deputiesLeft: number;
  manyDeputies: boolean;
  photos: PhotoProgress[];
  located: boolean;
  wrong: Record<string, string>;
  preview: PreviewLines | null;
  /** What the report tells of people, to be looked at before it is sent. */
  details: DetailLine[];
  /** As they were shown. */
  detailsSeen: string[];
  similar: SimilarLine[];
  similarSeen: boolean;
}

const empty: Data = {
  code: '', stationName: '', open: [], stopped: [], deputies: [], deputyQuery: '', shownDeputies: [], deputiesLeft: 0, manyDeputies: false, categoryId: '', deputyId: '', title: '', text: '', address: '', lat: null, lng: null, contactName: '', contactPhone: '',
  share: false, isPublic: false, photosPublic: false, photos: [], located: false, wrong: {}, preview: null, details: [], detailsSeen: [], similar: [], similarSeen: false,
};

interface Kept {
  batch: PhotoBatch;
  action: Action;
  /** Notices were asked for; once is enough for one report. */
  asked: boolean;
}

const kept = new WeakMap<object, Kept>();

function keptOf(page: object): Kept {
  const known = kept.get(page) ?? { batch: client.upload.batch(), action: client.action(), asked: false };
  kept.set(page, known);
  return known;
}

/** That it cannot be looked for stops nobody. */
async function orNothing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!isApiError(error)) throw error;
    return undefined;
  }
}

screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    this.setData({ code: query['code'] ?? '' });
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
      const opened = await client.api.get('/api/v1/station-codes/{code}', { path: { code: this.data.code } });
      const categories = opened.categories.map(({ id, name, stopper, icon }) => ({ id, name, stopper, picture: iconAddress(icon) }));
      this.setData({
        stationName: opened.station.name,
        open: categories.filter((category) => category.stopper === null),
        stopped: categories.filter((category) => category.stopper !== null),
        deputies: opened.deputies.map(({ id, name, level, unit, district }) => ({ id, label: name, side: `${termOf('DistrictLevel', level)} · ${unit ?? district.name}` })),
      });
      this.listDeputies();
    });
  },
  async again(event: WechatMiniprogram.CustomEvent<{ action: string }>) {
    await (this.data.open.length === 0 || event.detail.action === 'reload' ? this.load() : this.send());
  },
  category(event: WechatMiniprogram.TouchEvent) {
    this.setData({ categoryId: tapped(event, 'value'), similar: [], similarSeen: false, 'wrong.categoryId': '' });
  },
  /** None chosen: the station's rule says who gets it. */
  deputy(event: WechatMiniprogram.TouchEvent) {
    this.setData({ deputyId: tapped(event, 'value'), 'wrong.deputyId': '' });
    this.listDeputies();
  },
  searchDeputies(event: WechatMiniprogram.Input) {
    this.setData({ deputyQuery: typed(event) });
    this.listDeputies();
  },
  listDeputies() {
    const { deputies, deputyQuery, deputyId } = this.data;
    const { shown, left } = picked(deputies, deputyQuery, (deputy) => deputy.id === deputyId);
    this.setData({ shownDeputies: shown, deputiesLeft: left, manyDeputies: deputies.length > shortList });
  },
  write(event: WechatMiniprogram.Input) {
    const name = tapped(event, 'name');
    this.setData({ [name]: typed(event), [`wrong.${name}`]: '', preview: null });
  },
  tick(event: WechatMiniprogram.TouchEvent) {
    const asked = tapped(event, 'name');
    const name = asked === 'share' || asked === 'photosPublic' ? asked : 'isPublic';
    this.setData({ [name]: !this.data[name] });
  },
  addPhotos(event: WechatMiniprogram.CustomEvent<{ paths: string[] }>) {
    keptOf(this).batch.add(event.detail.paths);
  },
  removePhoto(event: WechatMiniprogram.CustomEvent<{ path: string }>) {
    keptOf(this).batch.remove(event.detail.path);
  },
  async choosePlace() {
    const place = await choosePlace();
    if (place !== undefined) this.setData({ address: place.address, lat: place.lat, lng: place.lng, located: true });
  },
  async look() {
    await attempt(this, async () => {
      const { title, text, address } = this.data;
      this.setData({ preview: previewLines(await client.api.post('/api/v1/cases/preview', { body: { title: title || null, text, placeAddress: address || null } })) });
      void wx.pageScrollTo({ selector: '#preview' });
    });
  },
  /** The question for notices comes first: WeChat shows it only inside the tap. */
  async submit() {
    const own = keptOf(this);
    const asked = own.asked ? undefined : client.subscriptions.ask('progress');
    own.asked = true;
    await asked;
    await this.send();
  },
  async send() {
    if (this.data.busy) return;
    if (await this.isAsked()) return;
    const { batch, action } = keptOf(this);
    const error = await attempt(this, async () => {
      const body = reportBody(this.data, await batch.send());
      const receipt = await action.post('/api/v1/cases', { body });
      goInstead(ways.receipt(receipt.id));
    });
    if (error?.status === 422) this.setData({ wrong: Object.fromEntries(Object.entries(error.fields).map(([name, texts]) => [name, texts[0] ?? ''])) });
    else if (error?.code === 'offline') await this.keepForLater();
  },
  /** Whether there is something to be looked at before the report is sent: what it tells of people, or a case that is alike. Each is shown once. */
  async isAsked(): Promise<boolean> {
    const { details, similar, detailsSeen, similarSeen } = this.data;
    const found = { details, similar };
    await attempt(this, async () => {
      [found.details, found.similar] = await Promise.all([this.findDetails(), similarSeen ? [] : this.findSimilar()]);
    });
    const told = found.details.some((detail) => !detailsSeen.includes(detail.text));
    this.setData({ details: told ? found.details : [], detailsSeen: found.details.map((detail) => detail.text), similar: found.similar, similarSeen: true });
    if (told) void wx.pageScrollTo({ selector: '#details' });
    return told || found.similar.length > 0;
  },
  async findDetails(): Promise<DetailLine[]> {
    const { title, text, address, isPublic } = this.data;
    const view = await orNothing(client.api.post('/api/v1/cases/preview', { body: { title: title || null, text, placeAddress: address || null } }));
    return view === undefined ? [] : detailLines(view.found, isPublic);
  },
  /** What is only a little alike stops nobody. */
  async findSimilar(): Promise<SimilarLine[]> {
    const { code, categoryId, title, text, address, lat, lng } = this.data;
    const page = await orNothing(client.api.post('/api/v1/cases/similar', { body: { stationCode: code, categoryId: asked(categoryId || null), title: title || null, text, place: { address: address || null, lat, lng } } }));
    return page?.items.filter((one) => !one.weak).map(similarLine) ?? [];
  },
  async follow(event: WechatMiniprogram.TouchEvent) {
    const asked = client.subscriptions.ask('progress');
    const id = tapped(event, 'id');
    await asked;
    await attempt(this, async () => {
      await client.api.post('/api/v1/cases/{id}/follow', { path: { id } });
      done(reportTexts.followed);
      goInstead(ways.case(id));
    });
  },
  /** Without a network it is kept on the phone and sent by itself, once. */
  async keepForLater() {
    const { batch } = keptOf(this);
    try {
      const call = await client.queue.add('/api/v1/cases', { label: this.data.title || this.data.text.slice(0, 20), body: reportBody(this.data, []), photos: batch.photos.map((photo) => photo.path) });
      if (call.state === 'waiting') this.setData({ problem: { title: reportTexts.keptTitle, text: reportTexts.kept, action: 'tell', label: '' } });
    } catch (error) {
      if (!(error instanceof Error) || !('remedy' in error)) throw error;
      this.setData({ problem: problemOf(error as Parameters<typeof problemOf>[0]) });
    }
  },
});
