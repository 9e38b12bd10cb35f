import { client } from '../../services/client';
import { choosePlace } from '../../services/places';
import { attempt, frame, screen, tapped, typed } from '../../services/screen';
import { go, ways } from '../../services/ways';
import { findTexts as say } from '../../texts/find';
import { deputyLine, districtLine, type DistrictLine, type FoundDeputy } from '../../views/findLines';

type Way = 'place' | 'district' | 'name';

interface Data {
  ways: { value: Way; label: string }[];
  way: Way;
  q: string;
  place: string;
  districts: DistrictLine[];
  deputies: FoundDeputy[];
  searched: boolean;
  none: string;
}

const nothing = { districts: [], deputies: [], searched: false };
const empty: Data = { ways: say.ways, way: 'place', q: '', place: '', none: '', ...nothing };

/** Whose deputy one is: by the place where one lives, by its name, or by the deputy's. */
screen({
  data: { ...frame, ...empty },
  choose(event: WechatMiniprogram.TouchEvent) {
    this.setData({ way: say.ways.find((way) => way.value === tapped(event, 'value'))?.value ?? 'place', q: '', place: '', problem: null, ...nothing });
  },
  write(event: WechatMiniprogram.Input) {
    this.setData({ q: typed(event).trim() });
  },
  async byPlace() {
    const place = await choosePlace();
    if (place === undefined) return;
    this.setData({ place: place.address });
    await this.find({ lat: String(place.lat), lng: String(place.lng) }, say.noneNear);
  },
  async search() {
    const { way, q } = this.data;
    if (q === '') return;
    if (way === 'name') await this.find({ q }, say.noneNamed);
    else
      await attempt(this, async () => {
        const { items } = await client.api.get('/api/v1/districts', { query: { q, limit: 20 } });
        this.setData({ ...nothing, districts: items.map(districtLine), searched: true, none: say.noDistrict });
      });
  },
  byDistrict(event: WechatMiniprogram.TouchEvent) {
    return this.find({ district: tapped(event, 'code') }, say.noneThere);
  },
  async find(query: { lat?: string; lng?: string; district?: string; q?: string }, none: string) {
    await attempt(this, async () => {
      const { items } = await client.api.get('/api/v1/deputies', { query });
      this.setData({ ...nothing, deputies: items.map(deputyLine), searched: true, none });
    });
  },
  open(event: WechatMiniprogram.TouchEvent) {
    go(ways.station(tapped(event, 'code')));
  },
});
