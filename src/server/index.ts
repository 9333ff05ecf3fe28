export type { FeedbackProxyOptions, ProxyEvent } from './options.js';
export { createFeedbackProxy } from './proxy.js';
export type { Visitor } from './visitor.js';
