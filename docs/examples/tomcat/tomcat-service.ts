import { defineTask, javaVersion, service, systemdUnit } from 'runbook'
import * as v from 'valibot'

/**
 * Tomcat runs with the files that are there, and starts with the host. It is restarted when one of them differs from what it
 * read at its last start.
 *
 * @example tomcatService({ home: '/opt/tomcat', owner: 'tomcat', javaHome: '/usr/lib/jvm/java-17-openjdk-amd64', port: 8080 })
 */
export const tomcatService = defineTask('tomcatService', {
  options: v.strictObject({
    home: v.pipe(v.string(), v.startsWith('/')),
    owner: v.string(),
    javaHome: v.pipe(v.string(), v.startsWith('/')),
    /** It counts as started when it listens there. */
    port: v.number(),
    /** Files beside its own that it reads, such as the applications. */
    inputs: v.optional(v.array(v.string())),
  }),
  tasks: ({ home, owner, javaHome, port, inputs = [] }) => [
    javaVersion({ program: 'Tomcat 10.1', runsOn: [11, 17, 21], java: { home: javaHome } }),
    systemdUnit({
      name: 'tomcat.service',
      unit: {
        Unit: { Description: 'Apache Tomcat', After: 'network-online.target' },
        Service: { User: owner, Environment: `JAVA_HOME=${javaHome}`, ExecStart: `${home}/bin/catalina.sh run` },
        Install: { WantedBy: 'multi-user.target' },
      },
    }),
    service({
      name: 'tomcat',
      inputs: ['/etc/systemd/system/tomcat.service', `${home}/conf/server.xml`, `${home}/bin/setenv.sh`, ...inputs],
      ready: { port },
      timeout: 120,
    }),
  ],
})
