import { runnerImport } from 'vite';

// The module to run in a process of its own.
await runnerImport(process.argv[2], { configFile: false, logLevel: 'error' });
