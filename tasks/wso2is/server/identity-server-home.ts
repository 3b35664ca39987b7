import * as v from 'valibot'
import type { ContentAnswer } from '../../../lib/core/answers.ts'
import { defineCheck, type Verdict } from '../../../lib/core/check.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { contentFact, followedFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { archive } from '../../files/archive.ts'
import { directory } from '../../files/directory.ts'
import { text, truth, wordOf } from '../../support/schema.ts'
import { conf, type IdentityServer, identityServer, ofProduct } from '../product.ts'

const entries = {
  /** The product's zip on the controller. Default: the pack is on the host already. */
  pack: v.optional(text('the path of a zip on this machine')),
  /** `absent`: what came out of the pack shall not be there; a home that was there already stays. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
  /** With `absent`: also what is in the home, the logs and the data of its servers with it. */
  recursive: v.optional(truth),
}
const options = v.pipe(
  ofProduct(entries),
  v.check(
    ({ state, recursive }) => !recursive || state === 'absent',
    "recursive is for a home that goes: say state: 'absent', or leave it out",
  ),
)
export type Home = v.InferInput<typeof options>

/**
 * The unpacked product, of this version: from its zip, or as it is.
 *
 * @example identityServerHome({ home: '/opt/wso2is-5.4.1', pack: 'wso2is-5.4.1.zip', version: '5.4.1' })
 */
export const identityServerHome = defineTask('identityServerHome', {
  options,
  tasks: ({ home, pack, version, state, recursive = false }) => {
    if (state !== 'absent')
      return [
        pack === undefined ? [] : archive({ from: pack, path: home, strip: 1 }),
        productVersion({ home, version }),
      ]
    if (pack === undefined) return []
    return [
      homeOrNothing({ home, version }),
      recursive ? directory({ path: home, state, recursive }) : archive({ from: pack, path: home, strip: 1, state }),
    ]
  },
})

/**
 * Changes nothing: refuses a folder that holds no Identity Server, or another version than the one named.
 *
 * @example productVersion({ home: '/opt/wso2is-5.4.1', version: '5.4.1' })
 */
export const productVersion = defineCheck('productVersion', {
  options: identityServer,
  title: ({ home, version }) => `find Identity Server ${version} in ${home}`,
  reads: ({ home }) => ({ carbon: contentFact(conf(home, 'carbon.xml')) }),
  check: (args, { carbon }) => versionIn(args, carbon, 'unpack it there, or name its zip as `pack`'),
})

/** A slip in a path must not cost another folder: what is to go is this product, or is not there. */
const homeOrNothing = defineCheck('homeOrNothing', {
  options: identityServer,
  title: ({ home, version }) => `find Identity Server ${version} in ${home}, or nothing`,
  reads: ({ home }) => ({ at: followedFact(home), carbon: contentFact(conf(home, 'carbon.xml')) }),
  check: (args, { at, carbon }) =>
    at.type === 'absent' ? 'it is not there' : versionIn(args, carbon, 'remove it by hand if you mean it'),
})

function versionIn({ home, version }: IdentityServer, carbon: ContentAnswer, advice: string): Verdict {
  if (carbon.type === 'denied') return refuse(`${home} may not be looked at`, 'give become: true')
  if (carbon.type !== 'file') return refuse(`${home} holds no Identity Server (no repository/conf/carbon.xml)`, advice)
  const text = Buffer.from(bytesOf(carbon.content)).toString('latin1')
  const found = /<Version>\s*([^<\s]+)\s*<\/Version>/.exec(text)?.[1]
  return found === version
    ? `Identity Server ${found}`
    : refuse(`${home} is version ${found ?? 'unknown'}, not ${version}`, 'name the version that it is')
}
