import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const contract = JSON.parse(readFileSync(resolve(__dirname, '../../openapi.json'), 'utf8')) as { paths: Record<string, { post?: { requestBody?: { content?: { 'application/json'?: { schema: Schema } } } } }>; components: { schemas: Record<string, Schema> } };

interface Schema {
  $ref?: string;
  oneOf?: Schema[];
  properties?: Record<string, unknown>;
}

const table = readFileSync(resolve(__dirname, '../src/moves/moveTable.ts'), 'utf8');
/** What may be posted to a case without being a move of it. */
const others = ['follow', 'seen', 'release', 'similar', 'preview'];
const moves = Object.keys(contract.paths).flatMap((path) => /^\/api\/v1\/cases\/\{id\}\/([a-z-]+)$/.exec(path)?.[1] ?? []).filter((name) => contract.paths[`/api/v1/cases/{id}/${name}`]?.post !== undefined && !others.includes(name));

function fieldsOf(schema: Schema | undefined): string[] {
  if (schema?.$ref !== undefined) return fieldsOf(contract.components.schemas[schema.$ref.split('/').at(-1) ?? '']);
  return schema?.oneOf !== undefined ? schema.oneOf.flatMap(fieldsOf) : Object.keys(schema?.properties ?? {});
}

test('Every move of the contract has a form', () => {
  expect(moves.length).toBeGreaterThan(20);
  expect(moves.filter((move) => !table.includes(`/api/v1/cases/{id}/${move}'`))).toEqual([]);
});

test.each(moves)('The form of %s sends every field', (move) => {
  const row = table.slice(table.indexOf(`/api/v1/cases/{id}/${move}'`) - 700, table.indexOf(`/api/v1/cases/{id}/${move}'`) + 300);
  const fields = fieldsOf(contract.paths[`/api/v1/cases/{id}/${move}`]?.post?.requestBody?.content?.['application/json']?.schema);
  for (const field of fields) expect(row).toContain(`${field}:`);
});
