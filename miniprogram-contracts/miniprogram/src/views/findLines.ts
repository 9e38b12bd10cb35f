import type { Schema } from '@scandeputy/client';
import { termOf } from '../texts/terms';

export interface FoundDeputy {
  id: string;
  name: string;
  level: string;
  district: string;
  pledge: string;
  /** Why this is the asker's deputy. */
  reasons: string[];
  stations: { code: string; name: string }[];
}

export const deputyLine = (deputy: Schema<'FindDeputiesItem'>): FoundDeputy => ({
  id: deputy.id,
  name: deputy.name,
  level: termOf('DistrictLevel', deputy.level),
  district: deputy.district.name,
  pledge: deputy.pledge,
  reasons: deputy.reasons.map((reason) => reason.text),
  stations: deputy.stations.flatMap((station) => (station.code === null ? [] : [{ code: station.code, name: station.name }])),
});

export interface DistrictLine {
  code: string;
  name: string;
  path: string;
}

export const districtLine = (district: Schema<'FindDistrictsItem'>): DistrictLine => ({ code: district.code, name: district.name, path: district.path.join(' ') });
