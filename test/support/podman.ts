import { needs } from './debian.ts'
import { mountNamespace } from './mount-namespace.ts'

/**
 * podman with an image that is made here, of busybox and its libraries: no registry is asked. Where the kernel has its control groups in
 * both versions, crun takes neither: what is mounted of the second is taken away, for the processes of the namespace alone.
 * Limits are those that this machine allows, for who may not raise them.
 */
export async function startPodman() {
  needs(['podman', 'crun', 'conmon', 'busybox'])
  const space = await mountNamespace(
    (folder) => `cd ${folder} && mkdir -p image/bin && cp /bin/busybox image/bin/ && ln -s busybox image/bin/sh &&
for file in $(ldd /bin/busybox | grep -o '/[^ ]*'); do mkdir -p "image\${file%/*}" && cp -L "$file" "image$file"; done &&
mount -t tmpfs tmpfs /run && mkdir -p /run/lock storage &&
{ ! mountpoint -q /sys/fs/cgroup/unified || umount /sys/fs/cgroup/unified; } &&
printf '[storage]\\ndriver = "vfs"\\ngraphroot = "%s/storage"\\nrunroot = "/run/containers"\\n' "$PWD" >storage.conf &&
printf '[containers]\\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\\n' >containers.conf`,
    { network: true },
  )
  const { folder } = space
  const env = [
    'env',
    `CONTAINERS_STORAGE_CONF=${folder}/storage.conf`,
    `CONTAINERS_CONF=${folder}/containers.conf`,
  ] as const
  const sh = (script: string): string => space.inside(...env, 'sh', '-c', script)
  sh(
    `cd ${folder} && tar -C image -c . | podman import -q --change 'CMD ["/bin/sh", "-c", "trap exit TERM; /bin/busybox sleep 900 & wait"]' - localhost/tiny:1`,
  )
  return {
    folder,
    spec: space.shell(...env, 'sh') as never,
    sh,
    image: sh(`podman image inspect --format '{{index .RepoDigests 0}}' localhost/tiny:1`).trim(),
    end: () => {
      sh('podman rm -fa -t 0 >/dev/null')
      space.end()
    },
  }
}
