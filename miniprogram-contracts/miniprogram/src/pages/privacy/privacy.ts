import { client } from '../../services/client';
import { attempt, frame, screen } from '../../services/screen';
import { done } from '../../services/ways';
import { meTexts } from '../../texts/me';

interface Data {
  known: boolean;
  resident: boolean;
}

const empty: Data = { known: false, resident: false };

const agreed = async (): Promise<boolean> => (await wx.showModal({ ...meTexts.leave, confirmColor: '#c62828' })).confirm;

/** The same as the web pages say, and what lies on the phone. */
screen({
  data: { ...frame, ...empty },
  onShow() {
    const { user } = client.auth;
    this.setData({ known: user !== undefined, resident: user?.roles.every((role) => role === 'resident') ?? false });
  },
  async guide() {
    await attempt(this, () => client.privacy.open());
  },
  /** Asked once with what becomes of what; the words that the server wants are what was agreed to. */
  async leave() {
    if (!(await agreed())) return;
    const error = await attempt(this, async () => {
      await client.api.post('/api/v1/me/delete', { body: { confirm: meTexts.leaveWords } });
    });
    if (error !== undefined) return;
    await client.auth.signOut();
    this.setData({ known: false, resident: false });
    done(meTexts.left);
  },
});
