import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleBudget } from './bundle-budget.ts';

// `vite dev` shows the pages of a started Callgres; API_URL says where that one listens.
const api = process.env['API_URL'] ?? 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' }), // before react()
    react(),
    bundleBudget({ initialKb: 250, chunkKb: 40, styleKb: 45 }),
  ],
  build: { target: 'es2023', sourcemap: true, reportCompressedSize: false },
  server: { proxy: { '/trpc': api, '/upload': api } },
});
