import type { Schema } from '@scandeputy/client';
import { termOf } from '../texts/terms';
import { shortDay } from './dates';

export interface StationFacts {
  name: string;
  kind: string;
  district: string;
  address: string;
  hours: string;
  /** The scanned code has a successor and works for some days yet. */
  old: boolean;
}

export interface DeputyLine {
  id: string;
  name: string;
  initial: string;
  level: string;
  district: string;
  pledge: string;
}

export interface DayLine {
  id: string;
  date: string;
  deputies: string;
}

const daysShown = 8;

export function stationScreen(opened: Schema<'GetStationByCodeAnswer'>): { stationId: string; jurisdiction: string; station: StationFacts; deputies: DeputyLine[]; days: DayLine[]; bookable: boolean } {
  const { station } = opened;
  return {
    stationId: station.id,
    jurisdiction: station.district.code.slice(0, 6),
    station: {
      name: station.name,
      kind: termOf('StationKind', station.kind),
      district: station.district.name,
      address: station.address,
      hours: station.openingHours,
      old: opened.status === 'rotated',
    },
    deputies: opened.deputies.map((deputy) => ({
      id: deputy.id,
      name: deputy.name,
      initial: deputy.name.slice(0, 1),
      level: termOf('DistrictLevel', deputy.level),
      district: deputy.district.name,
      pledge: deputy.pledge,
    })),
    bookable: opened.receptionDays.some((day) => day.bookable),
    days: opened.receptionDays.slice(0, daysShown).map((day) => ({
      id: day.id,
      date: `${shortDay(day.date)}${day.starts === null || day.ends === null ? '' : ` ${day.starts}–${day.ends}`}`,
      deputies: day.cancelled ? '已取消' : day.deputies.map((deputy) => deputy.name).join('、'),
    })),
  };
}
