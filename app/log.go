package app

import (
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"inventorybeacon/app/logfile"
	"inventorybeacon/store/lock"
)

// LogFile is the name of the log in the data directory.
const LogFile = logfile.Name

// How much of the log is kept.
const (
	logSize  = 10 << 20 // bytes after which the file is renamed away
	logsKept = 5        // of those that were renamed away
	logAge   = 90 * 24 * time.Hour
)

// Log is the program's log: a file in the data directory to which every process
// appends, and which is renamed away when it has grown, so that it never fills a
// disk.
type Log struct {
	*slog.Logger
	file io.Closer
}

// OpenLog writes to the log file in dir, which is made with the first line.
func OpenLog(dir string, level slog.Level) *Log {
	file := logfile.New(filepath.Join(dir, LogFile), logfile.Options{
		Lock: lock.LogFile(dir), Size: logSize, Kept: logsKept, Age: logAge,
	})
	handler := slog.NewTextHandler(file, &slog.HandlerOptions{Level: level, ReplaceAttr: redact})
	return &Log{Logger: slog.New(handler), file: file}
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }

// secretKeys are names under which no value is ever logged, whatever it is.
var secretKeys = []string{"token", "secret", "password", "authorization", "code_verifier"}

// redact is a second fence behind [connector.Secret], which never prints
// itself: it catches a text, or a value that would print as one, that was logged
// under a telling name.
func redact(_ []string, attr slog.Attr) slog.Attr {
	key := strings.ToLower(attr.Key)
	for _, secret := range secretKeys {
		kind := attr.Value.Kind()
		if strings.Contains(key, secret) && (kind == slog.KindString || kind == slog.KindAny) {
			return slog.String(attr.Key, "[secret]")
		}
	}
	return attr
}
