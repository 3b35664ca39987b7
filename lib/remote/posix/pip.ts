import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** The packages of a virtual environment, a line each; `no venv`, where there is none. */
export const askPip = (venv: string): string => `${comment(`the packages in ${venv}`)}
[ -x ${quote(`${venv}/bin/python`)} ] || { echo 'no venv'; exit 0; }
${quote(`${venv}/bin/python`)} -I -m pip --disable-pip-version-check list --format=freeze 2>&1`

/** Versions by the one spelling of a name; undefined: there is no environment. */
export function readPip({ output }: CommandAnswer): Map<string, string> | undefined {
  if (/^no venv$/m.test(output)) return undefined
  return new Map(
    [...output.matchAll(/^([\w.-]+)==(\S+)$/gm)].map(([, name = '', version = '']) => [plainName(name), version]),
  )
}

export const showPip = (packages: ReadonlyMap<string, string>): CommandAnswer => ({
  status: 0,
  output: [...packages].map(([name, version]) => `${name}==${version}\n`).join(''),
})

/** `Foo_Bar` and `foo-bar` are one package. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-')

export interface PipWords {
  readonly venv: string
  readonly python: string
  /** The environment is not there yet. */
  readonly isNew: boolean
  /** As pip takes them. */
  readonly install: readonly string[]
  readonly remove: readonly string[]
  readonly options: readonly string[]
  /** A file of packages on the host. */
  readonly requirements?: string | undefined
}

export function pipScript({ venv, python, isNew, install, remove, options, requirements }: PipWords): string {
  const pip = `${quote(`${venv}/bin/python`)} -I -m pip --disable-pip-version-check --no-input -q`
  const words = (list: readonly string[]) => list.map(quote).join(' ')
  const make = `command -v ${quote(python)} >/dev/null 2>&1 || { echo ${quote(`the host has no ${python}: install it (Debian: python3-venv)`)}; exit 1; }
${quote(python)} -m venv ${quote(venv)} || { echo 'install what it lacks (Debian: python3-venv)'; exit 1; }`
  return [
    comment(
      [
        isNew ? `make ${venv}` : '',
        ...(install.length > 0 ? [`install ${install.join(', ')}`] : []),
        ...(requirements === undefined ? [] : [`install what ${requirements} names`]),
        ...(remove.length > 0 ? [`remove ${remove.join(', ')}`] : []),
      ]
        .filter(Boolean)
        .join('; '),
    ),
    ...(isNew ? [make] : []),
    ...(remove.length > 0 ? [`${pip} uninstall -y ${words(remove)} || exit`] : []),
    ...(install.length > 0 ? [`${pip} install ${words([...options, ...install])} || exit`] : []),
    ...(requirements === undefined ? [] : [`${pip} install ${words([...options, '-r', requirements])}`]),
  ].join('\n')
}
