import * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact, on } from '../../../lib/core/fact.ts'
import type { Host } from '../../../lib/core/inventory.ts'
import { nothing } from '../../../lib/remote/posix/frame.ts'
import { listOf } from '../../support/schema.ts'

/** Hosts of the inventory. */
export const hosts: v.GenericSchema<readonly Host[]> = listOf(
  v.custom<Host>(
    (value) => typeof value === 'object' && value !== null && 'name' in value && 'vars' in value,
    "give a host, as inventory.host('db') gives one",
  ),
  "hosts, as inventory.group('db') gives them",
)

/** Questions whose answers are unknown as soon as a plan changes anything on these hosts. */
export const dependingOn = (hosts: readonly Host[] = []): Readonly<Record<`on ${string}`, Fact<CommandAnswer>>> =>
  Object.fromEntries(hosts.map((host) => [`on ${host.name}`, on(host, commandFact(nothing))]))
