import { ownProperties } from './own-properties.js';

/** `JSON.stringify` that ignores a `toJSON` which the page has put on a prototype. */
export const stringify = (value: unknown): string => JSON.stringify(shield(value));

function shield(value: unknown): unknown {
  if (Array.isArray(value)) return Object.defineProperty(value.map(shield), 'toJSON', ownProperties({ value: undefined }));
  if (!isObject(value)) return value;
  return ownProperties(Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shield(one)])));
}

/** Parses JSON, with all strings and names passed through `rewrite`. Returns undefined for a syntax error. */
export function toJson(text: string, rewrite?: ((text: string) => string) | undefined): unknown {
  const revive = (_: string, value: unknown) => {
    if (typeof value === 'string') return rewrite?.(value);
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [rewrite?.(name), one])) : value;
  };
  try {
    return JSON.parse(text, rewrite && revive);
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> => !!value && typeof value === 'object' && !Array.isArray(value);
