import type { Schema } from '@scandeputy/client';
import { client } from '../../services/client';
import { attempt, frame, screen, tapped, typed, type Query } from '../../services/screen';
import { go, ways } from '../../services/ways';
import { publishedTexts as say } from '../../texts/published';
import { publishedLine, rateLines, type PublishedLine, type RateLine } from '../../views/publishedLines';

interface Data {
  jurisdiction: string;
  place: string;
  places: Schema<'NamedDistrict'>[];
  categories: Schema<'Named'>[];
  category: string;
  q: string;
  cases: PublishedLine[];
  next: string;
  rates: RateLine[];
  loaded: boolean;
  none: string;
}

const empty: Data = { jurisdiction: '', place: '', places: [], categories: [], category: '', q: '', cases: [], next: '', rates: [], loaded: false, none: '' };

/** What was asked, what was answered, whether it was kept: for everybody, without signing in. */
screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    this.setData({ jurisdiction: query['jurisdiction'] ?? '' });
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      if (this.data.jurisdiction === '') {
        const { items } = await client.api.get('/api/v1/public');
        const only = items.length === 1 ? items[0] : undefined;
        if (only === undefined) {
          this.setData({ places: items, loaded: true, none: say.noPlace });
          return;
        }
        this.setData({ jurisdiction: only.code });
      }
      const path = { jurisdiction: this.data.jurisdiction };
      const place = await client.api.get('/api/v1/public/{jurisdiction}', { path });
      const rates = await client.api.get('/api/v1/public/{jurisdiction}/rates', { path });
      this.setData({ place: place.name, categories: [{ id: '', name: say.allCategories }, ...place.categories], rates: rateLines(rates), places: [] });
      await this.read('');
    });
  },
  choosePlace(event: WechatMiniprogram.TouchEvent) {
    this.setData({ jurisdiction: tapped(event, 'code'), loaded: false });
    return this.load();
  },
  write(event: WechatMiniprogram.Input) {
    this.setData({ q: typed(event).trim() });
  },
  async search() {
    await attempt(this, () => this.read(''));
  },
  async choose(event: WechatMiniprogram.TouchEvent) {
    this.setData({ category: tapped(event, 'id') });
    await attempt(this, () => this.read(''));
  },
  async more() {
    await attempt(this, () => this.read(this.data.next));
  },
  /** From the beginning, or on from where the list ended. */
  async read(after: string) {
    const { jurisdiction, q, category } = this.data;
    const query = { ...(q === '' ? {} : { q }), ...(category === '' ? {} : { category }), ...(after === '' ? {} : { after }) };
    const { items, next } = await client.api.get('/api/v1/public/{jurisdiction}/cases', { path: { jurisdiction }, query });
    const lines = items.map(publishedLine);
    this.setData({ cases: after === '' ? lines : [...this.data.cases, ...lines], next: next ?? '', loaded: true, none: q === '' && category === '' ? say.none : say.noneFound });
  },
  open(event: WechatMiniprogram.TouchEvent) {
    go(ways.publishedCase(this.data.jurisdiction, tapped(event, 'number')));
  },
  onShareAppMessage() {
    return { title: this.data.place === '' ? '大家反映了什么' : `${this.data.place}：大家反映了什么`, path: ways.published(this.data.jurisdiction) };
  },
});
