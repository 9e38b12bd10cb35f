import type { Schema } from '@scandeputy/client';
import { receptionTexts as say } from '../texts/receptions';
import { day } from './dates';

export interface ReceptionLine {
  id: string;
  when: string;
  deputies: string;
  topic: string;
  reason: string;
  word: string;
  look: string;
  bookable: boolean;
  button: string;
}

const hours = (from: string | null, to: string | null): string => (from === null || to === null ? '' : ` ${from}–${to}`);

export function receptionLine(reception: Schema<'Reception'>): ReceptionLine {
  const [capacity, free] = [Number(reception.capacity), Number(reception.free)];
  const open = !reception.cancelled && capacity > 0;
  return {
    id: reception.id,
    when: `${day(reception.date)}${hours(reception.starts, reception.ends)}`,
    deputies: reception.deputies.map((deputy) => deputy.name).join('、'),
    topic: [reception.topic ?? '', reception.guests ?? ''].filter(Boolean).join(' · '),
    reason: reception.reason ?? '',
    word: reception.cancelled ? say.cancelled : capacity === 0 ? say.noBooking : free > 0 ? say.free(free) : say.full,
    look: reception.cancelled ? 'late' : open && free === 0 ? 'wait' : 'good',
    bookable: open,
    button: free > 0 ? say.book : say.wait,
  };
}

export interface BookedLine {
  receptionId: string;
  word: string;
  when: string;
  text: string;
  mayCancel: boolean;
}

export function bookedLine(booking: Schema<'Booking'>): BookedLine {
  return {
    receptionId: booking.receptionId,
    word: booking.status === 'waiting' ? say.waiting(Number(booking.place ?? 1)) : say.booked,
    when: `${day(booking.date)}${hours(booking.starts, booking.ends)}`,
    text: booking.status === 'waiting' ? say.waitingText : say.bookedText(booking.stationName),
    mayCancel: booking.mayCancel,
  };
}

/** A reception of a deputy's own, at whatever station. */
export interface OwnDay extends ReceptionLine {
  station: string;
}

export const ownDay = ({ reception, stationName, address }: Schema<'ListReceptionsOwnReception'>): OwnDay => ({
  ...receptionLine(reception),
  word: ownWord(reception),
  station: [stationName, address].filter(Boolean).join(' · '),
});

function ownWord(reception: Schema<'Reception'>): string {
  const [capacity, free] = [Number(reception.capacity), Number(reception.free)];
  return reception.cancelled ? say.cancelled : capacity === 0 ? say.noBooking : say.taken(capacity - free, capacity);
}
