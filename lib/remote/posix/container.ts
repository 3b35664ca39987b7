import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { commandLine, quote } from './quote.ts'

export type ContainerTool = 'podman' | 'docker'

/** What is recorded on a container: by what definition it was made. */
const label = 'runbook.definition'

const inspect = (by: ContainerTool, name: string): string =>
  `${by} container inspect --format ${quote(`{{.State.Status}} {{index .Config.Labels "${label}"}}`)} ${quote(name)}`

/** `absent`, or its state and its definition. 3: the program is not there. */
export const askContainer = (by: ContainerTool, name: string): string => `${comment(`the container ${name}`)}
command -v ${by} >/dev/null 2>&1 || exit 3
rb_names=$(${by} ps -a --format '{{.Names}}') || exit 1
printf '%s\\n' "$rb_names" | grep -qx -e ${quote(name)} || { echo absent; exit 0; }
${inspect(by, name)}`

export interface FoundContainer {
  /** As in `running`, `exited`, `paused`. */
  readonly state: string
  /** Undefined: somebody else has made it. */
  readonly definition: string | undefined
}

/** Reads what `askContainer` prints; undefined: there is none. */
export function readContainer({ output }: CommandAnswer): FoundContainer | undefined {
  const [state = '', definition] = output.trim().split('\n').at(-1)?.split(' ') ?? []
  if (state === 'absent') return undefined
  return { state, definition: /^[0-9a-f]{64}$/.test(definition ?? '') ? definition : undefined }
}

export const showContainer = (is: FoundContainer | undefined): CommandAnswer => ({
  status: 0,
  output: is ? `${is.state} ${is.definition ?? ''}\n` : 'absent\n',
})

export interface ContainerWords {
  readonly by: ContainerTool
  readonly name: string
  readonly image: string
  /** Words of `run` before the image. */
  readonly options: readonly string[]
  /** Words after it. */
  readonly command: readonly string[]
}

/** What one is called while another is tried in its place. */
const before = (name: string): string => `${name}-before-runbook`

/**
 * Makes and starts one, by the definition on standard input, which tells something of files that may hold a secret. What has its name gives way only once the image is there, and is taken back where the new one
 * cannot be started or ends at once.
 */
export function makeContainer(words: ContainerWords, replaces: boolean): string {
  const { by, name, image, options, command } = words
  const old = quote(before(name))
  const start = commandLine([by, 'run', '-d', '--name', name])
  const run = `${start} --label "${label}=$rb_definition" ${commandLine([...options, image, ...command])}`
  const away = `${by} stop ${quote(name)} >/dev/null; ${by} rename ${quote(name)} ${old} || exit\n`
  const back = `${by} rename ${old} ${quote(name)} && ${by} start ${quote(name)} >/dev/null; `
  return `${comment(`${replaces ? 'make the container anew' : 'make the container'}: ${name}`)}
IFS= read -r rb_definition
${by} image inspect ${quote(image)} >/dev/null 2>&1 || ${by} pull -q ${quote(image)} || exit
${by} rm -f ${old} >/dev/null 2>&1
${replaces ? away : ''}if rb_said=$(${run} 2>&1); then
  sleep 1
  case $(${inspect(by, name)}) in running*) ${by} rm -f ${old} >/dev/null 2>&1; exit 0 ;; esac
  rb_said="it ended at once: $(${by} logs ${quote(name)} 2>&1 | tail -n 3)"
fi
${by} rm -f ${quote(name)} >/dev/null 2>&1
${replaces ? back : ''}printf '%s\\n' "$rb_said"
exit 1`
}

export const startContainer = (by: ContainerTool, name: string): string =>
  `${comment(`start the container ${name}`)}\n${by} start ${quote(name)} >/dev/null`

export const stopContainer = (by: ContainerTool, name: string): string =>
  `${comment(`stop the container ${name}`)}\n${by} stop ${quote(name)} >/dev/null`

export const removeContainer = (by: ContainerTool, name: string): string =>
  `${comment(`remove the container ${name}; its volumes stay`)}\n${by} rm -f ${quote(name)} >/dev/null`
