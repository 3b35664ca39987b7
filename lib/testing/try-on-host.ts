import type { ConnectionSpec } from '../core/connection.ts'
import type { Resources } from '../core/resource.ts'
import { type Expected, type Tried, tryLaws } from './try-laws.ts'

/** Resources, and what is expected of them on a host that is real. */
export interface HostSituation extends Expected {
  readonly resources: Resources
  /** Looks at the host after the first run: throw where it is not as it should be. */
  readonly reached?: (() => void | Promise<void>) | undefined
}

/**
 * Tries resources on a host of which no folder can take the place: accounts, packages, services. The host is real and is changed,
 * so it is one that is made for tests, such as a container. The laws are those of `trySituation`.
 *
 * @example
 * import { test } from 'node:test'
 *
 * test('the user of the server', () =>
 *   tryOnHost({ resources: user({ name: 'app', system: true }), operations: ['run'] }, shell(['docker', 'exec', '-i', 'test', 'sh'])))
 */
export async function tryOnHost(situation: HostSituation, connect: ConnectionSpec): Promise<void> {
  await triedOnHost(situation, connect)
}

/** Tries resources on a host, and tells what came of it. */
export const triedOnHost = (
  { resources, reached, ...expected }: HostSituation,
  connect: ConnectionSpec,
): Promise<Tried> =>
  tryLaws(resources, expected, { connect, root: '/', ...(reached ? { reached: async () => reached() } : {}) })
