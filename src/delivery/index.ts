export { createDelivery, type Delivery, type DeliveryListener, type DeliveryTarget } from './delivery.js';
export { type DeliveryView, EMPTY_ENTRY, type Entry, factsOfChange, feedbackOf, IDLE, isSettled } from './entry.js';
export { createRequestQueue, type RequestQueue } from './request-queue.js';
export { type ClientContext, createContext, listAll } from './requests.js';
export { createStore, parseEntry } from './store.js';
