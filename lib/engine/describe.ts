import type { CommandAnswer, OsAnswer } from '../core/answers.ts'
import type { Identity } from '../core/predict.ts'
import type { Become } from '../core/resource.ts'
import type { Described } from '../remote/dialect/describe-commands.ts'
import { askHost } from './ask-host.ts'
import { type HostFault, hostFault } from './host-fault.ts'
import type { HostState } from './host-state.ts'

/** What is known of a host, or why it was not asked. */
export type HostDescribed =
  | {
      readonly host: string
      /** Who acts there. */
      readonly identity: Identity
      /** As whom it is logged in to. */
      readonly login: Identity
      readonly os: OsAnswer
      readonly machine: Described
    }
  | { readonly host: string; readonly fault: HostFault }

/** Asks a host who acts there, and what machine it is. Nothing is changed. */
export async function describe(hostState: HostState, become: Become | undefined): Promise<HostDescribed> {
  const host = hostState.host.name
  try {
    const { dialect } = await hostState.session()
    const machine = { ask: 'command', script: dialect.describe.script } as const
    const os = { ask: 'os' } as const
    const acting = await askHost(hostState, [os, machine], become)
    if ('fault' in acting) return acting
    const isSame = hostState.privilegeKey(become) === hostState.privilegeKey(false)
    const login = isSame ? acting : await askHost(hostState, [], false)
    if ('fault' in login) return login
    return {
      host,
      identity: acting.identity,
      login: login.identity,
      os: acting.answer(os) as OsAnswer,
      machine: dialect.describe.read((acting.answer(machine) as CommandAnswer).output),
    }
  } catch (error) {
    return { host, fault: hostFault(error) }
  }
}
