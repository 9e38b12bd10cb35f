const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 11;
const longest = 300;

/** A station's code in its canonical form, and as it is printed. */
export interface StationCode {
  code: string;
  /** XXXX-XXXX-XXX */
  display: string;
}

/** `absent`: the page was opened without a code. `wrong`: a character was mistyped or misread; say so and let the person type it again. */
export type SceneResult = { kind: 'code'; code: StationCode } | { kind: 'absent' } | { kind: 'wrong'; typed: string };

export interface Scene {
  /**
   * What a page gets in `onLoad`: `scene` of a mini-program code, `q` of a plain link that was scanned with WeChat, `code` of our own pages and share cards.
   */
  ofQuery(query: Readonly<Record<string, string | undefined>>): SceneResult;
  /** What somebody types or what `wx.scanCode` reads. */
  ofText(text: string): SceneResult;
}

export const scene: Scene = {
  ofQuery(query) {
    const given = query['scene'] ?? query['q'] ?? query['code'];
    return given === undefined ? { kind: 'absent' } : scene.ofText(decoded(given));
  },
  ofText(text) {
    if (text.trim().length === 0) return { kind: 'absent' };
    const code = text.length > longest ? undefined : (canonical(text) ?? canonical(trimmed(text)));
    return code === undefined
      ? { kind: 'wrong', typed: text }
      : { kind: 'code', code: { code, display: `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}` } };
  },
};

/** WeChat gives the values of a scanned code encoded, the developer tools sometimes twice. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The code alone: out of the address that it is printed in, without marks that show nothing and punctuation around it. */
function trimmed(text: string): string {
  const plain = text
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .replace(/／/g, '/')
    .replace(/？/g, '?')
    .replace(/＃/g, '#')
    .replace(/[Ｓｓ]/g, 's');
  const at = plain.toLowerCase().lastIndexOf('/s/');
  const typed = at < 0 ? plain : (plain.slice(at + 3).split(/[?#/]/)[0] ?? '');
  return typed.replace(/^[^\p{L}\p{Nd}]+|[^\p{L}\p{Nd}]+$/gu, '');
}

/** Reads full-width characters, O for 0, I and L for 1; the last character checks the ten before it (sum over GF(32), as the server makes it). */
function canonical(text: string): string | undefined {
  let code = '';
  let check = 0;
  for (const sign of text) {
    if (/[\s\p{Pd}－]/u.test(sign)) continue;
    const value = alphabet.indexOf(normalised(sign));
    if (value < 0 || code.length === length) return undefined;
    code += alphabet.charAt(value);
    check = code.length === length ? check ^ value : doubled(check ^ value);
  }
  return code.length === length && check === 0 ? code : undefined;
}

function normalised(sign: string): string {
  const point = sign.codePointAt(0) ?? 0;
  const ascii = point >= 0xff01 && point <= 0xff5e ? String.fromCharCode(point - 0xfee0) : sign;
  const upper = /^[a-z]$/.test(ascii) ? ascii.toUpperCase() : ascii;
  if (upper === 'O') return '0';
  return upper === 'I' || upper === 'L' ? '1' : upper;
}

const doubled = (value: number): number => (value < 16 ? value << 1 : (value << 1) ^ 0b100101);
