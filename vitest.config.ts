import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Unit tests live beside what they test; the browser's and the SDKs' tests are in e2e (Playwright). */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: [
      'lib/**/*.test.ts',
      'components/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'app/**/*.test.ts',
    ],
  },
});
