import { client } from '../services/client';
import { termOf } from '../texts/terms';
import type { CaseView, Lookup, MoveField, Option } from './fields';

interface Found {
  choices: Record<string, Option[]>;
  /** What the program proposes and why. */
  explained: string[];
  chosen: Record<string, string | string[]>;
}

/** The lists that a form chooses from, each asked for once. */
export async function lookups(fields: readonly MoveField[], view: CaseView, move: string): Promise<Found> {
  const asked = new Map<Lookup, Promise<Option[]>>();
  const choices: Record<string, Option[]> = {};
  for (const field of fields) {
    if (field.from === undefined) choices[field.name] = field.options ?? [];
    else {
      const list = asked.get(field.from) ?? lists[field.from](view);
      asked.set(field.from, list);
      choices[field.name] = await list;
    }
  }
  return { choices, ...(move === 'assign' ? await proposal(view, choices['leadAgencyId'] ?? []) : { explained: [], chosen: {} }) };
}

const lists: Record<Lookup, (view: CaseView) => Promise<Option[]>> = {
  agencies: async () => (await client.api.get('/api/v1/agencies')).items.map((agency) => ({ value: agency.id ?? '', label: agency.name ?? '' })),
  stations: async (view) => {
    const { items } = await client.api.get('/api/v1/stations', { query: { district: `${view.district.code.slice(0, 6)}000000`, limit: 200 } });
    return items.filter((station) => station.id !== view.station.id).map((station) => ({ value: station.id, label: station.name, side: [station.district.name, station.address].filter(Boolean).join(' · ') }));
  },
  /** Colleagues at the same station; the API lists deputies by district, each with the stations where they sit. */
  deputies: async (view) => {
    const { items } = await client.api.get('/api/v1/deputies', { query: { district: view.district.code, limit: 200 } });
    return items.filter((deputy) => deputy.id !== view.deputy?.id && deputy.stations.some((station) => station.id === view.station.id)).map((deputy) => ({ value: deputy.id, label: deputy.name, side: `${termOf('DistrictLevel', deputy.level)} · ${deputy.district.name}` }));
  },
  /** Who can be asked to sign an own suggestion: the county's deputies who were not asked before. */
  coSigners: async (view) => {
    const { items } = await client.api.get('/api/v1/deputies', { query: { district: `${view.district.code.slice(0, 6)}000000`, limit: 200 } });
    const asked = [view.deputy?.id, ...(view.coSigners ?? []).map((one) => one.deputy.id)];
    return items.filter((deputy) => !asked.includes(deputy.id)).map((deputy) => ({ value: deputy.id, label: deputy.name, side: `${termOf('DistrictLevel', deputy.level)} · ${deputy.district.name}` }));
  },
  similar: async (view) => {
    const { items } = await client.api.get('/api/v1/cases/{id}/similar', { path: { id: view.id } });
    return items.map((found) => ({ value: found.id, label: `${found.number} ${found.title}`, side: [termOf('CaseStatus', found.status), found.placeAddress ?? ''].filter(Boolean).join(' · ') }));
  },
};

async function proposal(view: CaseView, agencies: readonly Option[]): Promise<Pick<Found, 'explained' | 'chosen'>> {
  const proposed = await client.api.get('/api/v1/cases/{id}/proposal', { path: { id: view.id } });
  // Whom the agency that sent it back holds competent comes before the rules that had named that agency.
  const lead = view.return?.proposedAgency?.id ?? proposed.leadAgencyId;
  const name = agencies.find((agency) => agency.value === lead)?.label;
  const advice = name === undefined ? '没有现成的分工规则，请按职责指定主办单位。' : `建议主办：${name}`;
  return { explained: [[advice, ...proposed.explanation].join('\n')], chosen: lead == null ? { coAgencyIds: proposed.coAgencyIds } : { leadAgencyId: lead, coAgencyIds: proposed.coAgencyIds } };
}
