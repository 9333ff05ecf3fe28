import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { environment: 'node', include: ['test/hosts/**/*.test.ts'], globalSetup: '/tmp/host-setup.ts', testTimeout: 60000, hookTimeout: 60000, expect: { poll: { timeout: 10000 } }, provide: { engine: 'chromium' } as never, maxWorkers: 1 } });
