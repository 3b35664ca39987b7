import { join } from 'node:path'
import type { Bench } from './e2e.ts'
import { zipFolder } from './e2e-tree.ts'

/** A playbook with a bit of everything, for small trees of its own making: as many homes on a host as a test likes. */
export const mixed = `
import * as v from 'valibot'
import { absent, archive, command, directory, file, json, lines, play, playbook, properties, symlink, tagged, xml } from 'runbook'

const Vars = v.object({ home: v.string(), word: v.optional(v.string(), 'x'), more: v.optional(v.number(), 0) })

export default playbook('mixed', { vars: Vars, plays: (inventory) => [
  play('mixed', inventory.group('all'), ({ vars: { home, word, more } }) => [
    directory({ path: home + '/a/deep folder', mode: 0o750 }),
    archive({ from: 'pack.zip', path: home + '/app', strip: 1 }),
    tagged(['edits'], [
      xml({ path: home + '/app/conf.xml', edits: [xml.text('/server/name', word), xml.attribute('/server/port', 'offset', '1')] }),
      json({ path: home + '/app/site.json', edits: [json.set(['proxy', 'host'], word)] }),
      properties({ path: home + '/app/log.properties', edits: [properties.set('level', word)] }),
      lines({ path: home + '/app/lines.txt', edits: [lines.ensure('name = ' + word, { match: /^name/ })] }),
    ]),
    file({ path: home + "/a/deep folder/it's \\$HOME.txt", text: word + " 'quoted' \\\\ \\$x \`y\` no final newline", mode: 0o640 }),
    file({ path: home + '/a/large', from: 'large.bin' }),
    file({ path: home + '/a/binary', bytes: new Uint8Array([0, 255, 10, 13, 0, 39]) }),
    symlink({ path: home + '/current', target: 'app' }),
    lines({ path: home + '/current/through-link.txt', edits: [lines.ensure(word)], create: true }),
    absent({ path: home + '/app/unwanted' , recursive: true }),
    command({ script: 'id -un > ' + home + '/who', creates: home + '/who' }),
    ...Array.from({ length: more }, (_, at) => file({ path: home + '/a/file' + at, text: word + at + '\\n' })),
  ]),
] })
`

export const large = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 9)) % 256)

/** Puts the playbook and what it needs into a bench. */
export function addMixed({ folder, write }: Bench): void {
  write('mixed.ts', mixed)
  write('large.bin', large)
  write(
    'pack/app/conf.xml',
    '<?xml version="1.0"?>\r\n<server>\r\n  <name>old</name>\r\n  <port offset="0"/>\r\n</server>',
  )
  write('pack/app/site.json', '{\n    "proxy" : { "host" : "" }\n}')
  write('pack/app/log.properties', '# level=none\nlevel=INFO\n')
  write('pack/app/lines.txt', 'name = old\r\nother\n')
  write('pack/app/unwanted/file', 'x')
  zipFolder(join(folder, 'pack'), 'app', join(folder, 'pack.zip'))
}
