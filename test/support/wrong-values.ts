const fail = (): never => {
  throw new Error('from the value');
};

/** Values of every type, most of which are wrong for any option. */
export const VALUES: readonly (readonly [name: string, value: unknown])[] = [
  ['a text', 'abc'],
  ['an empty text', ''],
  ['a number', 123],
  ['no number', Number.NaN],
  ['a big integer', 5n],
  ['true', true],
  ['null', null],
  ['a symbol', Symbol('x')],
  ['a function', () => {}],
  ['an object', {}],
  ['an object without a prototype', Object.create(null)],
  ['a list', []],
  ['a list of odd things', [Symbol('x'), Object.create(null), null]],
  ['a date', new Date(Number.NaN)],
  ['an object that throws', new Proxy({}, { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail, getPrototypeOf: fail })],
  ['a list that throws', new Proxy([], { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail, getPrototypeOf: fail })],
];
