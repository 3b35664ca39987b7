import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ConnectionSpec } from '../../lib/core/connection.ts'
import { type HostSituation as Bare, triedOnHost } from '../../lib/testing/try-on-host.ts'
import type { Covers } from './covers.ts'
import type { TestHost } from './hosts.ts'
import { shows } from './situations.ts'

/** What cannot be tried in a scratch folder: accounts, packages, services. The host is real, and so are its tools. */
export interface HostSituation extends Omit<Bare, 'reached'> {
  readonly name: string
  /** What it shows of a task: see `covers.ts`. */
  readonly covers?: Covers
  /** A script, run as root before. */
  readonly before?: string
  /** What a script prints afterwards. */
  readonly after?: Readonly<Record<string, string | RegExp>>
}

/** Tries situations in their order on one host, with the laws that hold for all. */
export function tryOnHost(
  name: string,
  host: Pick<TestHost, 'run'>,
  spec: ConnectionSpec,
  situations: readonly HostSituation[],
  end: () => Promise<void> = async () => {},
): void {
  const test = suite(name)
  for (const situation of situations) test(situation.name, () => tryOne(situation, host, spec))
  test.after(end)
  test.run()
}

async function tryOne(situation: HostSituation, host: Pick<TestHost, 'run'>, spec: ConnectionSpec): Promise<void> {
  const said = async (script: string) => {
    const { stdout, stderr } = await host.run(script)
    return (stdout + stderr).trim()
  }
  const { before, after = {}, covers, refused } = situation
  if (before !== undefined) {
    const { code, stderr, stdout } = await host.run(`set -e\n${before}`)
    assert.is(code, 0, `before: ${stdout}${stderr}`)
  }
  const reached = async () => {
    for (const [script, wanted] of Object.entries(after)) {
      const found = await said(script)
      if (typeof wanted === 'string') assert.is(found, wanted, script)
      else assert.match(found, wanted)
    }
  }
  const tried = await triedOnHost({ ...situation, reached }, spec)
  if (covers) shows(covers, tried)
  if (refused) await reached()
}
