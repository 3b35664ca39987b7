import * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { contentFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { archive } from '../../files/archive.ts'
import { text } from '../../support/schema.ts'
import { conf, identityServer, ofProduct } from '../product.ts'

const options = ofProduct({
  /** The product's zip on the controller. Default: the pack is on the host already. */
  pack: v.optional(text('the path of a zip on this machine')),
})
export type Home = v.InferInput<typeof options>

/**
 * The unpacked product, of this version: from its zip, or as it is.
 *
 * @example identityServerHome({ home: '/opt/wso2is-5.4.1', pack: 'wso2is-5.4.1.zip', version: '5.4.1' })
 */
export const identityServerHome = defineTask('identityServerHome', {
  options,
  tasks: ({ home, pack, version }) => [
    pack === undefined ? [] : archive({ from: pack, path: home, strip: 1 }),
    productVersion({ home, version }),
  ],
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
  check: ({ home, version }, { carbon }) => {
    if (carbon.type !== 'file')
      return refuse(
        `${home} holds no Identity Server (no repository/conf/carbon.xml)`,
        'unpack it there, or name its zip as `pack`',
      )
    const found = /<Version>\s*([^<\s]+)\s*<\/Version>/.exec(
      Buffer.from(bytesOf(carbon.content)).toString('latin1'),
    )?.[1]
    return found === version
      ? `Identity Server ${found}`
      : refuse(`${home} is version ${found ?? 'unknown'}, not ${version}`, 'name the version that it is')
  },
})
