import type { Schema } from '@scandeputy/client';
import { client } from '../../services/client';
import { attempt, frame, screen, tapped } from '../../services/screen';
import { go, ways } from '../../services/ways';
import { termOf } from '../../texts/terms';
import { moment } from '../../views/dates';

interface AlertLine {
  id: string;
  caseId: string;
  text: string;
  side: string;
  unread: boolean;
}

interface Data {
  alerts: AlertLine[];
  next: string;
  loaded: boolean;
}

const empty: Data = { alerts: [], next: '', loaded: false };

function alertLine(alert: Schema<'ListAlertsItem'>): AlertLine {
  const level = Number(alert.level) > 0 ? `${alert.level} 级督办` : '';
  const stage = alert.stage == null ? '' : termOf('StageKind', alert.stage);
  return { id: alert.id, caseId: alert.caseId ?? '', text: alert.text, side: [alert.caseNumber ?? '', moment(alert.at), stage, level].filter(Boolean).join(' · '), unread: alert.readAt == null };
}

screen({
  data: { ...frame, ...empty },
  async onShow() {
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const { items, next } = await client.api.get('/api/v1/alerts');
      this.setData({ alerts: items.map(alertLine), next: next ?? '', loaded: true });
    });
  },
  async more() {
    await attempt(this, async () => {
      const { items, next } = await client.api.get('/api/v1/alerts', { query: { after: this.data.next } });
      this.setData({ alerts: [...this.data.alerts, ...items.map(alertLine)], next: next ?? '' });
    });
  },
  async open(event: WechatMiniprogram.TouchEvent) {
    await this.read(event);
    go(ways.case(tapped(event, 'case')));
  },
  async read(event: WechatMiniprogram.TouchEvent) {
    const id = tapped(event, 'id');
    if (this.data.alerts.some((alert) => alert.id === id && !alert.unread)) return;
    await attempt(this, async () => {
      await client.api.post('/api/v1/alerts/{id}/read', { path: { id } });
      this.setData({ alerts: this.data.alerts.map((alert) => (alert.id === id ? { ...alert, unread: false } : alert)) });
    });
  },
});
