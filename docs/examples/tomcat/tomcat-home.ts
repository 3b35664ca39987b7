import { archive, defineTask, symlink, user } from 'runbook'
import * as v from 'valibot'

/**
 * A release of Tomcat, and the link by which it is known. Another version lies beside it, and the link is pointed there.
 *
 * @example tomcatHome({ from: 'apache-tomcat-10.1.44.tar.gz', folder: '/opt', version: '10.1.44', owner: 'tomcat' })
 */
export const tomcatHome = defineTask('tomcatHome', {
  options: v.strictObject({
    /** The archive, as Apache has it. */
    from: v.string(),
    /** The folder that versions lie in. */
    folder: v.pipe(v.string(), v.startsWith('/')),
    version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
    /** Whom it runs as. A user who is not there is made. */
    owner: v.optional(v.string()),
  }),
  tasks: ({ from, folder, version, owner }) => [
    ...(owner === undefined ? [] : [user({ name: owner, system: true })]),
    archive({ from, path: `${folder}/apache-tomcat-${version}`, strip: 1, owner }),
    symlink({ path: `${folder}/tomcat`, target: `apache-tomcat-${version}` }),
  ],
})
