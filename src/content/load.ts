/** Reads a pack from its folder and checks all of it; a pack that breaks a rule is not given out. */
import { createHash } from 'node:crypto';
import type { Intent } from '../core/intent.ts';
import type { LexiconEntry, OutOfScope, Pack } from '../core/pack.ts';
import type { Passage } from '../core/report.ts';
import { readCommon, withCommon } from './common.ts';
import { type ClaimSource, type Draft, FILES, type IntentSource } from './draft.ts';
import { compare, openFolder, type PackFolder } from './folder.ts';
import { check } from './parse.ts';
import { type Problem, shown } from './problem.ts';
import { ruleProblems } from './rules.ts';
import {
  claimSchema,
  claimsSchema,
  dialoguesSchema,
  heldOutSchema,
  idSchema,
  intentSchema,
  lexiconSchema,
  outOfScopeSchema,
  reportSchema,
  type TestDialogue,
} from './schema.ts';

export type LoadedPack =
  | { readonly kind: 'sound'; readonly pack: Pack }
  | { readonly kind: 'broken'; readonly problems: readonly Problem[] };

const INTENTS = 'intents';
const NO_UTTERANCES: OutOfScope = { phrases: [], tests: [] };

/** Loads the pack in a folder that has `data/` and `intents/`; content never makes it throw. */
export function loadPack(folder: string): LoadedPack {
  const files = openFolder(folder);
  const draft = readDraft(files);
  const problems = [...files.problems, ...ruleProblems(draft)];
  const { report, text, claims } = draft;
  if (problems.length > 0 || !report || !text || !claims) {
    return { kind: 'broken', problems: problems.toSorted((a, b) => compare(a.file, b.file)) };
  }
  const { sha256: _, waivers, maxWrong, ...rest } = report;
  return {
    kind: 'sound',
    pack: {
      report: { ...rest, passages: text.passages },
      claims: claims.map((source) => source.claim),
      ...withCommon(
        { intents: draft.intents.map((source) => source.intent), outOfScope: draft.outOfScope },
        draft.common,
      ),
      lexicon: draft.lexicon,
      waivers,
      settings: { maxWrong },
      version: files.version(),
    },
  };
}

/** The dialogues of a pack's folder; none when it has no such file. `loadPack` finds what is wrong with them. */
export function loadDialogues(folder: string): readonly TestDialogue[] {
  return readDialogues(openFolder(folder));
}

/** The held-out utterances of a pack's folder by intent; none when it has no such file. */
export function loadHeldOut(folder: string): Readonly<Record<string, readonly string[]>> {
  const files = openFolder(folder);
  const value = files.yaml(FILES.heldOut, 'optional');
  return value === undefined ? {} : (files.keep(check(heldOutSchema, FILES.heldOut, value)) ?? {});
}

function readDialogues(folder: PackFolder): readonly TestDialogue[] {
  const value = folder.yaml(FILES.dialogues, 'optional');
  return value === undefined ? [] : (folder.keep(check(dialoguesSchema, FILES.dialogues, value)) ?? []);
}

function readDraft(folder: PackFolder): Draft {
  const unreadable = new Set<string>();
  const data = folder.list('data');
  const known: readonly string[] = Object.values(FILES);
  for (const file of data?.filter((path) => /\.ya?ml$/.test(path) && !known.includes(path)) ?? []) {
    const value = file.slice(file.lastIndexOf('/') + 1);
    const message = `Cannot use the file ${shown(value)}: a pack has no such file`;
    folder.add({
      file,
      path: '',
      value,
      message,
      remedy: `Rename it to one of ${known.join(', ')}, or remove it.`,
    });
  }
  if (!data) {
    const intents = readIntents(folder, unreadable);
    return {
      report: undefined,
      text: undefined,
      claims: undefined,
      intents,
      lexicon: [],
      outOfScope: NO_UTTERANCES,
      dialogues: [],
      common: readCommon(),
      unreadable,
    };
  }

  const text = folder.text(FILES.text);
  const report = folder.yaml(FILES.report);
  const lexicon = folder.yaml(FILES.lexicon, 'optional');
  const outOfScope = folder.yaml(FILES.outOfScope, 'optional');
  return {
    text: text && {
      sha256: createHash('sha256').update(text.bytes).digest('hex'),
      passages: passagesOf(text.text),
    },
    report: report === undefined ? undefined : folder.keep(check(reportSchema, FILES.report, report)),
    claims: readClaims(folder, unreadable),
    intents: readIntents(folder, unreadable),
    lexicon: readLexicon(folder, lexicon),
    outOfScope:
      outOfScope === undefined
        ? NO_UTTERANCES
        : (folder.keep(check(outOfScopeSchema, FILES.outOfScope, outOfScope)) ?? NO_UTTERANCES),
    dialogues: readDialogues(folder),
    common: readCommon(),
    unreadable,
  };
}

function readLexicon(folder: PackFolder, value: unknown): readonly LexiconEntry[] {
  return value === undefined ? [] : (folder.keep(check(lexiconSchema, FILES.lexicon, value)) ?? []);
}

/** One passage a line; the line break that ends the file opens no passage. */
function passagesOf(text: string): readonly Passage[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => ({ line: index + 1, text: line }));
}

/** Each claim is checked by itself, so that a slip in one does not hide what is wrong with the others. */
function readClaims(folder: PackFolder, unreadable: Set<string>): readonly ClaimSource[] | undefined {
  const value = folder.yaml(FILES.claims);
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length === 0) {
    folder.keep(check(claimsSchema, FILES.claims, value));
    return undefined;
  }
  return value.flatMap((entry: unknown, index): readonly ClaimSource[] => {
    const path = `[${index}]`;
    const claim = folder.keep(check(claimSchema, FILES.claims, entry, path));
    if (claim) return [{ path, claim }];
    const id: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'id') : undefined;
    if (typeof id === 'string') unreadable.add(id);
    return [];
  });
}

function readIntents(folder: PackFolder, unreadable: Set<string>): readonly IntentSource[] {
  const files = folder.list(INTENTS);
  if (!files) return [];
  const sources = files.flatMap((file) =>
    /\.ya?ml$/.test(file) ? readIntent(folder, file, unreadable) : [],
  );
  if (sources.length === 0 && unreadable.size === 0) {
    const message = `Cannot answer anything: ${INTENTS}/ has no intents`;
    folder.add({
      file: INTENTS,
      path: '',
      value: '',
      message,
      remedy: 'Write one question a file, <intent-id>.yaml.',
    });
  }
  return sources;
}

function readIntent(folder: PackFolder, file: string, unreadable: Set<string>): readonly IntentSource[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const id = name.replace(/\.ya?ml$/, '');
  if (name.endsWith('.yml')) {
    unreadable.add(id);
    const message = `Cannot use the file ${shown(name)}: intents end in .yaml`;
    folder.add({ file, path: '', value: name, message, remedy: `Rename it to ${id}.yaml.` });
    return [];
  }
  const named = folder.keep(check(idSchema, file, id, 'file name'));
  const value = folder.yaml(file);
  const content = value === undefined ? undefined : folder.keep(check(intentSchema, file, value));
  if (named !== undefined && content) {
    const intent: Intent = { id: named, ...content };
    return [{ file, intent }];
  }
  unreadable.add(id);
  return [];
}
