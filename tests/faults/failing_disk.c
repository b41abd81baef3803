/* A disk that fails when it is told to, for every file below one folder. Loaded before libc (LD_PRELOAD).
 *
 * FAILING_DISK_SWITCH names a file of one byte, which all processes map: bit 0 set, nothing can be written (ENOSPC);
 * bit 1 set, nothing can be flushed (EIO). FAILING_DISK_FOLDER names the folder. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FULL = 1, NO_FLUSH = 2 };

static volatile unsigned char *told;
static const char *folder;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("FAILING_DISK_SWITCH");
    folder = getenv("FAILING_DISK_FOLDER");
    if (!name || !folder)
        return;
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    void *page = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (page != MAP_FAILED)
        told = page;
}

static int fails(int file, int what) {
    char link[64], path[4096];
    if (!told || !(*told & what))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

#define AS(kind, name, types) ((kind(*) types) dlsym(RTLD_NEXT, name))
#define STAND_IN(kind, name, types, names, what, error) \
    kind name types {                                   \
        static kind(*real) types;                       \
        if (!real)                                      \
            real = AS(kind, #name, types);              \
        if (fails(file, what)) {                        \
            errno = error;                              \
            return -1;                                  \
        }                                               \
        return real names;                              \
    }

STAND_IN(ssize_t, write, (int file, const void *data, size_t count), (file, data, count), FULL, ENOSPC)
STAND_IN(ssize_t, pwrite, (int file, const void *data, size_t count, off_t at), (file, data, count, at), FULL, ENOSPC)
STAND_IN(ssize_t, pwrite64, (int file, const void *data, size_t count, off64_t at), (file, data, count, at), FULL, ENOSPC)
STAND_IN(ssize_t, writev, (int file, const struct iovec *parts, int count), (file, parts, count), FULL, ENOSPC)
STAND_IN(ssize_t, sendfile, (int file, int from, off_t *at, size_t count), (file, from, at, count), FULL, ENOSPC)
STAND_IN(ssize_t, sendfile64, (int file, int from, off64_t *at, size_t count), (file, from, at, count), FULL, ENOSPC)
STAND_IN(int, ftruncate, (int file, off_t size), (file, size), FULL, ENOSPC)
STAND_IN(int, ftruncate64, (int file, off64_t size), (file, size), FULL, ENOSPC)
STAND_IN(int, fsync, (int file), (file), NO_FLUSH, EIO)
STAND_IN(int, fdatasync, (int file), (file), NO_FLUSH, EIO)
