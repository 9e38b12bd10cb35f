import { client } from '../../services/client';
import { attempt, frame, screen } from '../../services/screen';
import { ownDay, type OwnDay } from '../../views/receptionLines';

interface Data {
  days: OwnDay[];
  loaded: boolean;
}

const empty: Data = { days: [], loaded: false };

/** The days on which the deputy who looks receives, at all the stations where they sit. */
screen({
  data: { ...frame, ...empty },
  async onShow() {
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const own = await client.api.get('/api/v1/me/receptions');
      this.setData({ days: own.map(ownDay), loaded: true });
    });
  },
});
