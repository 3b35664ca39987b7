import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { factsOf } from '../../../lib/core/fact.ts'
import { UsageError } from '../../../lib/core/failure.ts'
import {
  command,
  cron,
  group,
  assert as holds,
  httpCheck,
  mount,
  packages,
  service,
  user,
  waitFor,
} from '../../../tasks/index.ts'

/** Options that no host has to be asked about: what they are told at the call, however they got past the compiler. */
const faults: readonly (readonly [task: (options: never) => unknown, options: object, words: RegExp])[] = [
  [
    holds,
    { that: true, say: 1 },
    /^assert: it has none of the options script, path: give one of them; that: it is true: .*; the option advice is missing; it has no option say: /,
  ],
  [
    holds,
    { that: 'x', advice: 1, script: 2, path: 3 },
    /^assert: it has the options script and path: give one of them; (?=.*script: it is 2: )(?=.*path: it is 3: ).*advice: it is 1: /,
  ],
  [
    command,
    { script: 'true' },
    /^command: it has none of the options unless, creates, removes, always: give one of them$/,
  ],
  [command, { script: 'true', unless: 'false', creates: '/x' }, /it has the options unless and creates: give one of/],
  [
    command,
    { script: 'true', creates: '/x', inputs: [] },
    /inputs: it does not go with creates: leave one of them out/,
  ],
  [
    command,
    { script: 'true', creates: '/x', env: { 'A-B': 'x' } },
    /env.*: "A-B" is no name of a variable: use letters/,
  ],
  [command, { run: 'true', creates: '/x' }, /^command: the option script is missing; it has no option run: it takes /],
  [command, { script: '', creates: '/x' }, /script: it is empty: give a POSIX shell script/],
  [command, { script: 'true', creates: 'x' }, /creates: "x" is no path on a host: write it from \/ on/],
  [command, { script: 'true', creates: '/x', touches: '/y' }, /touches: it is "\/y": give a list of paths on the host/],
  [command, { script: 'true', creates: '/x', stdin: 5 }, /stdin: give a text, or secret/],
  [
    command,
    { script: 'true', creates: '/x', makes: [{ path: '/x', type: 'dir' }] },
    /makes\.0\.type: give what is at the path, as in \{ path: '\/opt\/x', type: 'directory' \}/,
  ],
  [
    command,
    { script: 'true', creates: '/x', makes: [{ path: '/x', type: 'file', mode: 640 }] },
    /makes\.0\.mode: 640 is no permission bits: write them as in 0o640/,
  ],
  [holds, { that: 'it is so', advice: 'x' }, /none of the options script, path: give one of them/],
  [holds, { that: 'it is so', advice: 'x', path: '/x', is: 'dir' }, /is: it is "dir": give 'there' or 'file' or/],
  [holds, { that: 'it is so', path: '/x' }, /the option advice is missing/],
  [waitFor, {}, /none of the options port, log, script, url: give one of them/],
  [waitFor, { command: 'true' }, /none of the options port, log, script, url/],
  [waitFor, { port: '80' }, /port: it is "80": give the number of a TCP port/],
  [waitFor, { port: 70_000 }, /port: 70000 is none: give the number of a TCP port, from 1 to 65535/],
  [waitFor, { log: '/x' }, /the option line is missing/],
  [waitFor, { port: 80, line: 'x' }, /line: it does not go with port: leave one of them out/],
  [waitFor, { port: 80, timeout: -1 }, /timeout: give a number of seconds, or 0 to look once/],
  [waitFor, { port: 80, dependsOn: ['db'] }, /dependsOn\.0: give a host, as inventory\.host\('db'\) gives one/],
  [waitFor, { url: 'is.example.com' }, /url: is\.example\.com is no URL of HTTP: give one such as https:/],
  [httpCheck, { url: 'ftp://x/' }, /ftp:\/\/x\/ is no URL of HTTP/],
  [httpCheck, { url: 'http://x/', status: '200' }, /status: give an HTTP status, or a list of them/],
  [httpCheck, { url: 'http://x/', status: [] }, /status: it is empty: give HTTP statuses/],
  [httpCheck, { url: 'http://x/', restsOn: [] }, /it has no option restsOn/],
  [packages, { names: 'nginx' }, /names: it is "nginx": give a list of names of packages/],
  [packages, { names: [] }, /names: it is empty: give names of packages/],
  [packages, { names: ['-y'] }, /names\.0: -y is no name of a package: give one such as nginx/],
  [packages, { names: ['a b'] }, /a b is no name of a package/],
  [packages, { names: ['a=1 2'] }, /a=1 2 is no name of a package: give one such as nginx, or nginx=1\.22\.1-9/],
  [packages, { names: ['a=1'], state: 'latest' }, /a version does not go with latest: leave one of them out/],
  [packages, { names: ['a'], state: 'absent', hold: true }, /hold does not go with absent/],
  [packages, { names: ['a', 'a=1'] }, /one of the names stands there twice/],
  [packages, { names: ['a'], provides: ['etc'] }, /provides\.0: "etc" is no path on a host/],
  [packages, { names: ['a'], timeout: 0 }, /timeout: give a number of seconds above 0/],
  [service, { name: '-x' }, /name: "-x" is no name of a service/],
  [service, { name: 'a b' }, /"a b" is no name of a service/],
  [service, { name: 'a', state: 'started' }, /state: it is "started": give 'running' or 'stopped'/],
  [service, { name: 'a', enabled: 'yes' }, /enabled: it is "yes": give true or false/],
  [service, { name: 'a', ready: { prt: 1 } }, /ready: it has none of the options port, log, script, url/],
  [service, { name: 'a', ready: { port: 1, hots: 'x' } }, /it has no option ready\.hots: did you mean host\?/],
  [service, { name: 'a', commands: { start: 'x', stop: 'y' } }, /the option commands\.status is missing/],
  [
    service,
    { name: 'a', reload: true, commands: { start: 'x', stop: 'y', status: 'z' } },
    /its commands have no reload: give one, or leave reload out to restart it/,
  ],
  [
    service,
    { name: 'a', enabled: true, commands: { start: 'x', stop: 'y', status: 'z' } },
    /commands do not say whether it starts with the host: leave enabled out/,
  ],
  [user, { name: '-x' }, /name: -x is no name of a user: use letters, digits, - and _/],
  [user, { name: 'a:b' }, /a:b is no name of a user/],
  [user, { name: 'a', uid: '5' }, /uid: it is "5": give a number/],
  [user, { name: 'a', uid: 1.5 }, /uid: 1\.5 is none: give a number, from 0 to 4294967294/],
  [user, { name: 'a', groups: 'wheel' }, /groups: it is "wheel": give a list of names of groups/],
  [user, { name: 'a', shell: 'bash' }, /shell: "bash" is no path on a host/],
  [user, { name: 'a', passwort: 'x' }, /it has no option passwort/],
  [group, { name: '' }, /name: it is empty: give the name of a group/],
  [group, { name: 'a', gid: -1 }, /gid: -1 is none/],
  [cron, { name: 'a.b', schedule: '@daily', script: 'x' }, /cron passes over a file called a\.b: use letters, digits/],
  [cron, { name: 'a', schedule: '1 2 3', script: 'x' }, /schedule: "1 2 3" is no schedule: give five fields/],
  [cron, { name: 'a', schedule: '@daily', script: 'a\nb' }, /script: it has more than one line: put it into a script/],
  [cron, { name: 'a', schedule: '@daily', script: 'a', env: { 'A B': '1' } }, /A B is no name of a variable/],
  [cron, { name: 'a', schedule: '@daily', script: 'a', env: { A: 1 } }, /env\.A: it is 1: give a text/],
  [cron, { name: 'a', schedule: '@daily' }, /the option script is missing/],
  [cron, { name: 'a', state: 'absent', foldr: '/x' }, /it has no option foldr: did you mean folder\?/],
  [mount, { device: 'a', path: '/x', type: 'nfs4' }, /type: it is "nfs4": give 'nfs' or 'efs' or/],
  [mount, { device: 'a', path: '/x', type: 'bind' }, /a is no folder to bind: write it from \/ on/],
  [
    mount,
    { device: 'a:/b', path: '/x', type: 'nfs', credentials: { user: 'a', password: 'b' } },
    /credentials are of SMB, and the type is nfs: leave them out/,
  ],
  [
    mount,
    { device: '//a/b', path: '/x', type: 'cifs', credentials: { usr: 'a', password: 'b' } },
    /the option credentials\.user is missing; it has no option credentials\.usr: did you mean user\?/,
  ],
]

const test = suite('options of the tasks for a system')
for (const [task, options, words] of faults) {
  test(String(words), () => {
    try {
      task(options as never)
    } catch (fault) {
      assert.instance(fault, UsageError)
      assert.match((fault as UsageError).message, words)
      return
    }
    assert.unreachable('it is taken')
  })
}

test('a path has one meaning, however it is written', () => {
  const { reads } = holds({ that: 'it is there', path: '//opt/./is/', advice: 'make it' })
  assert.is(JSON.stringify(factsOf(reads)[0]?.question), JSON.stringify({ ask: 'path', path: '/opt/is', follow: true }))
})

test.run()
