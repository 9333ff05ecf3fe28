import { configure } from '@testing-library/preact';

export * from '@testing-library/preact';

// What is waited for comes in a fraction of this; a busy machine may take long.
configure({ asyncUtilTimeout: 30_000 });
