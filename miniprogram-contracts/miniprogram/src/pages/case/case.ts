import { client } from '../../services/client';
import { attempt, frame, screen, tapped, type Query } from '../../services/screen';
import { done, go, ways } from '../../services/ways';
import { caseScreen, type CaseScreen } from '../../views/caseScreen';

interface Data {
  id: string;
  jurisdiction: string;
  c: CaseScreen | null;
}

const empty: Data = { id: '', jurisdiction: '', c: null };

/** One case, for everybody who may see it; what may be done with it now is what the server says. */
screen({
  data: { ...frame, ...empty },
  onLoad(query: Query) {
    this.setData({ id: query['id'] ?? '' });
  },
  async onShow() {
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const view = await client.api.get('/api/v1/cases/{id}', { path: { id: this.data.id } });
      this.setData({ c: caseScreen(view), jurisdiction: view.district.code.slice(0, 6) });
      // That it was seen may be told another time.
      await client.api.post('/api/v1/cases/{id}/seen', { path: { id: this.data.id } }).catch(() => undefined);
    });
  },
  act(event: WechatMiniprogram.TouchEvent) {
    go(ways.move(this.data.id, tapped(event, 'move')));
  },
  async unfollow() {
    await attempt(this, async () => {
      await client.api.delete('/api/v1/cases/{id}/follow', { path: { id: this.data.id } });
      done('已取消关注');
      void wx.navigateBack();
    });
  },
  leading() {
    go(ways.case(this.data.c?.mergedIntoId ?? ''));
  },
  why(event: WechatMiniprogram.TouchEvent) {
    go(ways.why(tapped(event, 'at'), Number(tapped(event, 'days')), this.data.jurisdiction));
  },
});
