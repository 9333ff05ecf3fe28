/** The same options without what a polluted `Object.prototype` would add to them. */
export function ownProperties<T extends object>(options: T): T {
  return Object.assign(Object.create(null), options);
}
