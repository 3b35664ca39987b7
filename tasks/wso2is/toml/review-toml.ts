import * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { contentFact } from '../../../lib/core/fact.ts'
import { isRefusal, refuse, warn } from '../../../lib/core/failure.ts'
import { parseToml } from '../../../lib/edit/toml/parse.ts'
import type { TomlDocument } from '../../../lib/edit/toml/tree.ts'
import type { TomlVersion } from '../product.ts'
import { tomlEntries } from './deployment-toml.ts'
import { doubtsOf } from './doubts.ts'
import { tomlPath } from './edit-deployment-toml.ts'
import { leavesOf } from './leaves.ts'
import { livingFor, show } from './living-for.ts'
import { livingKey } from './living-key.ts'

const options = v.strictObject(tomlEntries)
export type TomlReview = v.InferInput<typeof options>

/**
 * Changes nothing: tells of the keys in deployment.toml that the version is not known to read, each with what is meant, of
 * values that it would make nothing of, and of what is as public as the pack. Refuses a file that the product's parser does not take.
 *
 * @example deploymentTomlReview({ home, version: '7.2.0' })
 */
export const deploymentTomlReview = defineCheck('deploymentTomlReview', {
  options,
  title: ({ home }) => `look through deployment.toml of ${home}`,
  reads: ({ home }) => ({ at: contentFact(tomlPath(home)) }),
  check: ({ home, version }, { at }) => {
    const path = tomlPath(home)
    if (at.type !== 'file')
      return refuse(`${path} is ${at.type === 'absent' ? 'not there' : at.type}`, 'unpack the product before')
    const document = parseToml(Buffer.from(bytesOf(at.content)).toString(), 'wso2')
    if (isRefusal(document)) return { ...document, refusal: `${path}: ${document.refusal}` }
    const words = [...strangers(version, document), ...doubtsOf(version, document)]
    return words.length === 0 ? 'each of its keys is read' : warn(words.join('; '))
  },
})

/** Those of which nobody here knows what is meant may well be read: the list has what pattern1 is about. */
function strangers(version: TomlVersion, document: TomlDocument): string[] {
  const all = leavesOf(document)
    .filter(({ path }) => livingKey(version, path) === undefined)
    .map(({ path }) => ({ name: show(path), meant: livingFor(version, path) }))
  const others = all.filter(({ meant }) => meant === undefined).map(({ name }) => name)
  return [
    ...all
      .filter(({ meant }) => meant !== undefined)
      .map(({ name, meant }) => `${name} is not known to be read by ${version} (${meant})`),
    ...(others.length === 0
      ? []
      : [`${[...new Set(others)].join(', ')} is not known here (see that it is spelt as the product has it)`]),
  ]
}
