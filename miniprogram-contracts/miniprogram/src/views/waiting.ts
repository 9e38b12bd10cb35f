import type { QueuedCall } from '@scandeputy/client';

/** Something that the phone still has to send. */
export interface WaitingLine {
  id: string;
  label: string;
  look: string;
  word: string;
  text: string;
}

export const waitingLines = (calls: readonly QueuedCall[]): WaitingLine[] =>
  calls
    .filter((call) => call.state !== 'done')
    .map((call) => ({
      id: call.id,
      label: call.label,
      look: call.state === 'waiting' ? 'wait' : 'late',
      word: call.state === 'waiting' ? '等待网络，有网后自动提交' : '没有提交',
      text: call.state === 'waiting' ? '' : (call.error?.text ?? ''),
    }));
