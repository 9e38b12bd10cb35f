import { client } from '../../services/client';
import { attempt, frame, screen, tapped } from '../../services/screen';
import { go, ways } from '../../services/ways';
import { ownCaseCard, type CaseCard } from '../../views/caseCard';
import { waitingLines, type WaitingLine } from '../../views/waiting';

interface Data {
  cards: CaseCard[];
  next: string;
  loaded: boolean;
  waiting: WaitingLine[];
}

const empty: Data = { cards: [], next: '', loaded: false, waiting: [] };

screen({
  data: { ...frame, ...empty },
  async onShow() {
    await client.queue.flush();
    this.showWaiting();
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const { items, next } = await client.api.get('/api/v1/cases', { query: { role: 'mine' } });
      this.setData({ cards: items.map(ownCaseCard), next: next ?? '', loaded: true });
    });
  },
  async more() {
    await attempt(this, async () => {
      const { items, next } = await client.api.get('/api/v1/cases', { query: { role: 'mine', after: this.data.next } });
      this.setData({ cards: [...this.data.cards, ...items.map(ownCaseCard)], next: next ?? '' });
    });
  },
  /** What was kept without a network; what has arrived since then is in the list below. */
  showWaiting() {
    for (const call of client.queue.items) if (call.state === 'done') client.queue.remove(call.id);
    this.setData({ waiting: waitingLines(client.queue.items) });
  },
  async retry(event: WechatMiniprogram.TouchEvent) {
    await client.queue.retry(tapped(event, 'id'));
    this.showWaiting();
    await this.load();
  },
  giveUp(event: WechatMiniprogram.TouchEvent) {
    client.queue.remove(tapped(event, 'id'));
    this.showWaiting();
  },
  home() {
    go(ways.home());
  },
});
