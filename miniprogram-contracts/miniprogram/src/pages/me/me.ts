import type { PhoneDetail, Schema } from '@scandeputy/client';
import { client } from '../../services/client';
import { attempt, frame, screen, tapped } from '../../services/screen';
import { keepTypeSize, typeSizes } from '../../services/typeSize';
import { done, go, ways } from '../../services/ways';
import { meTexts } from '../../texts/me';
import { termOf } from '../../texts/terms';

interface Data {
  sizes: { value: string; label: string }[];
  signedIn: boolean;
  name: string;
  roles: string;
  official: boolean;
  deputy: boolean;
  unread: string;
  messages: string;
  prompts: boolean;
}

const empty: Data = { sizes: typeSizes.map((value) => ({ value, label: meTexts.sizes[value] })), signedIn: false, name: '', roles: '', official: false, deputy: false, unread: '', messages: '', prompts: false };

/** What WeChat may still bring; nothing where that is not known. */
function messagesOf(standing: Schema<'MySubscriptionsStanding'> | undefined): string {
  if (standing === undefined || (standing.left === null && !standing.longTerm)) return '';
  return standing.left === null ? meTexts.messages.lasting : Number(standing.left) === 0 ? meTexts.messages.none : meTexts.messages.left(Number(standing.left));
}

screen({
  data: { ...frame, ...empty },
  async onShow() {
    await this.load();
  },
  /** Reading needs no account, so nobody is signed in by only looking here. */
  async load() {
    const { user } = client.auth;
    this.setData({ signedIn: user !== undefined });
    if (user === undefined) return;
    await attempt(this, async () => {
      const me = await client.api.get('/api/v1/me');
      const alerts = await client.api.get('/api/v1/alerts', { query: { unread: true, limit: 100 } });
      await client.subscriptions.tell();
      const { templates } = await client.api.get('/api/v1/me/subscriptions');
      await client.subscriptions.refresh();
      const official = me.roles.some((role) => role !== 'resident');
      const count = alerts.items.length;
      this.setData({
        name: me.name ?? '',
        roles: me.roles.map((role) => termOf('Role', role)).join('、'),
        official,
        deputy: me.deputyId !== null,
        unread: count === 0 ? '' : alerts.next === null ? String(count) : `${count}+`,
        messages: messagesOf(templates.find((one) => one.template === (official ? 'work' : 'progress'))),
        prompts: client.subscriptions.willPrompt(official ? 'work' : 'progress'),
      });
    });
  },
  async signIn() {
    await attempt(this, async () => {
      await client.auth.signIn();
    });
    await this.load();
  },
  resize(event: WechatMiniprogram.TouchEvent) {
    const size = typeSizes.find((one) => one === tapped(event, 'value'));
    if (size === undefined) return;
    keepTypeSize(size);
    this.setData({ size });
  },
  async bind(event: WechatMiniprogram.CustomEvent<PhoneDetail>) {
    const error = await attempt(this, async () => {
      await client.phone.bind(event.detail);
      done(meTexts.bound);
    });
    if (error === undefined) await this.load();
  },
  async subscribe() {
    await client.subscriptions.ask(this.data.official ? 'work' : 'progress');
    await this.load();
  },
  visit(event: WechatMiniprogram.TouchEvent) {
    const targets: Record<string, string> = { inbox: ways.work(), overdue: ways.work('overdue'), days: ways.days(), away: ways.away(), alerts: ways.alerts(), privacy: ways.privacy() };
    go(targets[tapped(event, 'to')] ?? ways.privacy());
  },
});
