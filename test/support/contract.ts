import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Json = Record<string, unknown>;

// Vitest runs in the project's folder, and so does the server process.
const contract = parse(readFileSync(join(process.cwd(), 'docs/feedbacks.openapi.yaml'), 'utf8'), { merge: true }) as {
  paths: Record<string, Record<string, Json>>;
};
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(contract, 'contract');

const compiled = new Map<string, ValidateFunction>();

function validate(pointer: string, value: unknown): string | undefined {
  const check = compiled.get(pointer) ?? ajv.compile({ $ref: `contract#${pointer}` });
  compiled.set(pointer, check);
  return check(value) ? undefined : ajv.errorsText(check.errors);
}

function locate(method: string, pathname: string): { pointer: string; operation: Json } | undefined {
  for (const [template, operations] of Object.entries(contract.paths)) {
    const pattern = new RegExp(`/api/v1${template.replace(/\{\w+\}/g, '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}')}$`, 'i');
    const operation = operations[method.toLowerCase()];
    if (!pattern.test(pathname) || !operation) continue;
    return { pointer: `/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}`, operation };
  }
  return undefined;
}

/** What the contract has against a request, or undefined. */
export function findRequestFault(method: string, url: URL, headers: Headers, body: unknown): string | undefined {
  const found = locate(method, url.pathname);
  if (!found) return `${method} ${url.pathname} is not in the contract`;
  if (!/^(Bearer|Token) \S+$/.test(headers.get('authorization') ?? '')) return `${method} ${url.pathname} carries no token`;
  if (!found.operation['requestBody']) return body === undefined ? undefined : `${method} must have no body`;
  if (headers.get('content-type') !== 'application/json') return `${method} must be JSON`;
  return validate(`${found.pointer}/requestBody/content/application~1json/schema`, body);
}

/** What the contract has against an answer, or undefined. */
export function findAnswerFault(method: string, url: URL, status: number, body: unknown): string | undefined {
  const found = locate(method, url.pathname);
  const response = (found?.operation['responses'] as Record<string, Json> | undefined)?.[status];
  if (!found || !response) return `${method} ${url.pathname} may not be answered with ${status}`;
  if (!response['content']) return body === undefined ? undefined : `${status} must have no body`;
  return validate(`${found.pointer}/responses/${status}/content/application~1json/schema`, body);
}
