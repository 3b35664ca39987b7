import * as v from 'valibot'
import type { CommandAnswer, ContentAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { commandFact, contentFact, digestFact, type Fact, followedFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { type ServiceChange, serviceScript } from '../../lib/remote/posix/service.ts'
import { readStatus, statusAnswer, statusScript } from '../../lib/remote/posix/service-status.ts'
import { awaited, expressionFact, hopeless, look } from '../checks/condition/look.ts'
import { notAFile } from '../support/attributes.ts'
import { hostPath, listOf, seconds, text, truth, wordOf } from '../support/schema.ts'
import { serviceCommands } from './service/service-commands.ts'
import { differs, whyStart, whyStop } from './service/service-reason.ts'
import { stampText } from './service/service-stamp.ts'
import { serviceUndo } from './service/service-undo.ts'

const options = v.pipe(
  v.strictObject({
    /** Name of the systemd unit or of the init script; of a service with `commands`, any word for it. */
    name: v.pipe(
      text('the name of a service'),
      v.regex(/^[^\s-]\S*$/, ({ input }) => `${JSON.stringify(input)} is no name of a service: give one such as nginx`),
    ) as v.GenericSchema<string>,
    /** Default: running. */
    state: v.optional(wordOf('running', 'stopped')),
    /** Whether it starts with the host, where that can be chosen. Default: yes for a running one, as it is for a stopped one. */
    enabled: v.optional(truth),
    /**
     * Files that the service reads when it starts. Their digests are recorded on the host when it has started; it is
     * restarted when they differ from the record, or when there is none. A folder is refused: name the files in it.
     */
    inputs: v.optional(listOf(hostPath, 'files on the host')),
    /** Reload in place of restarting. It has a record of its own. Default: false. */
    reload: v.optional(truth),
    /** Where the record is. Default: /var/lib/runbook/services/NAME.started, with `reload` NAME.reloaded. */
    stamp: v.optional(hostPath),
    /** What must be so before a start counts as one. Of a log only what is written from that start on is read. */
    ready: v.optional(look),
    /** Seconds that a start or a stop may take (a restart is both), and again as many until it is ready. Default: 60. */
    timeout: v.optional(seconds),
    /** For what neither systemd nor an init script knows. */
    commands: v.optional(serviceCommands),
  }),
  v.check(
    ({ commands, enabled }) => commands === undefined || enabled === undefined,
    'commands do not say whether it starts with the host: leave enabled out',
  ),
  v.check(
    ({ commands, reload }) => !reload || commands === undefined || commands.reload !== undefined,
    'its commands have no reload: give one, or leave reload out to restart it',
  ),
)
export type Service = v.InferInput<typeof options>

type ServiceReads = {
  readonly status: Fact<CommandAnswer>
  readonly expression?: Fact<CommandAnswer>
  readonly record?: Fact<ContentAnswer>
  readonly folder?: Fact<PathAnswer>
} & Readonly<Record<`input ${string}`, Fact<DigestAnswer>>>

/**
 * A service that runs with the files that are there now, or is stopped. There are no handlers: what it had read at its
 * last start is compared with what is there, so a run that dies between an edit and the restart is made good by the next.
 * A service that runs already when it is first described is restarted once, because nobody knows what it had read. A unit
 * that runs once and leaves nothing running (a oneshot) is right when it has run well with the files that are there.
 *
 * @example service({ name: 'mariadb', inputs: ['/etc/mysql/mariadb.conf.d/60-wso2.cnf'] })
 * @example service({ name: 'nginx', inputs: ['/etc/nginx/nginx.conf'], reload: true, ready: { port: 443 } })
 */
export const service = defineTask('service', {
  options,
  title: ({ name, state }) => (state === 'stopped' ? `stop ${name}` : `run ${name}`),
  reads: (args) => {
    const { inputs, stamp } = recordOf(args)
    // A start looks again when it runs; that nothing is to be stopped has to be true after all earlier steps.
    const dependsOn = args.state === 'stopped' ? undefined : []
    const expression = args.ready && expressionFact(args.ready)
    return {
      status: commandFact(statusScript(args.name, args.commands), dependsOn),
      ...(expression === undefined ? {} : { expression }),
      ...(stamp === undefined ? {} : { record: contentFact(stamp), folder: followedFact(parentOf(stamp)) }),
      ...Object.fromEntries(inputs.map((path) => [`input ${path}`, digestFact(path)])),
    } as ServiceReads
  },
  plan: (args, { status, expression, record, folder, ...digests }) => {
    const { name, commands, timeout = 60, ready, reload = false } = args
    const stopped = args.state === 'stopped'
    const { inputs, stamp } = recordOf(args)
    const found = (expression && hopeless(expression)) ?? readStatus(status, name)
    if (isRefusal(found)) return found
    if (!stopped && found.boot === 'masked')
      return refuse(`${name} is masked`, `systemctl unmask ${name}, then run again`)
    if (record && record.type !== 'file' && record.type !== 'absent') return notAFile(stamp ?? '', record)
    const text = stampText(name, inputs, (path) => digests[`input ${path}`])
    if (isRefusal(text)) return text

    const why = stopped ? whyStop(found) : whyStart(found, inputs.length > 0, text, record)
    const verb = !why ? 'none' : stopped ? 'stop' : reload ? 'reload' : 'restart'
    const enabled = args.enabled ?? (stopped ? undefined : true)
    const boot = enabled === undefined ? undefined : enabled ? 'enable' : 'disable'
    const bootDiffers = boot !== undefined && differs(boot, found, args.enabled === true)
    if (!why && !bootDiffers) return []

    const did = !why ? `${boot} ${name}` : `${found.now === 'running' || stopped ? verb : 'start'} ${name}: ${why}`
    const now = stopped || (why && found.once === 'yes') ? 'stopped' : why ? 'running' : found.now
    const after = { ...found, now, boot: bootDiffers ? (enabled ? 'enabled' : 'disabled') : found.boot } as const
    const answers = [{ question: commandFact(statusScript(name, commands), []).question, answer: statusAnswer(after) }]
    const when = inputs.length > 0 || found.once === 'yes' ? 'always' : 'once'
    const isRecorded = why && stamp !== undefined && (when === 'always' || found.once === 'unknown')
    const change: ServiceChange = {
      ...{
        name,
        commands,
        manager: found.manager,
        reason: did,
        verb,
        boot,
        ready: ready && awaited(ready),
        timeout,
      },
      ...{ mustBoot: args.enabled === true, stamp: isRecorded ? { path: stamp, when } : undefined },
    }
    const undo = serviceUndo(change, found, bootDiffers)
    if (!isRecorded) return [{ op: 'run', script: serviceScript(change), effects: { answers }, undo }]
    const makes = when === 'always' ? [{ type: 'file', path: stamp, content: { text } } as const] : []
    const unknown = when === 'always' ? [] : [stamp]
    return [
      ...(folder?.type === 'absent' ? [{ op: 'directory', path: parentOf(stamp) } satisfies Operation] : []),
      { op: 'run', script: serviceScript(change), stdin: text, effects: { makes, unknown, answers }, undo },
    ]
  },
})

/** What is recorded, and where: nothing of a service that is stopped, or that can be no oneshot and reads no file. */
function recordOf({ name, state, inputs = [], reload, stamp, commands }: Service): {
  inputs: readonly string[]
  stamp: string | undefined
} {
  if (state === 'stopped' || (commands && inputs.length === 0)) return { inputs: [], stamp: undefined }
  const file = `${name.replaceAll('/', '-')}.${reload ? 'reloaded' : 'started'}`
  return { inputs: [...new Set(inputs)].sort(), stamp: stamp ?? `/var/lib/runbook/services/${file}` }
}
