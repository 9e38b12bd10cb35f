import type { Schema } from '@scandeputy/client';
import { client } from '../../services/client';
import { attempt, frame, screen, type Query } from '../../services/screen';
import { keepLastStation } from '../../services/lastStation';
import { go, ways } from '../../services/ways';
import { homeTexts } from '../../texts/home';
import { stationScreen, type DayLine, type DeputyLine, type StationFacts } from '../../views/stationScreen';

interface Data {
  code: string;
  stationId: string;
  jurisdiction: string;
  station: StationFacts | null;
  deputies: DeputyLine[];
  days: DayLine[];
  bookable: boolean;
}

const empty: Data = { code: '', stationId: '', jurisdiction: '', station: null, deputies: [], days: [], bookable: false };

/** Opened by a mini-program code (`scene`), by a plain link scanned in WeChat (`q`), or by our own pages and share cards (`code`). */
screen({
  data: { ...frame, ...empty },
  async onLoad(query: Query) {
    const found = client.scene.ofQuery(query);
    if (found.kind !== 'code') {
      this.setData({ problem: { title: '没有找到联络站', text: homeTexts.wrongCode, action: 'back', label: '返回' } });
      return;
    }
    this.setData({ code: found.code.code });
    await this.load();
  },
  async load() {
    await attempt(this, async () => {
      const opened: Schema<'GetStationByCodeAnswer'> = await client.api.get('/api/v1/station-codes/{code}', { path: { code: this.data.code } });
      this.setData(stationScreen(opened));
      keepLastStation(opened.code, opened.station.name);
    });
  },
  report() {
    go(ways.report(this.data.code));
  },
  book() {
    go(ways.receptions(this.data.stationId, this.data.station?.name ?? ''));
  },
  published() {
    go(ways.published(this.data.jurisdiction));
  },
  onShareAppMessage() {
    return { title: `向您的人大代表反映问题：${this.data.station?.name ?? '代表联络站'}`, path: ways.station(this.data.code) };
  },
});
