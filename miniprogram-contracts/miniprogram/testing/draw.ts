/** What simulate keeps of an element: its attributes as the markup gave them. */
interface Node {
  _vt?: { attrs?: { name: string; value: unknown }[] };
}

const tags: Readonly<Record<string, string>> = { 'wx-view': 'div', 'wx-text': 'span', 'wx-button': 'button', 'wx-image': 'img', 'wx-input': 'input', 'wx-textarea': 'textarea', 'wx-picker': 'div', 'wx-navigator': 'a' };
const kept: Readonly<Record<string, string>> = { src: 'src', placeholder: 'placeholder', ariaLabel: 'aria-label', ariaChecked: 'aria-checked', ariaSelected: 'aria-selected', ariaRole: 'role', style: 'style' };
const empty = new Set(['img', 'input']);

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** simulate writes `component--class`; the styles of all components lie on one page here, as "apply-shared" has it. */
const plainClasses = (classes: string): string => [...new Set(classes.split(/\s+/).filter(Boolean).flatMap((name) => [name, name.replace(/^[a-z][a-z0-9-]*?--/, '')]))].join(' ');

/** The drawn tree as HTML. `fileOf` gives a file on the phone as a data address. */
export function htmlOf(element: Element, fileOf: (path: string) => string): string {
  const attributes = attributesOf(element);
  const tag = tags[element.tagName.toLowerCase()] ?? 'div';
  const words = Object.entries(attributes)
    .filter(([name, value]) => kept[name] !== undefined && value !== undefined && value !== null && value !== '')
    .map(([name, value]) => ` ${kept[name] ?? ''}="${escaped(name === 'src' ? fileOf(String(value)) : String(value))}"`);
  if (tag === 'input') words.push(` value="${escaped(textOf(attributes['value']))}"`);
  if (tag === 'img') words.push(` alt="${escaped(textOf(attributes['ariaLabel']))}"`);
  const start = `<${tag} class="${plainClasses(element.getAttribute('class') ?? '')}"${words.join('')}>`;
  if (empty.has(tag)) return start;
  if (tag === 'textarea') return `${start}${escaped(textOf(attributes['value']))}</textarea>`;
  return `${start}${[...element.childNodes].map((child) => (child.nodeType === 1 ? htmlOf(child as Element, fileOf) : escaped(child.textContent ?? ''))).join('')}</${tag}>`;
}

export function attributesOf(element: Element): Record<string, unknown> {
  const node = (element as Element & { __wxElement?: Node }).__wxElement;
  const given = Object.fromEntries((node?._vt?.attrs ?? []).map(({ name, value }) => [name, value]));
  return { ...given, ...(element.getAttribute('style') === null ? {} : { style: element.getAttribute('style') }) };
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
