import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';

const pages = readdirSync('.').filter((name) => name.endsWith('.html'));

export default defineConfig({ build: { target: 'esnext', rolldownOptions: { input: pages } } });
