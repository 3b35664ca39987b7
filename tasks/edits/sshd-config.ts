import * as v from 'valibot'
import type { CommandAnswer, ContentAnswer } from '../../lib/core/answers.ts'
import { commandFact, contentFact, type Fact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { nearest } from '../../lib/core/nearest.ts'
import { parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { addsUp, editSshdConfig, keywords, type SshdSetting } from '../../lib/edit/sshd-config.ts'
import { askIncluded, readIncluded } from '../../lib/remote/posix/included.ts'
import { trySshd } from '../../lib/remote/posix/try-sshd.ts'
import { editTextFile } from '../support/edit-file.ts'
import { hostPath, line, wordOf } from '../support/schema.ts'
import { validated, validation } from '../support/validation.ts'

const value = v.union(
  [line('a value'), v.number(), v.boolean()],
  'give a text on one line, a number, true (yes) or false (no)',
)

const settings = v.pipe(
  v.record(v.string(), v.union([value, v.array(value)], 'give a text, a number, true or false, or a list of these')),
  v.check((given) => Object.keys(given).length > 0, 'it is empty: give keywords with their values'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const [keyword, given] of Object.entries(dataset.value)) {
      const fault = faultOf(keyword, given)
      if (fault !== undefined) addIssue({ message: fault })
    }
  }),
)

function faultOf(keyword: string, given: unknown): string | undefined {
  const lower = keyword.toLowerCase()
  if (lower === 'match') return 'name the block by match, and what is in it by settings'
  if (lower === 'include') return 'an Include is a line like any other: add it with lines()'
  if (!keywords.some((known) => known.toLowerCase() === lower)) {
    const near = nearest(keyword, keywords)
    return `sshd knows no ${keyword}, and would not start${near === undefined ? '' : `: did you mean ${near}?`}`
  }
  if (!Array.isArray(given)) return undefined
  if (given.length === 0) return `${keyword} has no value: say state: 'absent' to have its default`
  return addsUp(keyword) || given.length === 1
    ? undefined
    : `of ${keyword} only the first line counts: give one value, with blanks or commas in it as sshd reads it`
}

const options = v.strictObject({
  /** By keyword: a text, a number, `true` for yes, `false` for no. Of those that add up, such as `AllowUsers`, a list: a line each. */
  settings,
  /** The Match block that they stand in, by its criteria as in `User sftp`; one that is not there is added at the end. Default: before all blocks. */
  match: v.optional(line('the criteria of a Match block, as in User sftp')),
  /** Default: present. `absent`: these keywords are not set there, whatever their values; sshd's defaults count. */
  state: v.optional(wordOf('present', 'absent')),
  /** Default: /etc/ssh/sshd_config. */
  path: v.optional(hostPath),
  /**
   * A command that the new file has to pass before it takes its place, in which `%s` is where it is until then; `false`: it is put in
   * place as it is. Default: `sshd -t -f %s`, where the host has the server and it would start with the present file.
   */
  validate: v.optional(v.union([validation, v.literal(false)], "give a command as in 'sshd -t -f %s', or false")),
})
export type SshdConfig = v.InferInput<typeof options>

/**
 * Settings of the SSH server. Of a keyword sshd takes the first value, so that one is changed; a new one stands before all
 * Match blocks, or in the one that is named, and all other lines stay. Where a file of `sshd_config.d` has set it before, it
 * is refused. sshd reads the file when it starts: give it to `service` as one of its `inputs`.
 *
 * @example sshdConfig({ settings: { PermitRootLogin: 'prohibit-password', PasswordAuthentication: false, AllowUsers: ['deploy', 'admin'] } })
 * @example sshdConfig({ match: 'Group sftp', settings: { ForceCommand: 'internal-sftp', ChrootDirectory: '/srv/sftp/%u' } })
 */
export const sshdConfig = defineTask('sshdConfig', {
  options,
  title: (args) =>
    `${args.state === 'absent' ? 'unset' : 'set'} ${Object.keys(args.settings).join(', ')} of sshd${args.match === undefined ? '' : ` for ${args.match}`}`,
  reads: (args): { at: Fact<ContentAnswer>; included: Fact<CommandAnswer> } => {
    const folder = `${parentOf(pathOf(args))}/sshd_config.d`
    return { at: contentFact(pathOf(args)), included: commandFact(askIncluded(folder), [folder]) }
  },
  plan: (args, { at, included }) => {
    const path = pathOf(args)
    if (at.type === 'absent') {
      if (args.state === 'absent') return []
      return refuse(`${path} is not there`, "install the server before, with packages({ names: ['openssh-server'] })")
    }
    if (included.status !== 0)
      return refuse(`the files beside ${path} cannot be read: ${included.output.trim()}`, 'give become: true')
    const files = readIncluded(included).filter((one) => one.path !== path)
    const { validate = trySshd(path) } = args
    const planned = editTextFile(path, at, (text) => editSshdConfig(text, settingsOf(args), files))
    return validated(planned, validate === false ? undefined : validate)
  },
})

const pathOf = ({ path = '/etc/ssh/sshd_config' }: SshdConfig): string => path

const settingsOf = ({ settings, match, state }: SshdConfig): SshdSetting[] =>
  Object.entries(settings).map(([keyword, given]) => ({
    keyword: keywords.find((known) => known.toLowerCase() === keyword.toLowerCase()) ?? keyword,
    values: state === 'absent' ? [] : (Array.isArray(given) ? given : [given]).map(wordOfValue),
    match,
  }))

const wordOfValue = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
