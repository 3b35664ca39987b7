import { secretInXml } from './pattern1-reads.ts'

/** By relative path, the lines of each file that may differ from the stock one, as diff(1) shows them (␍: carriage return). */
export const expectedHunks = (version: string, member: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(hunks(version, member, secretInXml)).map(([path, text]) => [
      `repository/${path}`,
      text.slice(1, -1),
    ]),
  )

const hunks = (version: string, member: string, password: string): Record<string, string> => ({
  'conf/axis2/axis2.xml': `
-                enable="false">␍
+                enable="true">␍
-        <parameter name="membershipScheme">multicast</parameter>␍
+        <parameter name="membershipScheme">wka</parameter>␍
-        <parameter name="domain">wso2.carbon.domain</parameter>␍
+        <parameter name="domain">wso2.is.domain</parameter>␍
-        <parameter name="localMemberHost">127.0.0.1</parameter>␍
+        <parameter name="localMemberHost">${member}</parameter>␍
-                <hostName>127.0.0.1</hostName>␍
+                <hostName>10.0.0.11</hostName>␍
+                <port>4000</port>␍
+            </member>␍
+            <member>␍
+                <hostName>10.0.0.12</hostName>␍
`,
  'conf/carbon.xml': `
-    <HostName>localhost</HostName>
+    <HostName>is.example.com</HostName>
-    <MgtHostName>localhost</MgtHostName>
+    <MgtHostName>is.example.com</MgtHostName>${
    version === '5.4.1'
      ? ''
      : `
-        <ForceLocalCache>false</ForceLocalCache>
+        <ForceLocalCache>true</ForceLocalCache>`
  }
`,
  'conf/datasources/bps-datasources.xml': `
-                    <url>jdbc:h2:file:repository/database/jpadb;DB_CLOSE_ON_EXIT=FALSE;MVCC=TRUE</url>
+                    <url>jdbc:mysql://10.0.0.20:3306/WSO2_IDENTITY_DB?autoReconnect=true&amp;useSSL=false</url>
-                    <password>wso2carbon</password>
-                    <driverClassName>org.h2.Driver</driverClassName>
+                    <password>${password}</password>
+                    <driverClassName>com.mysql.jdbc.Driver</driverClassName>
-		    <defaultAutoCommit>true</defaultAutoCommit>
+		    <defaultAutoCommit>false</defaultAutoCommit>
`,
  'conf/datasources/master-datasources.xml': `
+        <datasource>
+            <name>WSO2UserStore</name>
+            <description>Users, roles and permissions</description>
+            <jndiConfig>
+                <name>jdbc/WSO2UserStore</name>
+            </jndiConfig>
+            <definition type="RDBMS">
+                <configuration>
+                    <url>jdbc:mysql://10.0.0.20:3306/WSO2UMDB?autoReconnect=true&amp;useSSL=false</url>
+                    <username>wso2carbon</username>
+                    <password>${password}</password>
+                    <driverClassName>com.mysql.jdbc.Driver</driverClassName>
+                    <maxActive>80</maxActive>
+                    <maxWait>60000</maxWait>
+                    <minIdle>5</minIdle>
+                    <testOnBorrow>true</testOnBorrow>
+                    <validationQuery>SELECT 1</validationQuery>
+                    <validationInterval>30000</validationInterval>
+                    <defaultAutoCommit>false</defaultAutoCommit>
+                </configuration>
+            </definition>
+        </datasource>
+        <datasource>
+            <name>WSO2_IDENTITY_DB</name>
+            <description>Identity data and, unless it has a database of its own, the shared registry</description>
+            <jndiConfig>
+                <name>jdbc/WSO2IdentityDS</name>
+            </jndiConfig>
+            <definition type="RDBMS">
+                <configuration>
+                    <url>jdbc:mysql://10.0.0.20:3306/WSO2_IDENTITY_DB?autoReconnect=true&amp;useSSL=false</url>
+                    <username>wso2carbon</username>
+                    <password>${password}</password>
+                    <driverClassName>com.mysql.jdbc.Driver</driverClassName>
+                    <maxActive>80</maxActive>
+                    <maxWait>60000</maxWait>
+                    <minIdle>5</minIdle>
+                    <testOnBorrow>true</testOnBorrow>
+                    <validationQuery>SELECT 1</validationQuery>
+                    <validationInterval>30000</validationInterval>
+                    <defaultAutoCommit>false</defaultAutoCommit>
+                </configuration>
+            </definition>
+        </datasource>
`,
  'conf/identity/embedded-ldap.xml': `
-    <Property name="enable">true</Property>
+    <Property name="enable">false</Property>
`,
  'conf/identity/identity.xml': `
-            <Name>jdbc/WSO2CarbonDB</Name>
+            <Name>jdbc/WSO2IdentityDS</Name>
`,
  'conf/identity/sso-idp-config.xml': `
- <AssertionConsumerServiceURL>\${carbon.protocol}://\${carbon.host}:\${carbon.management.port}/dashboard/acs</AssertionConsumerServiceURL>
+ <AssertionConsumerServiceURL>https://is.example.com/dashboard/acs</AssertionConsumerServiceURL>
- <DefaultAssertionConsumerServiceURL>\${carbon.protocol}://\${carbon.host}:\${carbon.management.port}/dashboard/acs</DefaultAssertionConsumerServiceURL>
+ <DefaultAssertionConsumerServiceURL>https://is.example.com/dashboard/acs</DefaultAssertionConsumerServiceURL>
`,
  'conf/registry.xml': `
+    <dbConfig name="sharedregistry">␍
+        <dataSource>jdbc/WSO2IdentityDS</dataSource>␍
+    </dbConfig>␍
+    <remoteInstance url="https://localhost:9443/registry">␍
+        <id>sharedregistry</id>␍
+        <dbConfig>sharedregistry</dbConfig>␍
+        <readOnly>false</readOnly>␍
+        <registryRoot>/</registryRoot>␍
+        <enableCache>true</enableCache>␍
+        <cacheId>jdbc:mysql://10.0.0.20:3306/WSO2_IDENTITY_DB</cacheId>␍
+    </remoteInstance>␍
+    <mount path="/_system/config" overwrite="true">␍
+        <instanceId>sharedregistry</instanceId>␍
+        <targetPath>/_system/config</targetPath>␍
+    </mount>␍
+    <mount path="/_system/governance" overwrite="true">␍
+        <instanceId>sharedregistry</instanceId>␍
+        <targetPath>/_system/governance</targetPath>␍
+    </mount>␍
`,
  'conf/tomcat/catalina-server.xml': `
+                   proxyPort="80"
+                   proxyPort="443"
`,
  'conf/user-mgt.xml': `
-            <Property name="dataSource">jdbc/WSO2CarbonDB</Property>
+            <Property name="dataSource">jdbc/WSO2UserStore</Property>
-        <!--UserStoreManager class="org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager">
+        <UserStoreManager class="org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager">
-        </UserStoreManager-->
+        </UserStoreManager>
-        <UserStoreManager class="org.wso2.carbon.user.core.ldap.ReadWriteLDAPUserStoreManager">
+        <!--UserStoreManager class="org.wso2.carbon.user.core.ldap.ReadWriteLDAPUserStoreManager">
-        </UserStoreManager>
+        </UserStoreManager-->
`,
  'deployment/server/jaggeryapps/dashboard/conf/site.json': `
-        "proxyHost" : "",
-        "proxyHTTPSPort" : "",
+        "proxyHost" : "is.example.com",
+        "proxyHTTPSPort" : "443",
`,
  'deployment/server/jaggeryapps/portal/conf/site.json': `
-        "proxyHost" : "",
-        "proxyHTTPSPort" : "",
+        "proxyHost" : "is.example.com",
+        "proxyHTTPSPort" : "443",
`,
  'deployment/server/webapps/shindig/WEB-INF/web.xml': `
-        shindig.host=
-        shindig.port=
+        shindig.host=is.example.com
+        shindig.port=443
`,
})
