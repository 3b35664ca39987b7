import * as v from 'valibot'
import type { OsAnswer } from '../../lib/core/answers.ts'
import { osFact } from '../../lib/core/fact.ts'
import { refuse, throwFaults } from '../../lib/core/failure.ts'
import { given } from '../../lib/core/given.ts'
import { callback, keys, type Rule, text as textRule } from '../../lib/core/keys.ts'
import type { Given, Resources } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { text } from '../support/schema.ts'

export type Family = Exclude<OsAnswer['family'], 'other'>

/**
 * What differs from one distribution to the next: the choice for the host's family, or a refusal that names those there are.
 *
 * @example perFamily('apache', { debian: () => packages({ names: ['apache2'] }), redhat: () => packages({ names: ['httpd'] }) })
 */
export function perFamily(what: string, choices: Readonly<Partial<Record<Family, () => Resources>>>): Given {
  throwFaults('perFamily', [...textRule()(what, 'what is chosen'), ...choicesRule(choices, '')])
  const families = Object.keys(choices) as Family[]
  const chosen = (family: OsAnswer['family']) => (family === 'other' ? undefined : choices[family])
  return given(
    { os: osFact() },
    ({ os }) => chosen(os.family)?.() ?? unknownFamily({ what, system: os.id, families: families.join(', ') }),
    { id: `given ${what}`, title: `choose ${what} by the host's distribution`, examples: families.map(exampleOf) },
  )
}

const choice = callback('() => [ … ]')

const choicesRule = keys('family', {
  ...{ debian: choice, redhat: choice, suse: choice, alpine: choice, arch: choice },
} satisfies Record<Family, Rule>)

const exampleOf = (family: Family): { readonly os: OsAnswer } => ({
  os: { id: family, version: '', family, architecture: 'x86_64', init: 'systemd' },
})

/** Changes nothing: says that there is no choice for this host. */
const unknownFamily = defineTask('unknownFamily', {
  options: v.strictObject({ what: text('what is chosen'), system: v.string(), families: text('families') }),
  title: ({ what }) => `choose ${what}`,
  reads: () => ({}),
  plan: ({ what, system, families }) =>
    refuse(
      `${what} is not known for ${system === '' ? 'a system that does not say what it is' : system}`,
      `it is for ${families}: make it by a playbook of your own, and leave this out`,
    ),
})
