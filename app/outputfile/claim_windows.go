package outputfile

import "os"

// claim does nothing: Windows removes no file that is open.
func claim(*os.File) {}

// removeUnclaimed removes a file that no process is writing.
func removeUnclaimed(path string) { _ = os.Remove(path) }

// closeBeforeRename closes the file, for Windows renames none that is open.
func closeBeforeRename(file *os.File) error { return file.Close() }
