import { client } from '../services/client';

const weekdays = '日一二三四五六';

const weekday = (date: string): string => `周${weekdays.charAt(new Date(`${date}T00:00:00Z`).getUTCDay())}`;

/** 2026年11月20日（周五） */
export function day(date: string): string {
  const [year, month, on] = date.split('-').map(Number);
  return `${year}年${month}月${on}日（${weekday(date)}）`;
}

/** 11月20日（周五） */
export function shortDay(date: string): string {
  const [, month, on] = date.split('-').map(Number);
  return `${month}月${on}日（${weekday(date)}）`;
}

/** The server's instants carry China's offset, so they are read as they stand: 2026年11月20日 09:30 */
export function moment(instant: string): string {
  const [date = '', time = ''] = instant.split('T');
  const [year, month, on] = date.split('-').map(Number);
  return `${year}年${month}月${on}日 ${time.slice(0, 5)}`;
}

/** Today in China by the server's clock, whatever the phone's says. */
export const today = (): string => new Date(client.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** Days from today; negative when it has passed. */
export const daysUntil = (date: string): number => Math.round((Date.parse(date) - Date.parse(today())) / 86_400_000);
