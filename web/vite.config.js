import { defineConfig } from 'vite';

import { licences } from './licences.js';

const bundled = new Set();

export default defineConfig({
  base: '/static/',
  build: {
    outDir: '../kb/web/static',
    emptyOutDir: true,
    target: 'es2022',
    // The editor is one large module whatever we do; it is loaded once and cached for good.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: ['graphiql.html'],
      // The React compiler's "use no memo" marks say nothing to a bundler.
      onLog: (level, log, show) => log.code === 'MODULE_LEVEL_DIRECTIVE' || show(level, log),
    },
  },
  worker: { format: 'es', plugins: () => [licences(bundled)] },
  plugins: [licences(bundled, 'licences.txt')],
});
