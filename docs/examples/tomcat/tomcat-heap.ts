import { contentFact, defineTask, refuse } from 'runbook'
import * as v from 'valibot'

/**
 * The memory of the JVM. Tomcat reads it from bin/setenv.sh, which its archive does not have: one that somebody else wrote is
 * left alone.
 *
 * @example tomcatHeap({ home: '/opt/tomcat', megabytes: 1024 })
 */
export const tomcatHeap = defineTask('tomcatHeap', {
  options: v.strictObject({
    home: v.pipe(v.string(), v.startsWith('/')),
    megabytes: v.pipe(v.number(), v.integer(), v.minValue(64)),
    state: v.optional(v.picklist(['present', 'absent'])),
  }),
  title: ({ home, megabytes }) => `give the JVM of ${home} ${megabytes} MB`,
  reads: ({ home }) => ({ file: contentFact(pathIn(home)) }),
  plan: ({ home, megabytes, state }, { file }) => {
    const path = pathIn(home)
    if (file.type === 'absent')
      return state === 'absent' ? [] : [{ op: 'write', path, content: { text: textOf(megabytes) } }]
    const text = file.type === 'file' && 'text' in file.content ? file.content.text : ''
    if (!text.startsWith(mark))
      return refuse(`${path} is not of tomcatHeap`, 'move what it says elsewhere, and remove it')
    if (state === 'absent') return [{ op: 'remove', path }]
    return text === textOf(megabytes) ? [] : [{ op: 'write', path, content: { text: textOf(megabytes) } }]
  },
})

const mark = '# The memory of the JVM, by tomcatHeap.\n'
const pathIn = (home: string) => `${home}/bin/setenv.sh`
const textOf = (megabytes: number) => `${mark}CATALINA_OPTS="-Xms${megabytes}m -Xmx${megabytes}m"\n`
