import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Asks a directory what a user store needs of it, by the same library, JVM and trust store as the server does, and prints a
 * row for each thing that it has found: `=`, what it is about, and more columns, with tabs between. It ends at the first
 * thing without which the next ones cannot be asked. What to ask comes by standard input, a line each: a word, a blank, its
 * value. It has one class and nothing that came after Java 7, so that it runs wherever a server does.
 */
public final class AskDirectory implements X509TrustManager, HostnameVerifier, Runnable {
  private static final String CONNECT_MILLISECONDS = "5000";
  private static final String READ_MILLISECONDS = "10000";
  private static final long ALL_MILLISECONDS = 50000;

  private final Map<String, List<String>> asked = new HashMap<String, List<String>>();
  private final PrintStream out;

  private AskDirectory(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] words) throws Exception {
    AskDirectory it = new AskDirectory(new PrintStream(System.out, true, "UTF-8"));
    it.read(System.in);
    Thread late = new Thread(it);
    late.setDaemon(true);
    late.start();
    it.ask();
    Runtime.getRuntime().halt(0);
  }

  /** A directory that takes a request and never answers must not keep a run waiting. */
  public void run() {
    try {
      Thread.sleep(ALL_MILLISECONDS);
    } catch (InterruptedException ended) {
      return;
    }
    row("late", String.valueOf(ALL_MILLISECONDS / 1000));
    Runtime.getRuntime().halt(0);
  }

  private void read(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, "UTF-8"));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int blank = line.indexOf(' ');
      if (blank < 0) continue;
      String word = line.substring(0, blank);
      if (!asked.containsKey(word)) asked.put(word, new ArrayList<String>());
      asked.get(word).add(line.substring(blank + 1));
    }
  }

  private List<String> all(String word) {
    return asked.containsKey(word) ? asked.get(word) : new ArrayList<String>();
  }

  private String one(String word) {
    return all(word).isEmpty() ? null : all(word).get(0);
  }

  private void row(String... columns) {
    StringBuilder line = new StringBuilder("=");
    for (String column : columns) {
      if (line.length() > 1) line.append('\t');
      line.append(column == null ? "" : column.replaceAll("[\\p{Cntrl}\\s]+", " ").trim());
    }
    out.println(line);
  }

  private void ask() throws Exception {
    String host = one("host");
    int port = Integer.parseInt(one("port"));
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException unknown) {
      row("name", "no");
      return;
    }
    // JNDI takes the first address, too.
    String address = addresses[0].getHostAddress();
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(addresses[0], port), Integer.parseInt(CONNECT_MILLISECONDS));
    } catch (IOException failed) {
      row("port", failed instanceof SocketTimeoutException ? "late" : "no", address, failed.getMessage());
      return;
    }
    row("port", "yes", address);
    socket.close();
    String way = one("way");
    if (!way.equals("plain") && !(trustStoreOpens() && presents(way, host, port))) return;
    LdapContext directory = bound(way);
    if (directory == null) return;
    boolean bases = true;
    for (String who : new String[] {"user", "group"})
      for (String base : all(who + "Base")) bases &= isThere(directory, who, base);
    if (bases) for (String who : new String[] {"user", "group"}) find(directory, who);
    if (one("userClass") != null) classes(directory);
  }

  /** As the server sets it: the default of this JVM. */
  private boolean trustStoreOpens() {
    String path = one("truststore");
    try {
      KeyStore store = KeyStore.getInstance(one("truststoreType"));
      FileInputStream in = new FileInputStream(path);
      try {
        store.load(in, one("truststorePassword").toCharArray());
      } finally {
        in.close();
      }
    } catch (Exception failed) {
      row("truststore", "no", failed.getMessage());
      return false;
    }
    System.setProperty("javax.net.ssl.trustStore", path);
    System.setProperty("javax.net.ssl.trustStoreType", one("truststoreType"));
    System.setProperty("javax.net.ssl.trustStorePassword", one("truststorePassword"));
    return true;
  }

  /** The certificates that the directory presents, whoever trusts them: words for a refusal need them. */
  private boolean presents(String way, String host, int port) throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {this}, null);
    Certificate[] chain;
    try {
      if (way.equals("starttls")) {
        LdapContext directory = new InitialLdapContext(environment(), null);
        StartTlsResponse tls = (StartTlsResponse) directory.extendedOperation(new StartTlsRequest());
        tls.setHostnameVerifier(this);
        chain = tls.negotiate(trusting.getSocketFactory()).getPeerCertificates();
        tls.close();
        directory.close();
      } else {
        Socket plain = new Socket();
        plain.setSoTimeout(Integer.parseInt(READ_MILLISECONDS));
        plain.connect(new InetSocketAddress(host, port), Integer.parseInt(CONNECT_MILLISECONDS));
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(plain, host, port, true);
        chain = socket.getSession().isValid() ? socket.getSession().getPeerCertificates() : handshaken(socket);
        socket.close();
      }
    } catch (NamingException failed) {
      row("starttls", "no", code(failed), words(failed));
      return false;
    } catch (IOException failed) {
      row("speaks", "no", words(failed));
      return false;
    }
    for (Certificate certificate : chain) row("certificate", hex(certificate.getEncoded()));
    return true;
  }

  /** A session that is not valid hides why: a handshake tells. */
  private static Certificate[] handshaken(SSLSocket socket) throws IOException {
    socket.startHandshake();
    return socket.getSession().getPeerCertificates();
  }

  private Hashtable<String, Object> environment() {
    Hashtable<String, Object> environment = new Hashtable<String, Object>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    environment.put(Context.PROVIDER_URL, one("url"));
    environment.put("com.sun.jndi.ldap.connect.timeout", CONNECT_MILLISECONDS);
    environment.put("com.sun.jndi.ldap.read.timeout", READ_MILLISECONDS);
    if (one("referral") != null) environment.put(Context.REFERRAL, one("referral"));
    return environment;
  }

  private LdapContext bound(String way) {
    try {
      Hashtable<String, Object> environment = environment();
      if (!way.equals("starttls")) {
        environment.put(Context.SECURITY_AUTHENTICATION, "simple");
        environment.put(Context.SECURITY_PRINCIPAL, one("bindDn"));
        environment.put(Context.SECURITY_CREDENTIALS, one("password"));
        LdapContext directory = new InitialLdapContext(environment, null);
        row("bind", "yes");
        return directory;
      }
      LdapContext directory = new InitialLdapContext(environment, null);
      ((StartTlsResponse) directory.extendedOperation(new StartTlsRequest())).negotiate();
      directory.addToEnvironment(Context.SECURITY_AUTHENTICATION, "simple");
      directory.addToEnvironment(Context.SECURITY_PRINCIPAL, one("bindDn"));
      directory.addToEnvironment(Context.SECURITY_CREDENTIALS, one("password"));
      // The first request binds.
      directory.getAttributes("", new String[] {"supportedLDAPVersion"});
      row("bind", "yes");
      return directory;
    } catch (Exception failed) {
      for (Throwable cause = failed; cause != null; cause = causeOf(cause)) {
        if (cause instanceof SSLException) {
          row("trusted", "no", words(cause));
          return null;
        }
      }
      row("bind", "no", code(failed), words(failed));
      return null;
    }
  }

  private boolean isThere(LdapContext directory, String who, String base) {
    try {
      boolean there = first(directory, base, SearchControls.OBJECT_SCOPE, "(objectClass=*)", "1.1") != null;
      row("base", who, base, there ? "yes" : "no");
      return there;
    } catch (Exception failed) {
      row("base", who, base, "no", code(failed), words(failed));
      return false;
    }
  }

  /** One entry that the filter finds and that has a name; else what hints at why there is none. */
  private void find(LdapContext directory, String who) {
    String name = one(who + "Name");
    String filter = one(who + "Filter");
    try {
      for (String base : all(who + "Base")) {
        SearchResult entry = first(directory, base, SearchControls.SUBTREE_SCOPE, "(&" + filter + "(" + name + "=*))", name);
        if (entry == null) continue;
        row("found", who, entry.getNameInNamespace(), String.valueOf(entry.getAttributes().get(name).get()));
        if (one(who + "Id") != null) identify(directory, who, entry.getNameInNamespace());
        return;
      }
      for (String base : all(who + "Base")) {
        SearchResult entry = first(directory, base, SearchControls.SUBTREE_SCOPE, filter, "1.1");
        if (entry == null) continue;
        row("nameless", who, entry.getNameInNamespace());
        return;
      }
      for (String base : all(who + "Base")) {
        SearchResult entry = first(directory, base, SearchControls.ONELEVEL_SCOPE, "(objectClass=*)", "objectClass");
        Attribute classes = entry == null ? null : entry.getAttributes().get("objectClass");
        if (classes == null) continue;
        row("other", who, entry.getNameInNamespace(), values(classes, ", "));
        return;
      }
      row("none", who);
    } catch (Exception failed) {
      row("search", who, code(failed), words(failed));
    }
  }

  /** A server passes over whoever has no identifier. A directory answers nothing of an attribute that it does not know. */
  private void identify(LdapContext directory, String who, String found) throws NamingException {
    String filter = "(&" + one(who + "Filter") + "(" + one(who + "Name") + "=*)(" + one(who + "Id") + "=*))";
    for (String base : all(who + "Base"))
      if (first(directory, base, SearchControls.SUBTREE_SCOPE, filter, "1.1") != null) return;
    row("unidentified", who, found);
  }

  private static SearchResult first(LdapContext directory, String base, int scope, String filter, String attribute)
      throws NamingException {
    SearchControls controls = new SearchControls();
    controls.setSearchScope(scope);
    controls.setCountLimit(1);
    controls.setReturningAttributes(new String[] {attribute});
    NamingEnumeration<SearchResult> entries = directory.search(new LdapName(base), filter, controls);
    try {
      return entries.hasMore() ? entries.next() : null;
    } finally {
      entries.close();
    }
  }

  /** Whether entries of these classes can be made, and may have the attributes that name them. */
  private void classes(LdapContext directory) {
    DirContext schema;
    try {
      schema = directory.getSchema("");
    } catch (NamingException failed) {
      row("schema", "no", words(failed));
      return;
    }
    for (String who : new String[] {"user", "group"}) {
      Set<String> allowed = new HashSet<String>();
      for (String name : one(who + "Class").split("/")) {
        String kind = "";
        try {
          kind = collect(schema, name, allowed);
        } catch (NamingException unknown) {
          kind = "unknown";
        }
        row("class", who, name, kind);
      }
      for (String attribute : all(who + "Needs"))
        if (!allowed.contains(attribute.toLowerCase(Locale.ENGLISH))) row("lacks", who, attribute);
    }
  }

  private static String collect(DirContext schema, String name, Set<String> allowed) throws NamingException {
    Attributes definition = schema.getAttributes("ClassDefinition/" + name);
    for (String word : new String[] {"MUST", "MAY"}) {
      Attribute attributes = definition.get(word);
      if (attributes == null) continue;
      for (int at = 0; at < attributes.size(); at++)
        allowed.add(String.valueOf(attributes.get(at)).toLowerCase(Locale.ENGLISH));
    }
    Attribute above = definition.get("SUP");
    for (int at = 0; above != null && at < above.size(); at++) {
      String parent = String.valueOf(above.get(at));
      if (parent.equalsIgnoreCase(name)) continue;
      try {
        collect(schema, parent, allowed);
      } catch (NameNotFoundException hidden) {
        // A schema that does not publish its upper classes tells less.
      }
    }
    if (definition.get("AUXILIARY") != null) return "auxiliary";
    return definition.get("ABSTRACT") != null ? "abstract" : "structural";
  }

  private static String values(Attribute attribute, String between) throws NamingException {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < attribute.size(); at++) text.append(at == 0 ? "" : between).append(attribute.get(at));
    return text.toString();
  }

  private static Throwable causeOf(Throwable failed) {
    if (failed instanceof NamingException && ((NamingException) failed).getRootCause() != null)
      return ((NamingException) failed).getRootCause();
    return failed.getCause();
  }

  /** The result code of LDAP, else the kind of exception. */
  private static String code(Throwable failed) {
    Matcher matcher = Pattern.compile("error code (\\d+)").matcher(String.valueOf(failed.getMessage()));
    return matcher.find() ? matcher.group(1) : failed.getClass().getSimpleName();
  }

  private static String words(Throwable failed) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (Throwable cause = failed; cause != null && depth < 6; cause = causeOf(cause), depth++) {
      String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      if (text.indexOf(message) < 0) text.append(depth == 0 ? "" : "; ").append(message);
    }
    return text.toString();
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte one : bytes) text.append(String.format("%02x", one));
    return text.toString();
  }

  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  public boolean verify(String host, SSLSession session) {
    return true;
  }
}
