import type { Identity } from '../core/predict.ts'
import { type HostQuestion, keyOf } from '../core/question.ts'
import type { Become } from '../core/resource.ts'
import type { Probed } from '../remote/dialect.ts'
import { type HostFault, hostFault } from './host-fault.ts'
import { type HostState, probe } from './host-state.ts'

/** What a host answered to questions that no plan asks, or why it did not. */
export type Told =
  | { readonly host: string; readonly identity: Identity; answer(question: HostQuestion): unknown }
  | { readonly host: string; readonly fault: HostFault }

/** Asks a host as whoever acts there, or as another user. */
export async function askHost(
  hostState: HostState,
  questions: readonly HostQuestion[],
  become?: Become,
): Promise<Told> {
  const host = hostState.host.name
  try {
    const privilege = hostState.privilege(hostState.privilegeKey(become))
    const { identity, answers }: Probed = await probe(await hostState.session(), privilege, questions)
    return { host, identity, answer: (question) => answers.get(keyOf(question)) }
  } catch (error) {
    return { host, fault: hostFault(error) }
  }
}
