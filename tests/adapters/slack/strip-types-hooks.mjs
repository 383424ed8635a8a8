import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const { ModuleKind, ScriptTarget, transpileModule } = ts;

/** Takes the types out of `.ts` files. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  const compilerOptions = {
    module: ModuleKind.ESNext,
    target: ScriptTarget.ES2022,
    verbatimModuleSyntax: true,
  };
  const { outputText } = transpileModule(source, { compilerOptions });
  return { format: 'module', source: outputText, shortCircuit: true };
}
