export { createFeedbackProxy, type FeedbackProxyOptions, type ProxyEvent, type Visitor } from './proxy.js';
