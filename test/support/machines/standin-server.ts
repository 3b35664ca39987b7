import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePack } from '../../../inventory/demo/make-pack.ts'
import { scratch } from '../shells.ts'
import type { System } from './system.ts'

/** Where the stand-in of a JVM is: a server of Python, which is up at once. */
export const standinJvm = '/opt/jvm'

/**
 * Gives a system what it needs to run a server from a pack, and the pack: its start script runs the stand-in, which keeps
 * a pid file and a log, answers at port 9443, and ends by itself while there is a file `broken` in the home.
 */
export async function plantServer(system: System, version: '5.4.1'): Promise<string> {
  const pack = join(scratch('pack'), 'is.zip')
  writeFileSync(pack, await makePack('inventory/demo/pack', `wso2is-${version}`))
  await system.sh(
    `mkdir -p ${standinJvm}/bin && cd ${standinJvm} && cat >bin/java && chmod 755 bin/java
echo 'JAVA_VERSION="1.8.0_402"' >release
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout pair.pem -out cert.pem 2>/dev/null
cat cert.pem >>pair.pem && chmod 644 pair.pem`,
    { input: server },
  )
  return pack
}

/** Puts into an unpacked home what the demo's pack does not have. */
export const plantStart = (system: System, home: string): Promise<string> =>
  system.sh(
    `cd ${home} && mkdir -p repository/logs repository/resources/security repository/components/lib repository/database tmp
cat >bin/wso2server.sh && touch repository/resources/security/client-truststore.jks`,
    { input: readFileSync('test/support/standin/wso2server.sh', 'utf8') },
  )

const server = `#!/usr/bin/python3
import http.server, os, signal, ssl, sys

if '-version' in sys.argv:
    sys.exit(print('openjdk version "1.8.0_402"', file=sys.stderr))
home = next(word.split('=', 1)[1] for word in sys.argv if word.startswith('-Dcarbon.home='))
with open(home + '/wso2carbon.pid', 'w') as file:
    file.write(str(os.getpid()))
log = open(home + '/repository/logs/wso2carbon.log', 'a', buffering=1)
log.write('Starting WSO2 Carbon\\n')
if os.path.exists(home + '/broken'):
    log.write('the database is broken\\n')
    sys.exit('no server today')

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words):
        pass

signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
site = http.server.ThreadingHTTPServer(('', 9443), Page)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('${standinJvm}/pair.pem')
site.socket = context.wrap_socket(site.socket, server_side=True)
log.write('WSO2 Carbon started in 1 sec\\n')
site.serve_forever()
`
