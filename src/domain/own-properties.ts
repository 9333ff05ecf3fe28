/** The same options without what a polluted `Object.prototype` would add to them. */
export function own<T extends object>(options: T): T {
  return Object.assign(Object.create(null), options);
}
