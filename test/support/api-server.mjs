import { runnerImport } from 'vite';

const { module } = await runnerImport('./test/support/api-server.ts', { configFile: false, logLevel: 'error' });
module.startApiServer(Number(process.argv[2] ?? 0));
