import * as v from 'valibot'
import type { CommandAnswer, ContentAnswer } from '../../lib/core/answers.ts'
import { commandFact, contentFact, type Fact } from '../../lib/core/fact.ts'
import { isRefusal } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askHostname, setHostname } from '../../lib/remote/posix/hostname.ts'
import { editTextFile, makeTextFile } from '../support/edit-file.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { hostName } from '../support/schema.ts'
import { answered } from './account/accounts.ts'

const options = v.strictObject({
  /** As in `is1` or `is1.example.com`. */
  name: v.pipe(
    hostName,
    v.check((name) => name.length <= 64, 'Linux takes no host name of more than 64 characters: give a shorter one'),
  ) as v.GenericSchema<string>,
})
export type Hostname = v.InferInput<typeof options>

const path = '/etc/hostname'
const liveFact: Fact<CommandAnswer> = commandFact(askHostname, [])

/**
 * The name that the host has for itself, now and after its next start. That the name leads to an address is a line of
 * /etc/hosts: see `hostsEntry`.
 *
 * @example hostname({ name: 'is1.example.com' })
 */
export const hostname = defineTask('hostname', {
  options,
  title: ({ name }) => `call the host ${name}`,
  reads: (): { at: Fact<ContentAnswer>; live: Fact<CommandAnswer>; who: Fact<CommandAnswer> } => ({
    at: contentFact(path),
    live: liveFact,
    who: whoFact,
  }),
  plan: ({ name }, { at, live, who }) => {
    const edit = (text: string) => ({ text: nameIn(text) === name ? text : `${name}\n` })
    const file = (at.type === 'absent' ? makeTextFile : editTextFile)(path, at, edit)
    if (isRefusal(file) || live.output.trim() === name) return file
    const no = onlyRoot(who, 'name the host')
    const effects = { answers: [answered(liveFact, `${name}\n`)] }
    return (
      no ?? [
        ...file,
        { op: 'run', script: setHostname(name), effects, undo: { script: setHostname(live.output.trim()) } },
      ]
    )
  },
})

/** The first line that is no comment is the name. */
const nameIn = (text: string): string | undefined => /^(?!#)[^\S\n]*(\S+)/m.exec(text)?.[1]
