import type { Schema } from '@scandeputy/client';
import type { Option } from '../moves/fields';
import { absenceTexts as say } from '../texts/absences';
import { termOf } from '../texts/terms';
import { day } from './dates';

export interface AbsenceLine {
  id: string;
  days: string;
  substitute: string;
  word: string;
  look: string;
  button: string;
}

/** @param today China's date, yyyy-MM-dd. */
export function absenceLine(absence: Schema<'MyAbsencesAbsence'>, today: string): AbsenceLine {
  const begun = absence.from <= today;
  return {
    id: absence.id,
    days: absence.from === absence.until ? day(absence.from) : `${day(absence.from)} 至 ${day(absence.until)}`,
    substitute: absence.substituteName,
    word: begun ? say.running : say.coming,
    look: begun ? 'go' : '',
    button: begun ? say.back : say.cancel,
  };
}

export const substituteOption = (person: Schema<'MyAbsencesSubstitute'>): Option => ({
  value: person.id,
  label: person.name,
  side: person.roles.map((role) => termOf('Role', role)).join('、'),
});
