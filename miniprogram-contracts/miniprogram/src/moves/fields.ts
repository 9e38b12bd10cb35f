import type { Schema } from '@scandeputy/client';
import { optionsOf, type Terms } from '../texts/terms';

export type CaseView = Schema<'CaseView'>;

export interface Option {
  value: string;
  label: string;
  side?: string;
}

/** `agencies`, `deputies`, `coSigners`, `stations` and `similar` are lists that the server gives when the form opens. */
export type Lookup = 'agencies' | 'deputies' | 'coSigners' | 'stations' | 'similar';

export interface MoveField {
  name: string;
  label: string;
  kind: 'line' | 'text' | 'choice' | 'many' | 'date' | 'number' | 'photos';
  required?: boolean;
  hint?: string;
  most?: number;
  options?: Option[];
  from?: Lookup;
  /** What stands in it at first. */
  first?: (view: CaseView) => string;
  /** Not asked for when a promise is looked back at. */
  unlessLookBack?: boolean;
}

export type FieldRest = Partial<Omit<MoveField, 'name' | 'label' | 'kind'>>;

export const line = (name: string, label: string, rest: FieldRest = {}): MoveField => ({ name, label, kind: 'line', most: 100, ...rest });
export const text = (name: string, label: string, rest: FieldRest = {}): MoveField => ({ name, label, kind: 'text', most: 2000, ...rest });
export const date = (name: string, label: string, rest: FieldRest = {}): MoveField => ({ name, label, kind: 'date', ...rest });
export const photos = (label: string): MoveField => ({ name: 'attachmentIds', label, kind: 'photos' });
export const among = (name: string, label: string, list: keyof Terms, rest: FieldRest = {}): MoveField => ({ name, label, kind: 'choice', required: true, options: optionsOf(list), ...rest });
export const from = (name: string, label: string, lookup: Lookup, rest: FieldRest = {}): MoveField => ({ name, label, kind: 'choice', from: lookup, ...rest });

/** What was filled in; every value is a text or a list of texts. */
/** What a form must say: sent as it is, since the server's answer names the field that is empty. */
export const asked = <T>(value: T | null): T => value as T;

export class Values {
  constructor(private readonly given: Readonly<Record<string, string | string[] | undefined>>) {}

  text(name: string): string | null {
    const value = this.given[name];
    return typeof value === 'string' && value.trim().length > 0 ? value.trim() : null;
  }

  list(name: string): string[] {
    const value = this.given[name];
    return Array.isArray(value) ? value : [];
  }

  number(name: string): number | null {
    const value = this.text(name);
    return value === null || !/^\d{1,4}$/.test(value) ? null : Number(value);
  }

  /** One of a closed list; null when nothing of it was chosen. */
  one<T extends string>(name: string, ...all: readonly T[]): T | null {
    return all.find((value) => value === this.text(name)) ?? null;
  }
}
