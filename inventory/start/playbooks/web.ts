import { directory, file, ini, play, playbook, symlink } from 'runbook'
import * as v from 'valibot'

const Vars = v.object({ root: v.string(), title: v.string(), port: v.number() })

export type Web = v.InferOutput<typeof Vars>

/** A site, its settings, and a link to what is served. Run it twice: the second time there is nothing to do. */
export default playbook('web', {
  vars: Vars,
  plays: (inventory) => [
    play('site', inventory.group('web'), ({ name, vars: { root, title, port } }) => [
      directory({ path: `${root}/srv/site-1` }),
      file({ path: `${root}/srv/site-1/index.html`, text: `<h1>${title}</h1>\n<p>${name}</p>\n` }),
      symlink({ path: `${root}/srv/current`, target: 'site-1' }),
      directory({ path: `${root}/etc` }),
      ini({ path: `${root}/etc/site.conf`, create: true, edits: [ini.set('server', 'port', String(port))] }),
    ]),
  ],
})
