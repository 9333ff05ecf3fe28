import type { FeedbackRecord } from '../src/domain/feedback';

/** Someone who can call the stand-in API, by their token. */
export interface ApiUser {
  readonly id: string;
  readonly email: string;
  readonly isAdmin?: boolean;
  readonly canImpersonate?: boolean;
  /** UUIDs of the projects that the user may enter. */
  readonly projects: readonly string[];
}

/** What the stand-in is set up with. */
export interface ApiOptions {
  /** Users by token. */
  readonly users: Readonly<Record<string, ApiUser>>;
  readonly now?: () => number;
  readonly createId?: () => string;
  /** Names the conversation and the question of an answer, which the real API computes. */
  readonly describe?: (conversationId: string, queryId: number) => { title: string; question: string };
  /** The records that it begins with, by project. */
  readonly records?: Readonly<Record<string, readonly FeedbackRecord[]>>;
}

/** A call as the stand-in sees it, and what it answers; a body is a JSON value or undefined. */
export interface ApiCall {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | null;
  readonly impersonateEmail?: string | null;
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: string;
}

/** The stand-in for the Clarifeye feedbacks API: the contract's rules over records in memory. */
export interface Api {
  /** Answers a request as a server would; with CORS open to every origin. */
  handle(request: Request): Promise<Response>;
  /** The same without HTTP around it. */
  answer(call: ApiCall): ApiAnswer;
  /** Every record of a project, the most recently updated first. */
  records(projectId: string): readonly FeedbackRecord[];
}

type Stored = FeedbackRecord & { readonly projectId: string };

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, x-impersonate-email',
  'access-control-max-age': '600',
};

/** Makes a stand-in API. */
export function createApi({ users, now = Date.now, createId = () => crypto.randomUUID(), describe, records = {} }: ApiOptions): Api {
  let stored: readonly Stored[] = Object.entries(records).flatMap(([projectId, all]) => all.map((record) => ({ ...record, projectId })));

  function answer(call: ApiCall): ApiAnswer {
    const path = /\/projects\/([^/]+)\/feedbacks(?:\/([^/]+))?(\/?)$/.exec(call.url.pathname);
    if (!path) return refuse(404, 'Not found.');
    const [, projectId = '', id, slash] = path;
    // Django's APPEND_SLASH: the redirect turns a POST into a GET, and the body is lost.
    if (!slash) return { status: 301, location: `${call.url.pathname}/${call.url.search}` };
    const caller = findCaller(call);
    if (!caller) return refuse(401, 'Authentication credentials were not provided.');
    if (!Object.values(users).some((user) => user.projects.includes(projectId))) return refuse(404, 'Not found.');
    if (!caller.projects.includes(projectId)) return refuse(403, 'You do not have permission to perform this action.');
    const user = impersonated(caller, call.impersonateEmail, projectId);
    if (id === undefined) {
      if (call.method === 'POST') return create(projectId, user, call.body);
      if (call.method === 'GET') return list(projectId, user, call.url);
      return refuse(405, `Method "${call.method}" not allowed.`);
    }
    const record = stored.find((item) => item.projectId === projectId && item.id === id.toLowerCase());
    if (!record) return refuse(404, 'Not found.');
    if (call.method !== 'PATCH' && call.method !== 'DELETE') return refuse(405, `Method "${call.method}" not allowed.`);
    if (!user.isAdmin && record.given_by?.id !== user.id) return refuse(403, 'You do not have permission to perform this action.');
    return call.method === 'PATCH' ? change(record, call.body) : remove(record);
  }

  function findCaller({ authorization }: ApiCall): ApiUser | undefined {
    const token = /^(?:Bearer|Token) (\S+)$/.exec(authorization ?? '')?.[1];
    return token && Object.hasOwn(users, token) ? users[token] : undefined;
  }

  /** Without the permission, or for someone who is not in the project, the call silently goes on as the caller. */
  function impersonated(caller: ApiUser, email: string | null | undefined, projectId: string): ApiUser {
    const isAllowed = !!email && caller.canImpersonate;
    const target = isAllowed ? Object.values(users).find((user) => user.email.toLowerCase() === email.toLowerCase()) : undefined;
    return target?.projects.includes(projectId) ? target : caller;
  }

  function create(projectId: string, user: ApiUser, body: unknown): ApiAnswer {
    const { context, feedback, is_positive } = toObject(body);
    const { conversation_id, query_id, source } = toObject(context);
    const wrong = {
      ...(typeof conversation_id === 'string' && UUID.test(conversation_id) ? {} : { conversation_id: ['Must be a valid UUID.'] }),
      ...(Number.isInteger(query_id) ? {} : { query_id: ['A valid integer is required.'] }),
      ...(typeof source === 'string' && source ? {} : { source: ['This field is required.'] }),
    };
    const errors = {
      ...(Object.keys(wrong).length ? { context: wrong } : {}),
      ...checkFields({ feedback, is_positive }),
    };
    if (Object.keys(errors).length) return { status: 400, body: errors };
    const at = new Date(now()).toISOString();
    const conversationId = (conversation_id as string).toLowerCase();
    const about = describe?.(conversationId, query_id as number);
    const record: Stored = {
      projectId,
      id: createId(),
      created_at: at,
      updated_at: at,
      given_by: { id: user.id, email: user.email },
      status: 'to_review',
      feedback: ((feedback as string | undefined) ?? '').trim(),
      context: { conversation_id: conversationId, query_id: query_id as number, source: source as string },
      is_positive: (is_positive as boolean | null | undefined) ?? null,
      user_message: about?.question ?? '',
      conversation_title: about?.title ?? '',
      suggested_action_type: null,
      suggested_action_data: {},
    };
    stored = [record, ...stored];
    return { status: 201, body: toWire(record) };
  }

  function change(record: Stored, body: unknown): ApiAnswer {
    const { feedback, is_positive, status } = toObject(body);
    const errors = {
      ...checkFields({ feedback, is_positive }),
      ...(status === undefined || status === 'to_review' || status === 'reviewed'
        ? {}
        : { status: [`"${status}" is not a valid choice.`] }),
    };
    if (Object.keys(errors).length) return { status: 400, body: errors };
    const changed: Stored = {
      ...record,
      updated_at: new Date(now()).toISOString(),
      ...(feedback === undefined ? {} : { feedback: (feedback as string).trim() }),
      ...(is_positive === undefined ? {} : { is_positive: is_positive as boolean | null }),
      ...(status === undefined ? {} : { status: status as FeedbackRecord['status'] }),
    };
    stored = [changed, ...stored.filter((item) => item !== record)];
    return { status: 200, body: toWire(changed) };
  }

  function remove(record: Stored): ApiAnswer {
    stored = stored.filter((item) => item !== record);
    return { status: 204 };
  }

  function list(projectId: string, user: ApiUser, { searchParams, origin, pathname }: URL): ApiAnswer {
    const limit = Number(searchParams.get('limit') ?? 100);
    const offset = Number(searchParams.get('offset') ?? 0);
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000))
      return { status: 400, body: { limit: ['A number from 1 to 1000 is required.'] } };
    if (!(Number.isInteger(offset) && offset >= 0)) return { status: 400, body: { offset: ['A number of at least 0 is required.'] } };
    const status = searchParams.get('status');
    const isPositive = searchParams.get('is_positive');
    const search = searchParams.get('search')?.toLowerCase() ?? '';
    const found = stored.filter(
      (record) =>
        record.projectId === projectId &&
        (user.isAdmin || record.given_by?.id === user.id) &&
        (!status || record.status === status) &&
        (!isPositive || String(record.is_positive) === isPositive) &&
        (record.feedback.toLowerCase().includes(search) || record.given_by?.email?.toLowerCase().includes(search)),
    );
    const page = (at: number) => `${origin}${pathname}?limit=${limit}&offset=${at}`;
    return {
      status: 200,
      body: {
        count: found.length,
        next: offset + limit < found.length ? page(offset + limit) : null,
        previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
        results: found.slice(offset, offset + limit).map(toWire),
      },
    };
  }

  return {
    answer,
    async handle(request) {
      if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS });
      const text = await request.text();
      const { status, body, location } = answer({
        method: request.method,
        url: new URL(request.url),
        authorization: request.headers.get('authorization'),
        impersonateEmail: request.headers.get('x-impersonate-email'),
        body: parse(text),
      });
      const headers = { ...CORS, ...(location ? { location } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
    },
    records: (projectId) => stored.filter((record) => record.projectId === projectId).map(toWire),
  };
}

function refuse(status: number, error: string): ApiAnswer {
  return { status, body: { error } };
}

function toWire({ projectId: _, ...record }: Stored): FeedbackRecord {
  return record;
}

function toObject(value: unknown): Record<string, unknown> {
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function checkFields({ feedback, is_positive }: Record<string, unknown>): Record<string, string[]> {
  return {
    ...(feedback === undefined || typeof feedback === 'string' ? {} : { feedback: ['Not a valid string.'] }),
    ...(is_positive === undefined || is_positive === null || typeof is_positive === 'boolean'
      ? {}
      : { is_positive: ['Must be a valid boolean.'] }),
  };
}
