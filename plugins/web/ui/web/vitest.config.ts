import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    // a test that draws asks for happy-dom in its first line
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    env: { TZ: 'UTC' },
    restoreMocks: true,
    css: { modules: { classNameStrategy: 'non-scoped' } },
    // beside the reports of the Java tests, so that one count holds both
    reporters: ['default', ['junit', { suiteName: 'web-ui' }]],
    outputFile: { junit: '../target/surefire-reports/TEST-web-ui.xml' },
  },
});
