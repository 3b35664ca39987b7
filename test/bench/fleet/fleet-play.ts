import type { Inventory } from '../../../lib/core/inventory.ts'
import { type Play, play } from '../../../lib/core/playbook.ts'
import { command, directory, file, lines, properties, symlink, xml } from '../../../tasks/index.ts'

/** What is there before: a file for each kind of edit, each with the host's own name in it. */
export const filesOf = (name: string, isBroken: boolean): Readonly<Record<string, string>> => ({
  'server.xml': `<Server>\n${isBroken ? '' : '  <Connector port="9443"/>\n'}  <Host name="${name}"/>\n</Server>\n`,
  'app.conf': `# ${name}\nmode = single\n`,
  'app.properties': `host=${name}\nlevel=INFO\n`,
  motd: `welcome to ${name}\n`,
})

/** The same steps on each host, in a folder of this name on all of them. */
export function fleetPlay(folder: string, inventory: Inventory<{ readonly fails: boolean }>): Play {
  const at = (name: string) => `${folder}/${name}`
  return play('fleet', inventory.group('all'), ({ name, vars }) => [
    directory({ path: at('logs') }),
    symlink({ path: at('current'), target: 'logs' }),
    file({ path: at('motd'), text: `welcome to ${name}\n` }),
    file({ path: at('note'), text: `set up: ${name}\n` }),
    xml({ path: at('server.xml'), edits: [xml.attribute('/Server/Connector', 'port', '8443')] }),
    lines({ path: at('app.conf'), edits: [lines.ensure('mode = cluster', { match: /^mode = / })] }),
    properties({ path: at('app.properties'), edits: [properties.set('level', 'WARN')] }),
    command({ script: vars.fails ? 'exit 3' : `touch ${at('done')}`, creates: at('done') }),
  ])
}
