/** Tasks for Apache Tomcat. */
export { tomcatHeap } from './tomcat-heap.ts'
export { tomcatHome } from './tomcat-home.ts'
export { tomcatPorts } from './tomcat-ports.ts'
export { tomcatService } from './tomcat-service.ts'
