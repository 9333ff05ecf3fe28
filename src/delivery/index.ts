export { createDelivery, type Delivery, type DeliveryListener, type DeliveryTarget, type DeliveryView } from './delivery.js';
export { EMPTY_ENTRY, feedbackOf, isSettled, type Wanted } from './entry.js';
export { createRequestQueue, type RequestQueue } from './request-queue.js';
export { type ClientContext, listAll } from './requests.js';
export { createStore } from './store.js';
