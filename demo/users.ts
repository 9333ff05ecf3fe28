import type { ApiUser } from './api.ts';
import { PROJECT_ID } from './setting.ts';

export const VISITOR_TOKEN = 'demo-visitor';
export const REVIEWER_TOKEN = 'demo-reviewer';
/** What the demo's server holds; no page knows it. */
export const SERVICE_TOKEN = 'demo-service';

const person = (id: string, name: string): ApiUser => ({ id, email: `${name}@northwind.example`, projects: [PROJECT_ID] });

/** Who is in the demo's project, by token. */
export const USERS: Readonly<Record<string, ApiUser>> = {
  [VISITOR_TOKEN]: person('0d2f3a6e-51c1-4b7e-8d55-90c2a3b4c5d6', 'mara'),
  'demo-second-visitor': person('2b6f7c1d-93a4-4f0e-b1c8-6a5d4e3f2a10', 'theo'),
  [REVIEWER_TOKEN]: { ...person('7c9e6679-7425-40de-944b-e07fc1f90ae7', 'reviewer'), isAdmin: true },
  [SERVICE_TOKEN]: { ...person('c56a4180-65aa-42ec-a945-5fd21dec0538', 'service'), isAdmin: true, canImpersonate: true },
};
