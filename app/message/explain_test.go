package message

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

func TestExplain(t *testing.T) {
	_, missing := os.Open(filepath.Join(t.TempDir(), "token.txt"))
	for name, given := range map[string]struct {
		err             error
		message, action string // parts of them
	}{
		"an error with advice": {&store.NotFoundError{What: "connection", Key: "A"}, `There is no connection "A"`, "Look at the list"},
		"one deep inside":      {fmt.Errorf("a: %w", errors.Join(errors.New("b"), &lock.BusyError{PID: 7})), "process 7", "Wait"},
		"a cancellation":       {fmt.Errorf("reading: %w", context.Canceled), "cancelled", ""},
		"a time limit":         {context.DeadlineExceeded, "longer", "network"},
		"a full disk": {
			&fs.PathError{Op: "write", Path: "/x/out.csv", Err: syscall.ENOSPC}, "disk that holds /x/out.csv is full",
			"Free some space on that disk",
		},
		"a file without access":    {&fs.PathError{Op: "open", Path: "/x/out.csv", Err: fs.ErrPermission}, "/x/out.csv", "access"},
		"a file that is not there": {missing, "token.txt does not exist", "path"},
		"another error of a file": {
			&fs.PathError{Op: "open", Path: "/x/out.csv", Err: syscall.EISDIR},
			"/x/out.csv could not be used: is a directory", "path",
		},
		"one that Windows says": {
			&fs.PathError{Op: "open", Path: "/x/out.csv", Err: errors.New("The path is too long.")},
			"could not be used: The path is too long.", "path",
		},
		"anything else": {errors.New("weird"), "unexpected", "log file"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			advice := Explain(given.err)
			if !strings.Contains(advice.Message, given.message) || !strings.Contains(advice.Action, given.action) {
				t.Errorf("%+v, want %q and %q in it", advice, given.message, given.action)
			}
			if !strings.HasSuffix(advice.Message, ".") || strings.HasSuffix(advice.Message, "..") {
				t.Errorf("%q is no sentence", advice.Message)
			}
		})
	}
	if advice := Explain(nil); advice != (connector.Advice{}) {
		t.Errorf("no error is explained as %+v", advice)
	}
}
