import * as v from 'valibot'
import type { CommandAnswer, ContentAnswer } from '../../lib/core/answers.ts'
import { commandFact, contentFact, type Fact, standing } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import type { Answers, Changes } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { readIncluded } from '../../lib/remote/posix/included.ts'
import { askSysctl, askSysctlFiles, hasSysctl, setSysctl } from '../../lib/remote/posix/sysctl.ts'
import { editTextFile, makeTextFile } from '../support/edit-file.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { hostPath, line, text, wordOf } from '../support/schema.ts'
import { answered } from './account/accounts.ts'
import { lastWord, withValue, words } from './sysctl/sysctl-files.ts'

const options = presentOrAbsent(
  {
    /** As in `vm.swappiness`. A dot in the name of a device is a slash: `net.ipv4.conf.eth0/7.forwarding`. */
    name: v.pipe(
      text('the name of a kernel parameter'),
      v.regex(
        /^[a-z][\w-]*(?:\.[\w/:*@-]+)+$/,
        ({ input }) => `${JSON.stringify(input)} is no kernel parameter: write it with dots, as in vm.swappiness`,
      ),
      v.check((name) => !name.includes('*'), 'name one parameter: sysctl itself sets several by a pattern'),
    ) as v.GenericSchema<string>,
    /** Default: present. `absent` takes its line out of the file; the value that counts now stays until the next start. */
    state: v.optional(wordOf('present', 'absent')),
    /** The file that sets it at each start; made when it is not there. Default: /etc/sysctl.d/99-runbook.conf. */
    path: v.optional(hostPath),
  },
  {
    /** A number, or a text such as `4096 87380 6291456`. */
    value: v.union([v.number(), line('a value')], 'give a number, or a text on one line'),
  },
)
export type Sysctl = v.InferInput<typeof options>
type Wanted = Exclude<Sysctl, { state: 'absent' }>

/**
 * A kernel parameter: the value that counts now, and that of the next start. A file that would give it another value at the
 * next start is refused by name.
 *
 * @example sysctl({ name: 'vm.swappiness', value: 10 })
 * @example sysctl({ name: 'net.ipv4.tcp_rmem', value: '4096 87380 6291456', path: '/etc/sysctl.d/60-net.conf' })
 */
export const sysctl = defineTask('sysctl', {
  options,
  title: (args) => (args.state === 'absent' ? `no longer set ${args.name}` : `set ${args.name} to ${args.value}`),
  reads: (args): SysctlReads => ({
    at: contentFact(pathOf(args)),
    ...(args.state === 'absent'
      ? {}
      : { who: whoFact, live: standing(liveFact(args)), files: commandFact(askSysctlFiles, []) }),
  }),
  plan: (args, { at, live, files, who }) => {
    if (args.state !== 'absent') return live && files && who ? setting(args, { at, live, files, who }) : []
    if (at.type === 'absent') return []
    const left = editTextFile(pathOf(args), at, (now) => ({ text: withValue(now, args.name, undefined) }))
    const [write] = isRefusal(left) ? [] : left
    const isEmpty = write?.op === 'write' && 'text' in write.content && write.content.text.trim() === ''
    return isEmpty ? [{ op: 'remove', path: pathOf(args) }] : left
  },
})

type SysctlReads = {
  readonly at: Fact<ContentAnswer>
  readonly who?: Fact<CommandAnswer>
  /** Module after module may bring parameters. */
  readonly live?: Fact<CommandAnswer>
  readonly files?: Fact<CommandAnswer>
}

const pathOf = ({ path = '/etc/sysctl.d/99-runbook.conf' }: Pick<Sysctl, 'path'>): string => path
const liveFact = ({ name }: Pick<Sysctl, 'name'>): Fact<CommandAnswer> => commandFact(askSysctl(name), [])

function setting(args: Wanted, { at, live, files, who }: Required<Answers<SysctlReads>>): Changes {
  const { name } = args
  const path = pathOf(args)
  const value = words(String(args.value))
  if (!hasSysctl(live))
    return refuse(
      `this kernel has no ${name}`,
      'correct the name, or load the module that brings it before, with command()',
    )
  if (live.status !== 0) return refuse(`${name} cannot be read: ${live.output.trim()}`, 'give become: true')
  const edit = (now: string) => ({ text: withValue(now, name, value) })
  const file = (at.type === 'absent' ? makeTextFile : editTextFile)(path, at, edit)
  if (isRefusal(file)) return file
  const other = overruled(args, value, files)
  if (other) return other
  if (words(live.output) === value) return file
  const no = onlyRoot(who, 'set kernel parameters')
  const effects = { answers: [answered(liveFact(args), `${value}\n`)] }
  return (
    no ?? [
      ...file,
      { op: 'run', script: setSysctl(name, value), effects, undo: { script: setSysctl(name, words(live.output)) } },
    ]
  )
}

/** A line in a file that is read after this one would undo it at the next start. */
function overruled(args: Wanted, value: string, answer: CommandAnswer): Refusal | undefined {
  const path = pathOf(args)
  const others = readIncluded(answer).filter((file) => file.path !== path)
  const last = lastWord([{ path, text: `${args.name} = ${value}` }, ...others], args.name)
  if (last === undefined || last.path === path || last.value === value) return undefined
  return refuse(
    `${last.path} is read after ${path} and sets ${args.name} to ${last.value}`,
    `name that file: path: '${last.path}', or take the line out of it`,
  )
}
