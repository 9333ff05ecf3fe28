export { createDelivery, type Delivery, type DeliveryState, type DeliveryTarget, type DeliveryWatch } from './delivery.js';
export { createGate, type Gate } from './request-queue.js';
export { type BeforeSend, listAll, type Means } from './requests.js';
export { createStore, EMPTY, isSettled, type Wanted } from './store.js';
export { createWaiting } from './waiting.js';
