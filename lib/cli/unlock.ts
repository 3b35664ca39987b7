import { createInterface } from 'node:readline/promises'
import { Refused, throwFaults, Unreachable, UsageError } from '../core/failure.ts'
import { meant, nearest } from '../core/nearest.ts'
import { secretsIn } from '../core/secret.ts'
import { holderWords } from '../engine/host-lock.ts'
import { unlocking } from '../engine/unlock.ts'
import { oneLine } from '../report/plain.ts'
import { readConfig } from './config.ts'
import { printed } from './fault.ts'
import { loadInventory } from './load.ts'
import { becomePasswordOf, resolverOf, type SecretOptions } from './run-secrets.ts'
import { trustOf } from './trust.ts'

export interface UnlockOptions extends SecretOptions {
  /** Nobody is asked. */
  readonly yes: boolean
}

/** Ends the runs that have the lock of a host, once it is said what they do, and gives the exit status. */
export async function unlock(inventoryPath: string, name: string, options: UnlockOptions): Promise<number> {
  const { hosts } = await loadInventory(inventoryPath)
  const names = hosts.map((host) => host.name)
  const host = hosts.find((one) => one.name === name)
  if (host === undefined)
    throw new UsageError(
      `${JSON.stringify(name)} is no host: ${meant(nearest(name, names), names, 'the inventory has')}`,
    )
  const trust = trustOf(undefined)
  const resolve = resolverOf(await readConfig(process.cwd(), trust), trust, options)
  throwFaults('cannot start', await resolve(secretsIn([host.connect, host.become]), false))
  const { becomePassword } = await becomePasswordOf(options)
  try {
    const at = await unlocking(host, becomePassword)
    try {
      return await unlockHost(name, at, options.yes)
    } finally {
      await at.close()
    }
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Refused)) throw error
    say(`${name}: ${error.message}`)
    return error instanceof Unreachable ? 3 : 4
  }
}

async function unlockHost(name: string, at: Awaited<ReturnType<typeof unlocking>>, yes: boolean): Promise<number> {
  const holders = await at.holders()
  if (holders.length === 0) {
    say(`${name}: nobody acts here`)
    return 0
  }
  for (const { words, does } of holders) {
    say(`${name}: ${holderWords(words)}`)
    for (const one of does) say(`  it carries out: ${one}`)
    if (does.length === 0) say('  it carries out nothing just now')
  }
  if (!yes && !(await agrees())) {
    say(`${name}: left as it is`)
    return 4
  }
  const left = await at.end(holders)
  for (const { pid } of left)
    say(`${name}: process ${pid} could not be ended: it is another user's; give the host become in the inventory`)
  if (left.length > 0) return 1
  say(`${name}: ended; how far it came is not known: run again`)
  return 0
}

async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError('unlock asks before it ends anything: say --yes where nobody can answer')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question('End this, with all that it carries out? [y/N] ')).trim())
  } finally {
    terminal.close()
  }
}

const say = (text: string) => printed(process.stdout).write(`${text.startsWith('  ') ? '  ' : ''}${oneLine(text)}\n`)
