// Holds rendered manifests to Kubernetes' own schema, twice: the schema's validators know formats, patterns and what is required;
// the compiler, given the schema's types and each manifest as a literal, knows every field that does not exist.
// Usage: node validate.mjs FILE...   one line for each mistake; exit code 1 when there is one.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
const mistakes = [];
const literals = [];
let checked = 0;

for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    mistakes.push(...document.errors.map(error => `${file}: ${error.message}`));
    const manifest = document.toJS();
    if (manifest) await check(file, manifest);
  }
}

async function check(file, manifest) {
  const name = `${file}: ${manifest.kind} ${manifest.metadata?.name}`;
  const module = `kubernetes-models/${manifest.apiVersion}`;
  const kind = (await import(module).catch(() => ({})))[manifest.kind];
  if (!kind) {
    mistakes.push(`${name}: there is no ${manifest.kind} in ${manifest.apiVersion}`);
    return;
  }

  try {
    new kind(manifest).validate();
  } catch (error) {
    mistakes.push(`${name}: ${error.message}`);
  }

  literals.push({ name, text: `{ const manifest: import('${module}').I${manifest.kind} = ${JSON.stringify(manifest)}; void manifest; }` });
  checked++;
}

// One line for each manifest, so that a mistake's line says whose it is.
const virtual = join(here, 'manifests.ts');
const source = literals.map(literal => literal.text).join('\n');
const options = { noEmit: true, strict: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
const host = ts.createCompilerHost(options);
const fromDisk = host.getSourceFile.bind(host);
host.getSourceFile = (path, ...rest) => (path === virtual ? ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true) : fromDisk(path, ...rest));
const onDisk = host.fileExists.bind(host);
host.fileExists = path => path === virtual || onDisk(path);
for (const found of ts.getPreEmitDiagnostics(ts.createProgram([virtual], options, host))) {
  const line = found.file && found.start !== undefined ? found.file.getLineAndCharacterOfPosition(found.start).line : -1;
  mistakes.push(`${literals[line]?.name ?? 'compiler'}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`);
}

for (const mistake of mistakes) console.log(mistake);
console.log(`${checked} manifests, ${mistakes.length} mistakes`);
process.exitCode = mistakes.length > 0 ? 1 : 0;
