import { defineConfig } from 'vitest/config';

/** These run `dist`, which is built before them. */
const COMMANDS = ['tests/commands/**/*.test.ts', 'tests/readme.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'units', include: ['tests/**/*.test.ts'], exclude: COMMANDS, testTimeout: 20_000 },
      },
      {
        test: {
          name: 'commands',
          include: COMMANDS,
          globalSetup: ['tests/commands/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
