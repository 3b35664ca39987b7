import { bytesOf } from '../../lib/core/content.ts'
import { contentFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { archive } from '../archive.ts'
import { conf, type IdentityServer, type Version } from './product.ts'

export interface Home extends IdentityServer {
  /** The product's zip on the controller. Default: the pack is on the host already. */
  readonly pack?: string | undefined
  /** The version that it must be. */
  readonly version: Version
}

/**
 * The unpacked product, of this version: from its zip, or as it is.
 *
 * @example identityServerHome({ home: '/opt/wso2is-5.4.1', pack: 'wso2is-5.4.1.zip', version: '5.4.1' })
 */
export const identityServerHome = ({ home, pack, version }: Home): Resource[] => [
  ...(pack === undefined ? [] : [archive({ from: pack, path: home, strip: 1 })]),
  productVersion({ home, version }),
]

/**
 * Changes nothing: refuses a folder that holds no Identity Server, or another version than the one named.
 *
 * @example productVersion({ home: '/opt/wso2is-5.4.1', version: '5.4.1' })
 */
export const productVersion = defineTask('productVersion', {
  title: ({ home, version }: Home) => `find Identity Server ${version} in ${home}`,
  reads: ({ home }) => ({ carbon: contentFact(conf(home, 'carbon.xml')) }),
  plan: ({ home, version }, { carbon }) => {
    if (carbon.type !== 'file')
      return refuse(
        `${home} holds no Identity Server (no repository/conf/carbon.xml)`,
        'unpack it there, or name its zip as `pack`',
      )
    const found = /<Version>\s*([^<\s]+)\s*<\/Version>/.exec(
      Buffer.from(bytesOf(carbon.content)).toString('latin1'),
    )?.[1]
    return found === version
      ? []
      : refuse(`${home} is version ${found ?? 'unknown'}, not ${version}`, 'name the version that it is')
  },
})
