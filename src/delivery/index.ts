export { createDelivery, type Delivery, type DeliveryTarget } from './delivery.js';
export { EMPTY_ENTRY, isSettled, toFeedback, type Wanted } from './entry.js';
export { createRequestQueue, type RequestQueue } from './request-queue.js';
export { type ClientContext, listAll } from './requests.js';
export type { DeliveryView } from './state.js';
export { createStore } from './store.js';
