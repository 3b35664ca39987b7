import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../../lib/core/connection.ts'
import { startServer, stopServer } from '../../../tasks/wso2is/server/start-server.ts'
import { scratch } from '../../support/shells.ts'
import { endServer, serverOf, testJava } from '../../support/standin.ts'
import { type Ended, type Node, type StandinCluster, standinCluster } from '../../support/standin-cluster.ts'

const java = testJava()

/**
 * Stands in for systemd, which cannot run here: it knows one unit, which runs the server of the home that `home` names.
 * Files say what goes wrong: `missing`, `broken`, `deaf`, and `user` whom the unit is for.
 */
const systemctl = (folder: string) => `#!/bin/sh
cd ${folder} || exit
echo "$*" >>told
alive() { p=$(cat "$(cat home)/wso2carbon.pid" 2>/dev/null) && [ -n "$p" ] && [ -d "/proc/$p" ]; }
case $1 in
  daemon-reload) ;;
  start)
    if [ -e broken ]; then : >failed; exit 0; fi
    rm -f failed; echo $$ >running
    ( JAVA_HOME=${java.home} setsid sh "$(cat home)/bin/wso2server.sh" run >/dev/null 2>&1; [ "$(cat running)" != $$ ] || rm running ) & ;;
  stop) [ -e deaf ] || { alive && [ -e running ] && kill "$p"; exit 0; } ;;
  show)
    if [ -e missing ]; then echo LoadState=not-found; else echo LoadState=loaded; fi
    cat user 2>/dev/null
    if [ -e failed ]; then printf 'ActiveState=failed\\nResult=exit-code\\nExecMainStatus=217\\nJob=0\\n'
    elif [ -e running ]; then printf 'ActiveState=active\\nResult=success\\nExecMainStatus=0\\nJob=0\\n'
    else printf 'ActiveState=inactive\\nResult=success\\nExecMainStatus=0\\nJob=0\\n'; fi ;;
  *) exit 64 ;;
esac
`

const journalctl = `#!/bin/sh
echo "wso2is.service: Failed to determine user credentials: No such process"
`

interface Context {
  cluster: StandinCluster
  systemd: string
}

const test = suite<Context>('a unit that runs a server')

function withSystemd(folder: string): LocalSpec {
  for (const [name, text] of Object.entries({ systemctl: systemctl(folder), journalctl })) {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), 0o755)
  }
  return local({ env: { PATH: `${folder}:${process.env.PATH}` } })
}

test.before(async (context) => {
  context.systemd = scratch('systemd')
  context.cluster = await standinCluster(1, [withSystemd(context.systemd)])
  writeFileSync(join(context.systemd, 'home'), `${node(context).home}\n`)
  await context.cluster.run([context.cluster.play('configure', (one) => context.cluster.configure(one))])
})
test.after(({ cluster }) => cluster.end())

const node = ({ cluster }: Context) => cluster.nodes[0] as Node
const reasons = (ended: readonly Ended[]) => ended.map(({ reason }) => reason).join('\n')
const say = ({ systemd }: Context, name: string, text = '') => writeFileSync(join(systemd, name), text)
const unsay = ({ systemd }: Context, name: string) => rmSync(join(systemd, name), { force: true })

const start = ({ cluster }: Context, timeout = 30, unit: string | undefined = 'wso2is') =>
  cluster.run([
    cluster.play('start', ({ home, offset, self }) =>
      startServer({ home, version: '5.4.1', offset, self, java, unit, timeout }),
    ),
  ])
const stop = ({ cluster }: Context, timeout = 30) =>
  cluster.run([
    cluster.play('stop', ({ home, offset }) => stopServer({ home, version: '5.4.1', offset, unit: 'wso2is', timeout })),
  ])

test('a unit that is not there', async (context) => {
  say(context, 'missing')
  assert.match(
    reasons(await start(context)),
    /there is no unit wso2is: make it before, or give user, whom it shall run as/,
  )
  unsay(context, 'missing')
})

test('a unit that runs as somebody else than the one who has the home: both are named', async (context) => {
  say(context, 'user', 'User=wso2nobody\n')
  const { home } = node(context)
  assert.match(
    reasons(await start(context)),
    new RegExp(`the unit wso2is runs as wso2nobody, but ${home} belongs to \\w+: give user: 'wso2nobody'`),
  )
  unsay(context, 'user')
})

test('a server is started by it, left alone, and stopped', async (context) => {
  const { home } = node(context)
  assert.is((await start(context)).at(-1)?.status, 'changed')
  const pid = serverOf(home)
  assert.ok(pid)
  assert.equal(
    (await start(context)).map(({ status }) => status),
    ['ok', 'ok', 'ok', 'ok'],
  )
  assert.is(serverOf(home), pid)
  assert.is((await stop(context)).at(-1)?.status, 'changed')
  assert.is(serverOf(home), undefined)
  const told = readFileSync(join(context.systemd, 'told'), 'utf8')
  assert.match(told, /^stop --no-block wso2is$/m)
  assert.match(told, /^start --no-block wso2is$/m)
  assert.equal((await stop(context)).at(-1)?.status, 'ok')
})

test('a unit that fails at once is not waited for: its result and its journal say why', async (context) => {
  say(context, 'broken')
  const ended = await start(context, 300)
  unsay(context, 'broken')
  assert.is(ended.at(-1)?.status, 'failed')
  assert.match(
    reasons(ended),
    /the server has ended\nsystemd says of wso2is: failed \(exit-code, exit status 217\); its journal ends:/,
  )
  assert.match(reasons(ended), /Failed to determine user credentials: No such process/)
  assert.match(reasons(ended), /it has written nothing to \/.*\/repository\/logs\/wso2carbon\.log|its log ends:/)
})

test('a unit that does not end is waited for no longer than is said', async (context) => {
  assert.is((await start(context)).at(-1)?.status, 'changed')
  say(context, 'deaf')
  const ended = await stop(context, 2)
  unsay(context, 'deaf')
  assert.is(ended.at(-1)?.status, 'failed')
  assert.match(
    reasons(ended),
    /the unit wso2is \(active\) has not ended in time: look what it does, by systemctl status wso2is/,
  )
  assert.ok(serverOf(node(context).home), 'it is left as it is')
})

test('a server that was started by hand ends before the unit starts one', async (context) => {
  await stop(context)
  assert.is((await start(context, 30, undefined)).at(-1)?.status, 'changed')
  const byHand = serverOf(node(context).home)
  writeFileSync(
    join(node(context).home, 'repository/conf/carbon.xml'),
    `${readFileSync(join(node(context).home, 'repository/conf/carbon.xml'), 'latin1')}\n`,
    'latin1',
  )
  const ended = await start(context)
  assert.is(ended.at(-1)?.status, 'changed', reasons(ended))
  assert.is.not(serverOf(node(context).home), byHand)
  assert.ok(existsSync(join(context.systemd, 'running')), 'it is the one of the unit')
  await endServer(node(context).home)
})

test('the inverse of a start: the server ends, and there is no unit', async (context) => {
  await start(context)
  const ended = await context.cluster.run([
    context.cluster.play('absent', ({ home, offset, self }) =>
      startServer({ home, version: '5.4.1', offset, self, java, unit: 'wso2is', user: 'nobody', state: 'absent' }),
    ),
  ])
  assert.equal(ended.map(({ status }) => status).sort(), ['changed', 'ok', 'ok'], reasons(ended))
  assert.is(serverOf(node(context).home), undefined)
})

test.run()
