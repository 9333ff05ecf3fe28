/** A copy without a prototype, so that a polluted `Object.prototype` adds nothing to it. */
export function ownProperties<T extends object>(options: T): T {
  return Object.assign(Object.create(null), options);
}
