import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../../lib/core/connection.ts'
import { certificate, service } from '../../../../tasks/index.ts'
import { nginxInputs, nginxSites, type Site } from '../../../../tasks/nginx/index.ts'
import { httpSite, httpsSite, managementSite } from '../../../../tasks/wso2is/index.ts'
import { needs } from '../../../support/debian.ts'
import { scratch, testShells } from '../../../support/shells.ts'
import { playOn } from '../../one-play.ts'
import { testPair } from '../../tls/pairs.ts'

needs(['nginx-light', 'openssl', 'curl'])

const test = suite('nginx, the real one')
const [dash = { name: '', spec: local() }] = testShells()

/** A tree as Debian has it, whose includes are absolute and some of whose files are links, and a key that must not be copied. */
function nginxTree() {
  const folder = scratch('nginx')
  const at = (name: string) => join(folder, name)
  for (const name of ['nginx/conf.d', 'nginx/sites-available', 'nginx/sites-enabled', 'nginx/ssl', 'shared'])
    mkdirSync(at(name), { recursive: true })
  writeFileSync(
    at('nginx/nginx.conf'),
    `worker_processes 1;\nuser root;\nerror_log ${at('error.log')};\npid ${at('pid')};\ninclude ${at('nginx')}/modules.conf;\nevents {}\nhttp { access_log off; include ${at('nginx')}/conf.d/*.conf; include ${at('nginx')}/sites-enabled/*; }\n`,
  )
  symlinkSync('../shared/modules.conf', at('nginx/modules.conf'))
  writeFileSync(at('shared/modules.conf'), '# none\n')
  symlinkSync(at('nginx/sites-available/default'), at('nginx/sites-enabled/default'))
  writeFileSync(at('nginx/sites-available/default'), '# nothing\n')
  return { at, folder: at('nginx/conf.d'), conf: at('nginx/nginx.conf') }
}

async function backend(name: string) {
  const pair = testPair({ name: 'localhost' })
  const server = createServer({ key: pair.key, cert: pair.certificate }, (request, response) => {
    response.setHeader('Set-Cookie', 'JSESSIONID=1')
    response.end(JSON.stringify({ name, url: request.url, headers: request.headers }))
  })
  server.on('upgrade', (request, socket) =>
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: ${request.headers.connection}\r\n\r\n`,
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    node: { address: '127.0.0.1', offset: port - 9443 },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createTcp()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

test('from a certificate to sessions that stick: reload by state, a failing test, a taken port, a dead node', async () => {
  const tree = nginxTree()
  const [a, b] = await Promise.all([backend('a'), backend('b')])
  const [port, mgt] = [await freePort(), await freePort()]
  const tls = { certificate: tree.at('nginx/ssl/is.crt'), key: tree.at('nginx/ssl/is.key') }
  const listen = { address: '127.0.0.1', port }
  const is = (more = {}): Site =>
    httpsSite({ hostname: 'is.example.com', nodes: [a.node, b.node], listen, ...tls, ...more })
  const control = (words: string) => `nginx -c ${tree.conf} ${words}`
  const running = (list: readonly Site[], absent: readonly string[] = []) => {
    const args = { sites: list, absent, folder: tree.folder, conf: tree.conf }
    return [
      certificate({ path: tls.certificate, key: tls.key, names: ['is.example.com', 'mgt.is.example.com'] }),
      nginxSites(args),
      service({
        name: 'nginx',
        reload: true,
        inputs: nginxInputs(args),
        stamp: tree.at('state/nginx.reloaded'),
        ready: { port },
        commands: {
          start: control(''),
          stop: control('-s stop'),
          status: `kill -0 "$(cat ${tree.at('pid')})"`,
          reload: control('-s reload'),
        },
      }),
    ]
  }
  // curl must run beside this process, which is also the back end.
  const ask = async (path: string, ...words: string[]): Promise<string> => {
    const child = spawn('curl', [
      '-sS',
      '--max-time',
      '5',
      '--cacert',
      tls.certificate,
      '--resolve',
      `is.example.com:${port}:127.0.0.1`,
      '--resolve',
      `mgt.is.example.com:${mgt}:127.0.0.1`,
      ...words,
      path.startsWith('https') ? path : `https://is.example.com:${port}${path}`,
    ])
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    await new Promise((resolve) => child.on('close', resolve))
    return said
  }
  try {
    assert.equal((await playOn(dash.spec, running([is()]))).statuses, ['changed', 'changed', 'changed'])
    assert.equal((await playOn(dash.spec, running([is()]))).statuses, ['ok', 'ok', 'ok'])
    const master = readFileSync(tree.at('pid'), 'utf8')
    const first = JSON.parse(await ask('/carbon/')) as { name: string; headers: Record<string, string> }
    assert.is(first.headers.host, `is.example.com:${port}`)
    assert.is(first.headers['x-forwarded-proto'], 'https')
    assert.is(first.headers.connection, 'close')
    for (let n = 0; n < 4; n++) assert.is(JSON.parse(await ask('/carbon/')).name, first.name, 'sessions stick')
    assert.match(
      await ask('/socket', '-i', '-H', 'Connection: Upgrade', '-H', 'Upgrade: websocket'),
      /101 Switching[\s\S]*Connection: upgrade/,
    )

    const console_ = managementSite({
      hostname: 'mgt.is.example.com',
      nodes: [a.node, b.node],
      listen: { address: '127.0.0.1', port: mgt },
      logs: tree.at(''),
      ...tls,
    })
    assert.equal((await playOn(dash.spec, running([is(), console_]))).statuses, ['ok', 'changed', 'changed'])
    assert.is(readFileSync(tree.at('pid'), 'utf8'), master, 'reloaded, not restarted')
    assert.match(await ask(`https://mgt.is.example.com:${mgt}/carbon/`), /"name":"[ab]"/)

    writeFileSync(join(tree.folder, 'z.conf'), 'server { listen 1;\n')
    const broken = await playOn(dash.spec, running([is({ hostname: 'other.example.com' }), console_]))
    assert.equal(broken.statuses, ['ok', 'failed', 'skipped'])
    assert.match(broken.reasons, new RegExp(`unexpected end of file, expecting "}" in ${tree.folder}/z\\.conf:2`))
    assert.match(readFileSync(join(tree.folder, 'is.https.conf'), 'utf8'), /server_name is\.example\.com;/)
    assert.match(await ask('/carbon/'), /"name"/)
    rmSync(join(tree.folder, 'z.conf'))

    const busy = createTcp().listen(0)
    await new Promise((resolve) => busy.once('listening', resolve))
    const held = (busy.address() as AddressInfo).port
    const refused = await playOn(
      dash.spec,
      running([is(), console_, httpSite({ hostname: 'is.example.com', nodes: [a.node], listen: { port: held } })]),
    )
    busy.close()
    assert.match(refused.reasons, new RegExp(`port ${held} is taken by \\S+ \\(process ${process.pid}\\): stop it`))

    await (first.name === 'a' ? a : b).close()
    assert.is(JSON.parse(await ask('/carbon/')).name, first.name === 'a' ? 'b' : 'a', 'the other serves')
    assert.equal(
      readdirSync(tree.at('')).filter((name) => name.startsWith('nginx.')),
      [],
      'no copy is left',
    )
    assert.equal((await playOn(dash.spec, running([is()], ['mgt.is.https.conf']))).statuses, [
      'ok',
      'changed',
      'changed',
    ])
  } finally {
    if (existsSync(tree.at('pid'))) execFileSync('nginx', ['-c', tree.conf, '-s', 'stop'])
    await Promise.allSettled([a.close(), b.close()])
  }
})

test('no private key is copied for a test', async () => {
  const tree = nginxTree()
  writeFileSync(tree.at('nginx/ssl/other.key'), `${testPair().key}# ${tree.at('nginx/')}/\n`)
  const bin = tree.at('bin')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'nginx'),
    `#!/bin/sh\nfor c; do case $c in */nginx.conf) find "\${c%/*}" -type f >${tree.at('files')} ;; esac; done\nexec /usr/sbin/nginx "$@"\n`,
    { mode: 0o755 },
  )
  await playOn(
    local({ shell: 'dash', env: { PATH: `${bin}:${process.env.PATH}` } }),
    nginxSites({
      sites: [httpSite({ hostname: 'is.example.com', nodes: [{ address: '127.0.0.1' }] })],
      folder: tree.folder,
      conf: tree.conf,
    }),
  )
  const files = readFileSync(tree.at('files'), 'utf8')
    .trim()
    .split('\n')
    .map((path) => path.replace(/^.*?\.runbook-\w+\//, ''))
    .sort()
  assert.equal(
    files.filter((name) => !name.startsWith('.')),
    ['conf.d/is.http.conf', 'nginx.conf'],
  )
})

test.run()
