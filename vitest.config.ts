import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const folders = '{app,components,lib,scripts}/**';

/**
 * Tests live beside what they test; those that need the built server are in e2e (Playwright).
 * `unit` is for every save. `processes` starts and kills processes of its own, which takes a minute: `npm test` runs it.
 */
export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    // Each file is a process of its own, so all cores may work: by itself vitest leaves one idle.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${folders}/*.test.{ts,tsx}`],
          exclude: ['**/*.process.test.ts', '**/node_modules/**'],
        },
      },
      { extends: true, test: { name: 'processes', include: [`${folders}/*.process.test.ts`] } },
    ],
  },
});
