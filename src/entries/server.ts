export { createFeedbackProxy, type FeedbackProxyOptions, type ProxyEvent, type Visitor } from '../server/index.js';
