import * as v from 'valibot'
import type { ContentAnswer } from '../../../lib/core/answers.ts'
import { defineCheck, type Verdict } from '../../../lib/core/check.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { contentFact, followedFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { homeEntries, onlyIfItGoes, unpackedHome } from '../../files/unpacked-home.ts'
import { conf, type IdentityServer, identityServer, ofProduct } from '../product.ts'

const options = v.pipe(ofProduct(homeEntries), onlyIfItGoes())
export type Home = v.InferInput<typeof options>

/**
 * The unpacked product, of this version: from its zip, or as it is.
 *
 * @example identityServerHome({ home: '/opt/wso2is-5.4.1', pack: 'wso2is-5.4.1.zip', version: '5.4.1' })
 */
export const identityServerHome = defineTask('identityServerHome', {
  options,
  tasks: ({ version, ...args }) => {
    const product = { home: args.home, version }
    return unpackedHome({ ...args, isThere: productVersion(product), isThereOrGone: homeOrNothing(product) })
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

/** What is to go is this product, or is not there. */
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
