/** Which route serves a request. Routes are a table in order; the first that returns a response wins. */
import { isUnavailable } from '../db/unavailable.ts';
import type { RouteName } from '../telemetry/requestRecord.ts';
import type { RequestObserver } from '../telemetry/requests.ts';
import { currentRequest } from '../telemetry/scope.ts';
import type { Connection } from './connection.ts';
import { json, withSecurityHeaders } from './headers.ts';
import { type Hosts, hostOf, misdirected } from './hosts.ts';
import { unavailable } from './unavailableResponse.ts';

export interface Visit {
  request: Request;
  url: URL;
  connection: Connection;
  /** The company whose own domain the request came to; null on the server's public address. */
  companyId: string | null;
}

export interface Route {
  name: RouteName;
  /** The path, or a pattern of it. */
  path: string | RegExp;
  /**
   * The hosts that are served: the server's own address, that and the companies' domains (the default), or any host that
   * a request may name.
   */
  hosts?: 'own' | 'any';
  /** Returns null if the path turns out to belong to no resource of this route. */
  serve(visit: Visit): Promise<Response | null> | Response | null;
}

export interface RouterOptions {
  routes: readonly Route[];
  hosts: Hosts;
  https: boolean;
  observer: RequestObserver;
  onUnexpected(error: unknown): void;
}

export type Fetch = (request: Request, connection?: Connection) => Promise<Response>;

const matches = ({ path }: Route, { pathname }: URL) =>
  typeof path === 'string' ? path === pathname : path.test(pathname);

/** The response of the first route that serves the address; null if none does. */
async function firstOf(candidates: readonly Route[], visit: Visit): Promise<Response | null> {
  const record = currentRequest();
  for (const route of candidates) {
    if (!matches(route, visit.url) || (route.hosts === 'own' && visit.companyId !== null)) continue;
    if (record) record.route = route.name;
    const response = await route.serve(visit);
    if (response) return response;
  }
  if (record) record.route = 'none';
  return null;
}

async function respond({ routes, hosts }: RouterOptions, visit: Visit): Promise<Response> {
  const anywhere = routes.filter((route) => route.hosts === 'any');
  const served = await firstOf(anywhere, visit);
  if (served) return served;
  const audience = await hosts.audienceOf(hostOf(visit.request));
  if (!audience) return misdirected();
  const onKnownHosts = routes.filter((route) => route.hosts !== 'any');
  const response = await firstOf(onKnownHosts, { ...visit, companyId: audience.companyId });
  return response ?? json(404, { error: 'There is nothing here.' });
}

function failed(): Response {
  const requestId = currentRequest()?.id;
  return json(500, { error: 'Something went wrong on our side. It was recorded.', requestId });
}

export function createRouter(options: RouterOptions): Fetch {
  const { hosts, https, observer, onUnexpected } = options;

  async function complete(request: Request, connection: Connection): Promise<Response> {
    // A Host header that is no host name makes the address invalid.
    const url = URL.parse(request.url);
    const visit = url && { request, url, connection, companyId: null };
    const response = visit
      ? await respond(options, visit).catch((error) => {
          onUnexpected(error);
          return isUnavailable(error) ? unavailable(request) : failed();
        })
      : misdirected();
    const bodiless = request.method === 'HEAD' ? new Response(null, response) : response;
    const record = currentRequest();
    if (record) bodiless.headers.set('x-request-id', record.id);
    return withSecurityHeaders(bodiless, { https, own: hosts.isOwn(hostOf(request)) });
  }

  return (request, connection = { socketAddress: '127.0.0.1', setCookies: [] }) =>
    connection.observed
      ? complete(request, connection)
      : observer.observe(
          request,
          () => complete(request, connection),
          ({ status }) => status,
        );
}
