import type { CommandAnswer } from '../core/answers.ts'
import type { Become } from '../core/resource.ts'
import type { Examined } from '../remote/dialect/examine-commands.ts'
import { askHost } from './ask-host.ts'
import { type HostFault, hostFault } from './host-fault.ts'
import type { HostState } from './host-state.ts'

export interface HostExamined {
  readonly host: string
  readonly found: readonly Examined[]
  /** Why it was not asked. */
  readonly fault?: HostFault
}

/** Looks whether all is there that a run needs of a host. Nothing is changed. */
export async function examine(hostState: HostState, become: Become | undefined): Promise<HostExamined> {
  const host = hostState.host.name
  const found: readonly Examined[] = []
  try {
    const { dialect } = await hostState.session()
    const question = { ask: 'command', script: dialect.examine.script } as const
    const told = await askHost(hostState, [question], become)
    if ('fault' in told) return { host, found, fault: told.fault }
    const { output } = told.answer(question) as CommandAnswer
    return { host, found: dialect.examine.read(output, Date.now() / 1000) }
  } catch (error) {
    return { host, found, fault: hostFault(error) }
  }
}
