// Package message says what an administrator reads of an error or a status.
package message

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"inventorybeacon/connector"
)

// Explain turns an error into what the administrator reads. It is the only
// place that does; the error itself belongs into the log.
func Explain(err error) connector.Advice {
	if err == nil {
		return connector.Advice{}
	}
	if advice, ok := connector.AdviceOf(err); ok {
		return advice
	}
	var path *fs.PathError
	switch {
	case errors.Is(err, context.Canceled):
		return connector.Advice{Message: "The operation was cancelled."}
	case errors.Is(err, context.DeadlineExceeded):
		return connector.Advice{
			Message: "The operation took longer than it may.",
			Action:  "Check the network and try again.",
		}
	case errors.Is(err, syscall.ENOSPC) && errors.As(err, &path): // which need not be on the disk of the data directory
		return connector.Advice{
			Message: "The disk that holds " + path.Path + " is full.",
			Action:  "Free some space on that disk and try again.",
		}
	case errors.Is(err, syscall.ENOSPC):
		return connector.Advice{
			Message: "The disk is full.",
			Action:  "Free some space on the disk of the data directory and try again.",
		}
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		return connector.Advice{
			Message: "The file " + path.Path + " may not be opened.",
			Action:  "Give this account access to it, and try again.",
		}
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return connector.Advice{
			Message: "The file " + path.Path + " does not exist.",
			Action:  "Check the path and try again.",
		}
	case errors.As(err, &path):
		return connector.Advice{
			Message: "The file " + path.Path + " could not be used: " + path.Err.Error() + ".",
			Action:  "Check the path and try again.",
		}
	default:
		return connector.Advice{
			Message: "Something unexpected went wrong.",
			Action:  "The log file holds the details; try again, and send the log along when you ask for help.",
		}
	}
}
