import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { conf, xmlPaths } from '../job/canonical-paths.ts'
import type { Inputs } from '../job/inputs.ts'
import { vhosts } from '../job/vhosts.ts'
import type { Spoken } from './say.ts'

/** The first apply by one who knows that each host is fresh: an archive of all files, and a script for the rest. */
export function firstApply(inputs: Inputs, folder: string): Spoken[] {
  const archive = join(folder, 'first-apply.tar')
  if (!existsSync(archive)) makeArchive(inputs, join(folder, 'first-apply'), archive)
  return [{ command: script, file: archive }]
}

const script = `set -e
cd /
umask 022
tar --extract --no-same-owner --preserve-permissions --no-overwrite-dir
ln -s mysql-connector-java-8.0.30.jar /opt/wso2is/repository/components/lib/mysql-connector-java.jar
ln -s /opt/wso2is /opt/is-current
printf '%s\\n' '10.77.0.11 is.bench.test' '10.77.0.12 mgt.bench.test' '10.77.0.13 db.bench.test' >>/etc/hosts
sed -i -e 's,^#\\?identity\\.server\\.serviceURL=.*,identity.server.serviceURL=https://is.bench.test/services/,' -e 's,^tls\\.protocol=.*,tls.protocol=TLSv1.3,' ${conf}/identity/EndpointConfig.properties
mkdir -p /etc/nginx/ssl
chmod 700 /etc/nginx/ssl
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=is.bench.test -keyout /etc/nginx/ssl/server.key -out /etc/nginx/ssl/server.crt 2>/dev/null
chmod 600 /etc/nginx/ssl/server.key
rm /etc/nginx/sites-enabled/default
keytool -importcert -noprompt -alias is.bench.test -file /etc/nginx/ssl/server.crt -keystore /opt/wso2is/repository/resources/security/client-truststore.jks -storepass wso2carbon 2>/dev/null
chmod 755 /opt/wso2is/bin/wso2server.sh
mkdir -m 750 /var/log/wso2is
sync`

function makeArchive({ files }: Inputs, tree: string, archive: string): void {
  const put = (path: string, content: Buffer | string, mode = 0o644) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), content, { mode })
  }
  const sent = (name: string) => readFileSync(join(files, name))
  const jar = 'mysql-connector-java-8.0.30.jar'
  put(`/opt/wso2is/repository/components/lib/${jar}`, sent(jar))
  for (const path of xmlPaths) put(`${conf}/${path}`, sent(`xml/${basename(path)}`))
  const text = sent('master-datasources.xml.j2').toString().replace('{{ db_host }}', 'db.bench.test')
  put(`${conf}/datasources/master-datasources.xml`, text, 0o640)
  for (const name of ['dashboard', 'portal'])
    put(`/opt/wso2is/repository/deployment/server/jaggeryapps/${name}/conf/site.json`, sent(`site-${name}.json`))
  for (const name of vhosts) put(`/etc/nginx/conf.d/${name}.conf`, sent(`vhosts/${name}.conf`))
  execFileSync('tar', ['--create', '--file', archive, '--owner=0', '--group=0', '--directory', tree, '.'])
}
