import { client } from '../../services/client';
import { attempt, frame, screen, type Query } from '../../services/screen';
import { moment } from '../../views/dates';

interface Data {
  id: string;
  number: string;
  device: string;
  network: string;
  at: string;
  decided: string;
}

const empty: Data = { id: '', number: '', device: '', network: '', at: '', decided: '' };

/** An official has scanned the code on a desk's screen: who asks is shown before anybody is let in. */
screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    this.setData({ id: query['id'] ?? '' });
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const asked = await client.api.get('/api/v1/auth/desk/{id}', { path: { id: this.data.id } });
      this.setData({ number: asked.number, device: asked.device, network: asked.network, at: moment(asked.requestedAt) });
    });
  },
  async confirm() {
    await attempt(this, async () => {
      await client.api.post('/api/v1/auth/desk/{id}/confirm', { path: { id: this.data.id } });
      this.setData({ decided: '已登录，请看电脑屏幕。' });
    });
  },
  async refuse() {
    await attempt(this, async () => {
      await client.api.post('/api/v1/auth/desk/{id}/refuse', { path: { id: this.data.id } });
      this.setData({ decided: '已拒绝，那个登录码作废了。' });
    });
  },
});
