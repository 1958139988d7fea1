package service

import (
	"fmt"
	"io"
	"os"
	"syscall"
)

// IsJournal reports whether what is written goes to systemd's journal, which is told the
// priority of a line at its beginning (systemd.exec(5), JOURNAL_STREAM).
func IsJournal(w io.Writer) bool {
	stream := os.Getenv("JOURNAL_STREAM")
	file, is := w.(*os.File)
	if stream == "" || !is {
		return false
	}
	info, err := file.Stat()
	if err != nil {
		return false
	}
	of, is := info.Sys().(*syscall.Stat_t)
	return is && stream == fmt.Sprintf("%d:%d", of.Dev, of.Ino)
}
