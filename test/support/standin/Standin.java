import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Stands in for an Identity Server: reads the configuration files of its home and behaves by them, in the order of the
 * real one: data sources, users, registry, cluster, HTTP, "started". Log lines are worded as those of Carbon 4.4.
 */
public final class Standin {
  static final long begun = System.currentTimeMillis();
  static final Path home = Paths.get(System.getProperty("carbon.home"));
  static final XPath xpath = XPathFactory.newInstance().newXPath();
  static PrintStream log;
  /** Held for good, as pools are: a connection that nobody knows any more is closed by and by. */
  static Map<String, DataSource> sources;

  public static void main(String[] args) throws Exception {
    for (String arg : args) {
      String[] pair = arg.split("=", 2);
      if (arg.startsWith("-D")) System.setProperty(pair[0].substring(2), pair.length > 1 ? pair[1] : "");
    }
    Files.write(home.resolve("wso2carbon.pid"), String.valueOf(ProcessHandle.current().pid()).getBytes());
    Path logs = Files.createDirectories(home.resolve("repository/logs"));
    log = new PrintStream(
        Files.newOutputStream(logs.resolve("wso2carbon.log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        true, "UTF-8");
    info("org.wso2.carbon.core.internal.CarbonCoreActivator", "Starting WSO2 Carbon...");
    info("org.wso2.carbon.core.internal.CarbonCoreActivator", "Java Home        : " + System.getProperty("java.home"));
    info("org.wso2.carbon.core.internal.CarbonCoreActivator", "Java Version     : " + System.getProperty("java.version"));
    Runtime.getRuntime().addShutdownHook(new Thread(() ->
        info("org.wso2.carbon.core.init.CarbonServerManager", "Shutdown hook running")));
    try {
      Mapper.render();
      sources = DataSource.all();
      Users.start(sources);
      Registry.start(sources);
      Cluster cluster = Cluster.start();
      Web.start(cluster.name());
      info("org.wso2.carbon.core.internal.StartupFinalizerServiceComponent",
          "Server           :  " + value("carbon.xml", "/Server/Name") + "-" + value("carbon.xml", "/Server/Version"));
      info("org.wso2.carbon.core.internal.StartupFinalizerServiceComponent",
          "WSO2 Carbon started in " + (System.currentTimeMillis() - begun + 999) / 1000 + " sec");
      info("org.wso2.carbon.ui.internal.CarbonUIServiceComponent", "Mgt Console URL  : " + Web.console());
    } catch (Fatal fatal) {
      // The real one does not end either: it waits for services that will never be there.
      say("ERROR", fatal.logger, fatal.getMessage());
      say("WARN", "org.wso2.carbon.core.init.CarbonServerManager",
          "Carbon initialization is delayed due to the following unsatisfied items:");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  static final class Fatal extends Exception {
    final String logger;

    Fatal(String logger, String message) {
      super(message);
      this.logger = logger;
    }
  }

  static synchronized void say(String level, String logger, String message) {
    String time = new SimpleDateFormat("yyyy-MM-dd HH:mm:ss,SSS").format(new Date());
    log.println("TID: [-1234] [] [" + time + "] " + String.format("%5s", level) + " {" + logger + "} -  " + message);
  }

  static void info(String logger, String message) {
    say("INFO", logger, message);
  }

  static Document parse(String file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder().parse(home.resolve("repository/conf").resolve(file).toFile());
  }

  static String value(String file, String path) throws Exception {
    return xpath.evaluate(path, parse(file)).trim();
  }

  static List<Element> elements(Object from, String path) throws Exception {
    QName many = XPathConstants.NODESET;
    NodeList found = (NodeList) xpath.evaluate(path, from, many);
    List<Element> all = new ArrayList<>();
    for (int at = 0; at < found.getLength(); at++) all.add((Element) found.item(at));
    return all;
  }

  static String text(Element from, String path) throws Exception {
    return xpath.evaluate(path, from).trim();
  }

  static int offset() throws Exception {
    String given = System.getProperty("portOffset");
    return Integer.parseInt(given != null ? given : value("carbon.xml", "/Server/Ports/Offset"));
  }

  /** Makes the other files from deployment.toml, where there is one, as the product's config mapper does at each start. */
  static final class Mapper {
    static final Map<String, String> config = new LinkedHashMap<>();

    static boolean is(String key) {
      return "true".equals(config.get(key));
    }

    static void render() throws Exception {
      Path toml = home.resolve("repository/conf/deployment.toml");
      if (!Files.exists(toml)) return;
      read(Files.readString(toml));
      set("carbon.xml", "/Server/HostName", config.get("server.hostname"));
      set("carbon.xml", "/Server/Ports/Offset", config.getOrDefault("server.offset", "0"));
      set("axis2/axis2.xml", "/axisconfig/clustering/@enable", String.valueOf(config.containsKey("clustering.membership_scheme")));
      for (String[] parameter : new String[][] {{"membershipScheme", "membership_scheme"}, {"domain", "domain"},
          {"localMemberHost", "local_member_host"}, {"localMemberPort", "local_member_port"}})
        set("axis2/axis2.xml", "/axisconfig/clustering/parameter[@name='" + parameter[0] + "']", config.get("clustering." + parameter[1]));
      members(config.getOrDefault("clustering.members", "127.0.0.1:4000"));
      for (String scheme : new String[] {"http", "https"})
        set("tomcat/catalina-server.xml", "//Connector[@port='" + (scheme.equals("http") ? 9763 : 9443) + "']/@proxyPort",
            config.get("transport." + scheme + ".properties.proxyPort"));
      set("user-mgt.xml", "/UserManager/Realm/Configuration/Property[@name='dataSource']", "jdbc/" + config.getOrDefault("realm_manager.data_source", "SHARED_DB"));
      set("user-mgt.xml", "/UserManager/Realm/UserStoreManager/@class", "org.wso2.carbon.user.core.jdbc.UniqueIDJDBCUserStoreManager");
      set("identity/identity.xml", "/Server/JDBCPersistenceManager/DataSource/Name", "jdbc/WSO2IdentityDB");
      source("WSO2_SHARED_DB", "jdbc/SHARED_DB", "database.shared_db");
      source("WSO2_IDENTITY_DB", "jdbc/WSO2IdentityDB", "database.identity_db");
      if (config.containsKey("datasource.AgentIdentity.url")) source("AgentIdentity", "jdbc/AgentIdentity", "datasource.AgentIdentity");
      Path metadata = Files.createDirectories(home.resolve("repository/resources/conf/.metadata"));
      Files.writeString(metadata.resolve("metadata_config.properties"), "deployment.toml=" + config.hashCode() + "\n");
    }

    /** As much of TOML as these tests write. */
    static void read(String text) {
      String table = "";
      for (String line : text.split("\\r?\\n")) {
        String trimmed = line.trim();
        int equals = trimmed.indexOf('=');
        if (trimmed.startsWith("#") || trimmed.isEmpty()) continue;
        if (trimmed.startsWith("[")) table = trimmed.substring(1, trimmed.indexOf(']')) + ".";
        else config.put(table + trimmed.substring(0, equals).trim().replace("\"", ""), plain(trimmed.substring(equals + 1).trim()));
      }
    }

    static String plain(String value) {
      if (value.startsWith("[")) return value.replaceAll("[\\[\\]\" ]", "");
      if (!value.startsWith("\"")) return value.replaceAll("\\s*#.*", "");
      String inner = value.substring(1, value.indexOf('"', 1));
      if (inner.matches(".*&(?!amp;|lt;|gt;|quot;).*")) throw new IllegalStateException("not well-formed: " + inner);
      return inner.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    }

    static void set(String file, String path, String value) throws Exception {
      if (value == null) return;
      Document document = parse(file);
      org.w3c.dom.Node found = (org.w3c.dom.Node) xpath.evaluate(path, document, XPathConstants.NODE);
      if (found != null) found.setTextContent(value);
      else if (path.contains("/@"))
        elements(document, path.substring(0, path.lastIndexOf("/@"))).get(0).setAttribute(path.substring(path.lastIndexOf('@') + 1), value);
      write(file, document);
    }

    static void members(String all) throws Exception {
      Document document = parse("axis2/axis2.xml");
      Element members = elements(document, "/axisconfig/clustering/members").get(0);
      members.setTextContent("");
      for (String one : all.split(",")) {
        Element member = (Element) members.appendChild(document.createElement("member"));
        member.appendChild(document.createElement("hostName")).setTextContent(one.split(":")[0]);
        member.appendChild(document.createElement("port")).setTextContent(one.split(":")[1]);
      }
      write("axis2/axis2.xml", document);
    }

    static void source(String name, String jndi, String table) throws Exception {
      String file = "datasources/master-datasources.xml";
      Document document = parse(file);
      Element all = elements(document, "/datasources-configuration/datasources").get(0);
      for (Element old : elements(document, "//datasource[name='" + name + "']")) all.removeChild(old);
      Element made = (Element) all.appendChild(document.createElement("datasource"));
      made.appendChild(document.createElement("name")).setTextContent(name);
      made.appendChild(document.createElement("jndiConfig")).appendChild(document.createElement("name")).setTextContent(jndi);
      Element definition = (Element) made.appendChild(document.createElement("definition"));
      definition.setAttribute("type", "RDBMS");
      Element settings = (Element) definition.appendChild(document.createElement("configuration"));
      for (String[] key : new String[][] {{"url", "url"}, {"username", "username"}, {"password", "password"},
          {"driverClassName", "driver"}, {"validationQuery", "pool_options.validationQuery"}})
        settings.appendChild(document.createElement(key[0])).setTextContent(config.get(table + "." + key[1]));
      write(file, document);
    }

    static void write(String file, Document document) throws Exception {
      TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document),
          new StreamResult(home.resolve("repository/conf").resolve(file).toFile()));
    }
  }

  /** A data source with one open connection, as a pool would hold; an embedded database has none. */
  static final class DataSource {
    String url;
    Connection connection;

    static Map<String, DataSource> all() throws Exception {
      List<URL> jars = new ArrayList<>();
      try (var files = Files.newDirectoryStream(Files.createDirectories(home.resolve("repository/components/lib")), "*.jar")) {
        for (Path jar : files) jars.add(jar.toUri().toURL());
      }
      ClassLoader loader = new URLClassLoader(jars.toArray(new URL[0]));
      Map<String, DataSource> sources = new LinkedHashMap<>();
      for (String file : new String[] {"master", "bps"}) {
        for (Element one : elements(parse("datasources/" + file + "-datasources.xml"), "//datasource")) {
          sources.put(text(one, "jndiConfig/name"), open(one, loader));
        }
      }
      return sources;
    }

    static DataSource open(Element one, ClassLoader loader) throws Exception {
      DataSource source = new DataSource();
      source.url = text(one, "definition/configuration/url");
      if (source.url.startsWith("jdbc:h2:")) return source;
      String logger = "org.wso2.carbon.ndatasource.core.DataSourceManager";
      String name = text(one, "name");
      String driverClass = text(one, "definition/configuration/driverClassName");
      Properties login = new Properties();
      login.put("user", text(one, "definition/configuration/username"));
      login.put("password", text(one, "definition/configuration/password"));
      try {
        Driver driver = (Driver) Class.forName(driverClass, true, loader).getDeclaredConstructor().newInstance();
        source.connection = driver.connect(source.url, login);
        if (source.connection == null) throw new SQLException(driverClass + " does not accept " + source.url);
        try (Statement statement = source.connection.createStatement()) {
          statement.execute(text(one, "definition/configuration/validationQuery"));
        }
        return source;
      } catch (ClassNotFoundException missing) {
        throw new Fatal(logger, "Error in creating data source " + name + ": " + missing);
      } catch (SQLException failed) {
        throw new Fatal(logger, "Error in creating data source " + name + ": Unable to create initial connections of pool. "
            + failed.getMessage());
      }
    }

    void needs(String table, String logger) throws Fatal {
      if (connection == null) return;
      try {
        if (named(table) == null) throw new Fatal(logger, "Table " + table + " cannot be read from " + url + ": it does not exist");
      } catch (SQLException failed) {
        throw new Fatal(logger, "Table " + table + " cannot be read from " + url + ": " + failed.getMessage());
      }
    }

    /** A table's name as the database spells it, quoted; null where it has none. */
    String named(String table) throws SQLException {
      String quote = connection.getMetaData().getIdentifierQuoteString();
      try (ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(), null, "%", new String[] {"TABLE"})) {
        while (tables.next()) {
          String name = tables.getString("TABLE_NAME");
          if (name.equalsIgnoreCase(table)) return quote + name + quote;
        }
      }
      return null;
    }

    /** A row with these values; every other column that must have one gets any, so that small schemas of tests do, too. */
    void insert(String table, Map<String, Object> values) throws SQLException {
      String name = named(table);
      Map<String, Object> row = new LinkedHashMap<>();
      try (ResultSet columns = connection.getMetaData().getColumns(connection.getCatalog(), null, name.substring(1, name.length() - 1), "%")) {
        while (columns.next()) {
          String column = columns.getString("COLUMN_NAME");
          int type = columns.getInt("DATA_TYPE");
          boolean open = columns.getInt("NULLABLE") == 0 && columns.getString("COLUMN_DEF") == null
              && !"YES".equals(columns.getString("IS_AUTOINCREMENT"));
          Object any = type == Types.TIMESTAMP ? new Timestamp(begun) : type == Types.INTEGER ? (Object) 1 : "x";
          if (values.containsKey(column.toUpperCase())) row.put(column, values.get(column.toUpperCase()));
          else if (open) row.put(column, any);
        }
      }
      String marks = String.join(", ", Collections.nCopies(row.size(), "?"));
      try (PreparedStatement statement = connection.prepareStatement(
          "INSERT INTO " + name + " (" + String.join(", ", row.keySet()) + ") VALUES (" + marks + ")")) {
        int at = 1;
        for (Object value : row.values()) statement.setObject(at++, value);
        statement.executeUpdate();
      }
    }
  }

  /** The user realm and the identity data. The administrator is made at the first start, by whoever starts first. */
  static final class Users {
    static final String logger = "org.wso2.carbon.user.core.internal.Activator";

    static void start(Map<String, DataSource> sources) throws Exception {
      Document realm = parse("user-mgt.xml");
      String jndi = xpath.evaluate("/UserManager/Realm/Configuration/Property[@name='dataSource']", realm).trim();
      DataSource users = sources.get(jndi);
      if (users == null) throw new Fatal(logger, "Cannot start User Manager Core bundle: Error in looking up data source " + jndi);
      users.needs("UM_USER", logger);
      String manager = xpath.evaluate("/UserManager/Realm/UserStoreManager/@class", realm);
      if (manager.endsWith("JDBCUserStoreManager")) addAdmin(users);
      else if (value("identity/embedded-ldap.xml", "//EmbeddedLDAP/Property[@name='enable']").equals("false")
          && xpath.evaluate("//UserStoreManager/Property[@name='ConnectionURL']", realm).matches("ldap://localhost:(10389|\\$.*)"))
        throw new Fatal(logger, "Error obtaining connection. localhost:10389");
      String identity = value("identity/identity.xml", "/Server/JDBCPersistenceManager/DataSource/Name");
      String persistence = "org.wso2.carbon.identity.core.persistence.JDBCPersistenceManager";
      if (!sources.containsKey(identity)) throw new Fatal(persistence, "Error when looking up the Identity Data Source " + identity);
      sources.get(identity).needs("IDN_BASE_TABLE", persistence);
    }

    static void addAdmin(DataSource users) throws Exception {
      if (users.connection == null) return;
      try (Statement statement = users.connection.createStatement()) {
        try (ResultSet found = statement.executeQuery("SELECT UM_USER_NAME FROM " + users.named("UM_USER") + " WHERE UM_USER_NAME = 'admin'")) {
          if (found.next()) return;
        }
        // The real one hashes the password and makes roles meanwhile: long enough for a second node to begin the same.
        Thread.sleep(1500);
        users.insert("UM_USER", Map.of("UM_USER_NAME", "admin", "UM_TENANT_ID", -1234));
      } catch (SQLException failed) {
        throw new Fatal("org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager", "Cannot initialize the realm: " + failed.getMessage());
      }
    }
  }

  /** The registry and what is mounted into it. A mount of an unknown data source is no more than a warning. */
  static final class Registry {
    static void start(Map<String, DataSource> sources) throws Exception {
      for (Element config : elements(parse("registry.xml"), "/wso2registry/dbConfig")) {
        String jndi = text(config, "dataSource");
        if (sources.containsKey(jndi)) sources.get(jndi).needs("REG_LOG", "org.wso2.carbon.registry.core.internal.RegistryCoreServiceComponent");
        else say("WARN", "org.wso2.carbon.registry.core.config.RegistryConfigurationProcessor", "Unable to look-up JNDI name " + jndi);
      }
    }
  }

  /** Members find each other by the addresses that axis2.xml lists. Who is there already is not logged by who comes. */
  static final class Cluster {
    static final String agent = "org.wso2.carbon.core.clustering.hazelcast.HazelcastClusteringAgent";
    static final String scheme = "org.wso2.carbon.core.clustering.hazelcast.wka.WKABasedMembershipScheme";
    final Map<String, String> members = new ConcurrentHashMap<>();
    final String uuid = UUID.randomUUID().toString();
    String domain;
    String self;
    volatile boolean initialized;

    static Cluster start() throws Exception {
      Cluster cluster = new Cluster();
      Element clustering = elements(parse("axis2/axis2.xml"), "/axisconfig/clustering").get(0);
      String host = text(clustering, "parameter[@name='localMemberHost']");
      int port = Integer.parseInt(text(clustering, "parameter[@name='localMemberPort']"));
      cluster.self = host + ":" + port;
      if (!clustering.getAttribute("enable").equals("true")) return cluster;
      cluster.domain = text(clustering, "parameter[@name='domain']");
      info(agent, "Cluster domain: " + cluster.domain);
      if (host.equals("127.0.0.1") || host.equals("localhost"))
        say("WARN", agent, "localMemberHost is configured to use the loopback address. "
            + "Hazelcast Clustering needs ip addresses for localMemberHost and well-known members.");
      ServerSocket socket = listen(host, port);
      cluster.self = host + ":" + socket.getLocalPort();
      daemon(() -> cluster.accept(socket));
      List<String> known = new ArrayList<>();
      if (text(clustering, "parameter[@name='membershipScheme']").equals("wka")) {
        for (Element member : elements(clustering, "members/member")) known.add(text(member, "hostName") + ":" + text(member, "port"));
      }
      for (String member : known) cluster.join(member);
      info(agent, "Hazelcast initialized in " + (System.currentTimeMillis() - begun) + "ms");
      info(agent, "Local member: [" + cluster.uuid + "] - Host:" + host + ", Port: " + socket.getLocalPort() + ", Domain: " + cluster.domain);
      if (cluster.members.isEmpty()) info(agent, "Elected this member [" + cluster.uuid + "] as the Coordinator node");
      info(agent, "Cluster initialization completed");
      cluster.initialized = true;
      daemon(() -> {
        for (;;) {
          Thread.sleep(500);
          for (String member : known) cluster.join(member);
        }
      });
      return cluster;
    }

    /** A busy port is silently left for the next one, as Hazelcast does. */
    static ServerSocket listen(String host, int first) throws Exception {
      for (int port = first; port < first + 100; port++) {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
          socket.bind(new InetSocketAddress(host, port));
          return socket;
        } catch (BindException busy) {
          socket.close();
          if (!String.valueOf(busy.getMessage()).contains("in use")) throw new Fatal(agent, "Cannot initialize cluster: " + host + ": " + busy.getMessage());
        }
      }
      throw new Fatal(agent, "Cannot initialize cluster: no free port from " + first);
    }

    void accept(ServerSocket socket) throws Exception {
      for (;;) {
        Socket peer = socket.accept();
        daemon(() -> talk(peer));
      }
    }

    void join(String member) {
      if (member.equals(self) || members.containsKey(member)) return;
      int colon = member.lastIndexOf(':');
      try {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(member.substring(0, colon), Integer.parseInt(member.substring(colon + 1))), 1000);
        String peer = greet(socket);
        if (peer != null) daemon(() -> stay(socket, peer));
      } catch (IOException absent) {
        // It is tried again.
      }
    }

    void talk(Socket socket) throws IOException {
      String peer = greet(socket);
      if (peer != null) stay(socket, peer);
    }

    /** Both sides say domain, address, name; one of another domain, or this very member, is let go. */
    String greet(Socket socket) throws IOException {
      socket.setSoTimeout(2000);
      socket.getOutputStream().write((domain + " " + self + " " + uuid + "\n").getBytes());
      String said = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
      String[] words = said == null ? new String[0] : said.split(" ");
      if (words.length != 3 || !words[0].equals(domain) || words[2].equals(uuid)) {
        socket.close();
        return null;
      }
      socket.setSoTimeout(0);
      return words[1] + " " + words[2];
    }

    void stay(Socket socket, String peer) throws IOException {
      String[] words = peer.split(" ");
      String shown = "[" + words[1] + "]: /" + words[0];
      if (members.put(words[0], words[1]) == null && initialized) info(scheme, "Member joined " + shown);
      try (InputStream in = socket.getInputStream()) {
        while (in.read() >= 0) continue;
      } catch (IOException gone) {
        // Cut off is gone, too.
      }
      if (members.remove(words[0]) != null) info(scheme, "Member left " + shown);
    }

    String name() {
      return self.replace(':', '-');
    }
  }

  /** The connectors of catalina-server.xml, with the port offset of carbon.xml. */
  static final class Web {
    static final Map<String, Boolean> sessions = new ConcurrentHashMap<>();

    static void start(String node) throws Exception {
      for (Element connector : elements(parse("tomcat/catalina-server.xml"), "//Connector")) {
        int port = Integer.parseInt(connector.getAttribute("port")) + offset();
        boolean secure = connector.getAttribute("SSLEnabled").equals("true");
        InetSocketAddress at = new InetSocketAddress(port);
        try {
          HttpServer server = secure ? HttpsServer.create(at, 0) : HttpServer.create(at, 0);
          if (secure) ((HttpsServer) server).setHttpsConfigurator(new HttpsConfigurator(tls(connector)));
          server.setExecutor(Executors.newCachedThreadPool());
          server.createContext("/", exchange -> {
            try {
              answer(exchange, node, secure);
            } catch (Exception failed) {
              say("ERROR", "Standin", failed.toString());
            } finally {
              exchange.close();
            }
          });
          server.start();
        } catch (BindException busy) {
          throw new Fatal("org.wso2.carbon.tomcat.ext.service.ExtendedStandardService",
              "Failed to start connector on port " + port + ": java.net.BindException: Address already in use");
        }
      }
    }

    static SSLContext tls(Element connector) throws Exception {
      char[] password = connector.getAttribute("keystorePass").toCharArray();
      Path file = Paths.get(connector.getAttribute("keystoreFile").replace("${carbon.home}", home.toString()));
      KeyStore keys = KeyStore.getInstance("JKS");
      try (InputStream in = Files.newInputStream(file)) {
        keys.load(in, password);
      } catch (IOException failed) {
        throw new Fatal("org.wso2.carbon.core.util.KeyStoreManager", "Unable to load " + file + ": " + failed.getMessage());
      }
      KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    }

    static String base() throws Exception {
      String secure = "//Connector[@SSLEnabled='true']";
      String proxy = value("tomcat/catalina-server.xml", secure + "/@proxyPort");
      int own = Integer.parseInt(value("tomcat/catalina-server.xml", secure + "/@port")) + offset();
      String port = proxy.isEmpty() ? String.valueOf(own) : proxy;
      return "https://" + value("carbon.xml", "/Server/HostName") + (port.equals("443") ? "" : ":" + port);
    }

    static String console() throws Exception {
      return base() + "/carbon/";
    }

    static void answer(HttpExchange exchange, String node, boolean secure) throws Exception {
      String path = exchange.getRequestURI().getPath();
      exchange.getResponseHeaders().set("X-Served-By", node);
      if (!secure && path.startsWith("/carbon")) redirect(exchange, base() + path);
      else if (path.equals("/carbon") || path.equals("/carbon/") || path.equals("/carbon/admin/index.jsp"))
        redirect(exchange, base() + "/carbon/admin/login.jsp");
      else if (path.equals("/dashboard")) redirect(exchange, base() + "/dashboard/");
      else if (path.equals("/carbon/admin/login.jsp")) page(exchange, node, "WSO2 Management Console");
      else if (path.equals("/dashboard/"))
        page(exchange, node, "returns to " + value("identity/sso-idp-config.xml",
            "//ServiceProvider[Issuer='wso2.my.dashboard']/DefaultAssertionConsumerServiceURL"));
      else if (path.equals("/oauth2/token/.well-known/openid-configuration"))
        send(exchange, 200, "{\"issuer\":\"" + base() + "/oauth2/token\"}\n");
      else if (path.equals("/api/health-check/v1.0/health"))
        send(exchange, 200, Mapper.is("carbon_health_check.enable") ? "{\"health\":[{\"key\":\"jdbc/SHARED_DB\",\"value\":\"0\"}]}" : "");
      else send(exchange, 404, "no such page\n");
    }

    static void redirect(HttpExchange exchange, String to) throws IOException {
      exchange.getResponseHeaders().set("Location", to);
      exchange.sendResponseHeaders(302, -1);
    }

    /** A session belongs to the node that made it: another one does not know it and makes its own. */
    static void page(HttpExchange exchange, String node, String title) throws IOException {
      String cookies = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
      String given = null;
      for (String cookie : cookies.split("; *")) if (cookie.startsWith("JSESSIONID=")) given = cookie.substring(11);
      if (given == null || !sessions.containsKey(given)) {
        given = UUID.randomUUID().toString().replace("-", "").toUpperCase() + "." + node;
        sessions.put(given, true);
        String webapp = exchange.getRequestURI().getPath().startsWith("/carbon") ? "/carbon" : "/";
        exchange.getResponseHeaders().add("Set-Cookie", "JSESSIONID=" + given + "; Path=" + webapp + "; Secure; HttpOnly");
      }
      send(exchange, 200, "<html><title>" + title + "</title>\nserved by " + node + "\nsession " + given + "\n</html>\n");
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  interface Work {
    void run() throws Exception;
  }

  static void daemon(Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (Exception failed) {
        say("ERROR", "Standin", failed.toString());
      }
    });
    thread.setDaemon(true);
    thread.start();
  }
}
