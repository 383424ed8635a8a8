#!/usr/bin/env node
/** The command line: parses it, loads the one command it names, and turns failures into exit codes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError } from 'commander';

const USED_WRONGLY = 2;

/** The package's root, the folder above both `src` and `dist`. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Every command imports its module when it runs: none pays for the others' dependencies. */
function createProgram(): Command {
  const program = new Command('footnote')
    .description('Answers questions about a published report, with a verbatim quote behind every sentence.')
    .version(readVersion(), '-V, --version', 'print the version')
    .option('--pack <dir>', 'folder of the report to answer from, with data/ and intents/', ROOT)
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ showGlobalOptions: true, optionDescription: describeOption })
    .showHelpAfterError()
    .exitOverride();
  const pack = (): string => program.opts<{ pack: string }>().pack;

  program
    .command('serve')
    .description('start every platform whose tokens are set; with none, a chat in the terminal')
    .option('--check', 'only try configuration, pack, database and tokens, and say whether each is ok', false)
    .action(async (options: { check: boolean }) =>
      (await import('./commands/serve.ts')).runServe({ ...options, pack: pack(), version: readVersion() }),
    );

  program
    .command('ask')
    .description('answer one question, or one JSON object a line from standard input')
    .argument('[question...]', 'the question; read from standard input when absent')
    .option(
      '--json',
      'print JSON; without a question, read {"question", "conversation"?, "user"?} a line',
      false,
    )
    .option('--why', 'explain the reply', false)
    .action(async (words: string[], options: { json: boolean; why: boolean }) =>
      (await import('./commands/ask.ts')).runAsk(words, { ...options, pack: pack() }),
    );

  program
    .command('validate')
    .description('check the pack and list all its problems')
    .action(async () => (await import('./commands/validate.ts')).runValidate({ pack: pack() }));

  program
    .command('learn')
    .description('learn the pack now, so that the next start has nothing to wait for')
    .action(async () => (await import('./commands/learn.ts')).runLearn({ pack: pack() }));

  program
    .command('coverage')
    .description('list the passages of the report with the answers that cite them')
    .action(async () => (await import('./commands/coverage.ts')).runCoverage({ pack: pack() }));

  program
    .command('intents')
    .description('list what can be asked')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) =>
      (await import('./commands/intents.ts')).runIntents({ ...options, pack: pack() }),
    );

  program
    .command('evaluate')
    .description('ask the test utterances and say how many were answered rightly')
    .argument(
      '[files...]',
      'labelled questions to ask instead, {"q", "intent"} or {"q", "passages"} a line; null or []: nothing to answer',
    )
    .option('--json', 'print JSON', false)
    .option('--certify', 'fail when there may be more wrong answers than the pack allows', false)
    .option('--at-most <share>', 'the share that --certify allows, instead of the pack’s maxWrong', share)
    .option('--all', 'also ask the utterances of data/held-out.yaml', false)
    .option('--html <file>', 'also write a page with figures and every miss')
    .action(
      async (
        files: string[],
        options: { json: boolean; certify: boolean; atMost?: number; all: boolean; html?: string },
      ) => (await import('./commands/evaluate.ts')).runEvaluate(files, { ...options, pack: pack() }),
    );

  program
    .command('stats')
    .description('show what was asked in the last weeks, and what came of it')
    .option('--weeks <number>', 'how many', wholeNumber, 4)
    .option('--json', 'print JSON', false)
    .action(async (options: { weeks: number; json: boolean }) =>
      (await import('./commands/stats.ts')).runStats(options),
    );

  program
    .command('export')
    .description('print every question that is kept, without its words, as CSV')
    .option('--questions', 'with the words, redacted, as far as they are kept', false)
    .option('--feedback', 'print what people said of answers instead', false)
    .option('--days <number>', 'only the latest days', wholeNumber)
    .option('--json', 'print JSON', false)
    .action(async (options: { questions: boolean; feedback: boolean; days?: number; json: boolean }) =>
      (await import('./commands/export.ts')).runExport(options),
    );

  program
    .command('forget')
    .description('erase everything that is kept about a person')
    .argument('<platform>', 'discord or slack')
    .argument('<user id>', 'on Discord the user’s id; on Slack the workspace’s and the member’s, T01:U01')
    .action(async (platform: string, user: string) =>
      (await import('./commands/forget.ts')).runForget(platform, user),
    );

  program
    .command('discord')
    .description('look after the connection with Discord')
    .command('register')
    .description('register the slash commands; DISCORD_GUILD_ID names one server to have them at once')
    .action(async () => (await import('./commands/discord-register.ts')).runDiscordRegister());

  return program;
}

function describeOption(option: { description: string; defaultValue?: unknown }): string {
  return option.defaultValue === ROOT
    ? `${option.description} (default: the report that comes along)`
    : option.description;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/u.test(text)) throw new InvalidArgumentError('Write a number from 1 to 9999.');
  return Number(text);
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1))
    throw new InvalidArgumentError('Write a share between 0 and 1, such as 0.05.');
  return value;
}

/** What a failure exits with, after its message is printed. */
function fail(error: unknown): number {
  // Commander has printed its message and the help already; its exit code is 0 for --help and --version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USED_WRONGLY;
  if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

// Whoever reads our output may stop early, as `head` does: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = fail(error);
}
