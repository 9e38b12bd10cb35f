import type { Input, Schema } from '@scandeputy/client';
import { reportTexts } from '../texts/report';
import { termOf } from '../texts/terms';
import { moment } from './dates';
import { asked } from '../moves/fields';

/** What is filled in on the page of a report. */
export interface ReportFields {
  code: string;
  categoryId: string;
  /** Empty for whom the station's rule chooses. */
  deputyId: string;
  title: string;
  text: string;
  address: string;
  lat: number | null;
  lng: number | null;
  contactName: string;
  contactPhone: string;
  share: boolean;
  isPublic: boolean;
  photosPublic: boolean;
}

export function reportBody(fields: ReportFields, attachmentIds: string[]): Input<Schema<'SubmitCaseRequest'>> {
  const { code, categoryId, deputyId, title, text, address, lat, lng, contactName, contactPhone, share, isPublic, photosPublic } = fields;
  return {
    stationCode: code,
    categoryId: asked(categoryId || null),
    deputyId: deputyId || null,
    title: title.trim() || null,
    text,
    place: address || lat !== null ? { address: address || null, lat, lng } : null,
    attachmentIds,
    contact: { name: contactName.trim() || null, phone: contactPhone.trim() || null, shareWithAgency: share },
    public: isPublic,
    photosPublic: isPublic && photosPublic,
  };
}

export interface PreviewLines {
  title: string;
  text: string;
  place: string;
  advice: string;
  masked: string;
  found: DetailLine[];
}

/** What the report tells of people. */
export interface DetailLine {
  kind: string;
  text: string;
  who: string;
}

/** Names and addresses are no secret from those who handle the matter; the author is told of them only when it is published. */
export function detailLines(found: Schema<'FoundDetail'>[], isPublic: boolean): DetailLine[] {
  return found.filter((one) => isPublic || one.hidden).map((one) => ({ kind: termOf('PersonalDetailKind', one.kind), text: one.text, who: one.hidden ? reportTexts.hidden : reportTexts.shown }));
}

export function previewLines(view: Schema<'PreviewReportView'>): PreviewLines {
  const masked = view.masked.map((kind) => `${kind.count} 个${termOf('PersonalDetailKind', kind.kind)}`).join('、');
  return { title: view.title, text: view.text, place: view.placeAddress ?? '', advice: view.advice ?? '', masked: masked === '' ? reportTexts.nothingMasked : `已隐去${masked}。`, found: detailLines(view.found, true) };
}

export interface SimilarLine {
  id: string;
  title: string;
  text: string;
  facts: string;
  mine: boolean;
}

export function similarLine(view: Schema<'SimilarView'>): SimilarLine {
  const distance = view.distanceMetres == null ? '' : `相距 ${view.distanceMetres} 米以内`;
  return {
    id: view.id,
    title: view.title,
    text: view.text,
    facts: [termOf('CaseStatus', view.status), `${moment(view.createdAt)} 反映`, view.placeAddress ?? '', distance].filter(Boolean).join(' · '),
    mine: view.mine,
  };
}
