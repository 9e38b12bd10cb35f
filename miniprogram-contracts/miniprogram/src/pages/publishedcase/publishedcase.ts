import { client } from '../../services/client';
import { attempt, frame, screen, tapped, type Query } from '../../services/screen';
import { go, ways } from '../../services/ways';
import { site } from '../../site';
import { publishedScreen, type PublishedScreen } from '../../views/publishedLines';

interface Data {
  jurisdiction: string;
  number: string;
  c: PublishedScreen | null;
}

const empty: Data = { jurisdiction: '', number: '', c: null };

/** One published case, to be read and passed on; for everybody, without signing in. */
screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    this.setData({ jurisdiction: query['jurisdiction'] ?? '', number: query['number'] ?? '' });
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const { jurisdiction, number } = this.data;
      const shown = await client.api.get('/api/v1/public/{jurisdiction}/cases/{number}', { path: { jurisdiction, number } });
      this.setData({ c: publishedScreen(shown, site.baseUrl) });
    });
  },
  enlarge(event: WechatMiniprogram.TouchEvent) {
    void wx.previewImage({ current: tapped(event, 'path'), urls: [...(this.data.c?.photos ?? []), ...(this.data.c?.answerPhotos ?? [])] });
  },
  all() {
    go(ways.published(this.data.jurisdiction));
  },
  onShareAppMessage() {
    return { title: this.data.c?.title ?? '公开的反映', path: ways.publishedCase(this.data.jurisdiction, this.data.number) };
  },
});
