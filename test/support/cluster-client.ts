import { home as home5, hostname } from './cluster.ts'
import type { TestHost } from './hosts.ts'
import { testJava } from './standin.ts'

export interface Visit {
  readonly status: string
  /** The node that answered, as ADDRESS-PORT. */
  readonly by: string
  readonly session: 'new' | 'kept'
}

/**
 * Requests of one session by a Java client on a host, each by a connection of its own. It trusts what one of that host's
 * key stores holds and nothing else; one that is not trusted throws.
 */
export async function visit(
  host: TestHost,
  { times = 1, trust = 'client-truststore.jks', home = home5 }: { times?: number; trust?: string; home?: string } = {},
): Promise<Visit[]> {
  const store = `${home}/repository/resources/security/${trust}`
  const java = `${testJava().home}/bin/java -Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStorePassword=wso2carbon`
  const url = `https://${hostname}/carbon/admin/login.jsp`
  const { stdout, stderr, code } = await host.run(
    `cat >/tmp/Visit.java <<'JAVA'\n${program}\nJAVA\n${java} /tmp/Visit.java ${url} ${times}`,
  )
  if (code !== 0) throw new Error(stderr)
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [status = '', by = '', session = ''] = line.split(' ')
      return { status, by, session: session as Visit['session'] }
    })
}

const program = `import java.net.URL;
import javax.net.ssl.HttpsURLConnection;

public class Visit {
  public static void main(String[] args) throws Exception {
    String cookie = null;
    for (int at = 0; at < Integer.parseInt(args[1]); at++) {
      HttpsURLConnection to = (HttpsURLConnection) new URL(args[0]).openConnection();
      to.setConnectTimeout(5000);
      to.setReadTimeout(20000);
      to.setRequestProperty("Connection", "close");
      if (cookie != null) to.setRequestProperty("Cookie", cookie);
      int status = to.getResponseCode();
      String set = to.getHeaderField("Set-Cookie");
      if (set != null) cookie = set.split(";")[0];
      System.out.println(status + " " + to.getHeaderField("X-Served-By") + " " + (set == null ? "kept" : "new"));
    }
  }
}`
