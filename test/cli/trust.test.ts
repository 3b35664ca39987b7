import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { needsRoot } from '../support/debian.ts'
import { newProject, type Project } from './command.ts'
import { demo } from './demo.ts'

interface Context {
  project: Project
  /** Where somebody's code would leave a mark. */
  mark: string
}

const test = suite<Context>('what is found is run only where nobody else may write')
test.before.each((context) => {
  context.project = newProject(demo('/nowhere'))
  context.mark = join(mkdtempSync(join(tmpdir(), 'runbook-mark-')), 'ran')
})
test.after.each(({ project, mark }) => {
  project.remove()
  rmSync(join(mark, '..'), { recursive: true, force: true })
})

const marking = (mark: string, rest: string) =>
  `import { writeFileSync } from 'node:fs'\nwriteFileSync('${mark}', '')\n${rest}`
const config = (mark: string) => ({ 'runbook.config.ts': marking(mark, 'export default { forks: 3 }\n') })
const list = ['list', 'hosts.ts', 'motd']

const refused: readonly {
  what: string
  prepare(context: Context): void
  says: RegExp
  args?: readonly string[]
}[] = [
  {
    what: 'a configuration that all may write',
    prepare: ({ project, mark }) => {
      project.write(config(mark))
      chmodSync(join(project.folder, 'runbook.config.ts'), 0o666)
    },
    says: /^runbook: runbook\.config\.ts was found, not named, and is not run: \S+runbook\.config\.ts belongs to root \(uid 0\) and has mode 0666, .*--trust-folder \S+\n$/,
  },
  {
    what: 'a folder that all may write',
    prepare: ({ project, mark }) => {
      project.write(config(mark))
      chmodSync(project.folder, 0o777)
    },
    says: /not run: \S+ belongs to root \(uid 0\) and has mode 0777/,
  },
  {
    what: 'a configuration of data in such a folder, which names folders of code',
    prepare: ({ project }) => {
      project.write({ 'runbook.config.json': '{"playbooks": ["more"]}' })
      chmodSync(project.folder, 0o777)
    },
    says: /^runbook: runbook\.config\.json was found, not named/,
  },
  {
    what: "somebody else's configuration",
    prepare: ({ project, mark }) => {
      project.write(config(mark))
      chownSync(join(project.folder, 'runbook.config.ts'), 61001, 61001)
    },
    says: /runbook\.config\.ts belongs to uid 61001 and has mode 0644/,
  },
  {
    what: 'a workspace of somebody else, as root',
    prepare: ({ project, mark }) => {
      project.write(config(mark))
      chownSync(project.folder, 1001, 1001)
    },
    says: /belongs to .*uid 1001\)? and has mode 0700/,
  },
  {
    what: 'a group that others are in may write',
    prepare: ({ project, mark }) => {
      project.write(config(mark))
      chownSync(join(project.folder, 'runbook.config.ts'), 0, 1)
      chmodSync(join(project.folder, 'runbook.config.ts'), 0o664)
    },
    says: /runbook\.config\.ts belongs to root \(uid 0\) and has mode 0664/,
  },
  {
    what: 'a link to what others may write',
    prepare: ({ project, mark }) => {
      project.write({ 'open/config.ts': config(mark)['runbook.config.ts'] })
      chmodSync(join(project.folder, 'open'), 0o777)
      symlinkSync('open/config.ts', join(project.folder, 'runbook.config.ts'))
    },
    says: /open belongs to root \(uid 0\) and has mode 0777/,
  },
  {
    what: 'a playbook of a name in a folder that all may write',
    prepare: ({ project, mark }) => {
      project.write({ 'playbooks/motd.ts': marking(mark, demo('/nowhere')['playbooks/motd.ts'] ?? '') })
      chmodSync(join(project.folder, 'playbooks'), 0o777)
    },
    says: /^runbook: playbooks\/motd\.ts was found, not named, .* mode 0777, .*: make it yours alone .* give its path, or allow it by --trust-folder playbooks\n$/,
  },
]

// Files are given to others: only root can.
if (process.getuid?.() === 0) {
  for (const [nth, { what, prepare, says }] of refused.entries()) {
    test(`${what}: refused with owner and mode, and not run`, async (context) => {
      const { project, mark } = context
      prepare(context)
      // All commands find things in one way: of the others, each has its turn.
      for (const command of ['list', ['check', 'apply', 'verify'][nth % 3] ?? '']) {
        const said = await project.run([command, 'hosts.ts', 'motd'])
        assert.match(said.err, says)
        assert.equal([said.code, said.out], [64, ''])
      }
      assert.throws(() => renameSync(mark, mark), /ENOENT/)
    })

    test(`${what}: run in a folder that the user trusts`, async (context) => {
      const { project } = context
      prepare(context)
      const said = await project.run([...list, '--trust-folder', '.'])
      assert.equal({ code: said.code, err: said.err }, { code: 0, err: '' })
    })
  }

  for (const { what, prepare } of [refused[0], refused.at(-1)].flatMap((one) => one ?? []))
    test(`${what}: run in a folder that the user's own configuration trusts`, async (context) => {
      const { project } = context
      prepare(context)
      const home = mkdtempSync(join(tmpdir(), 'runbook-home-'))
      try {
        mkdirSync(join(home, 'runbook'))
        writeFileSync(join(home, 'runbook', 'config.json'), JSON.stringify({ trustedFolders: [project.folder] }))
        assert.is((await project.run(list, { env: { XDG_CONFIG_HOME: home } })).code, 0)
        chmodSync(join(home, 'runbook', 'config.json'), 0o666)
        assert.match(
          (await project.run(list, { env: { XDG_CONFIG_HOME: home } })).err,
          /config\.json is not read: .*mode 0666/,
        )
      } finally {
        rmSync(home, { recursive: true, force: true })
      }
    })

  test('a group of which only the owner is a member may write: umask 002', async ({ project, mark }) => {
    project.write(config(mark))
    for (const place of ['', 'runbook.config.ts', 'playbooks', 'playbooks/motd.ts'])
      chmodSync(join(project.folder, place), 0o775)
    assert.equal((await project.run(list)).err, '')
  })
}

test('a folder of the own in /tmp is fine, and what the user names is the own word', async ({ project }) => {
  assert.equal((await project.run(list)).err, '')
  needsRoot('giving files to others')
  chmodSync(join(project.folder, 'playbooks'), 0o777)
  assert.is((await project.run(['list', 'hosts.ts', 'playbooks/motd.ts'])).code, 0)
})

test('a playbook that hides another of its name is said', async ({ project }) => {
  project.write({ 'runbook.config.json': '{"playbooks": ["more"]}' })
  cpSync(join(project.folder, 'playbooks'), join(project.folder, 'more'), { recursive: true })
  renameSync(join(project.folder, 'more/motd.ts'), join(project.folder, 'more/pattern1.ts'))
  const note = 'note: the playbook is more/pattern1.ts: it hides the built-in one of that name\n'
  assert.match((await project.run(['check', 'hosts.ts', 'pattern1'])).out, note)
  assert.match((await project.run(['list', 'hosts.ts', 'pattern1'])).out, note.slice('note: '.length))
  assert.match((await project.run(['apply', 'hosts.ts', 'pattern1', '--dry-run'])).err, note)
  assert.not.match((await project.run(['check', 'hosts.ts', 'motd'])).out, 'note:')
})

test.run()
