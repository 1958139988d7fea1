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
	return Advice(Of(err))
}

// Of returns the message of an error: its own, or that of an error of the operating
// system or the standard library that it wraps.
func Of(err error) connector.Message {
	if m, ok := connector.MessageOf(err); ok {
		return m
	}
	var path *fs.PathError
	switch {
	case errors.Is(err, context.Canceled):
		return connector.Message{ID: "error.canceled"}
	case errors.Is(err, context.DeadlineExceeded):
		return connector.Message{ID: "error.timeout"}
	case errors.Is(err, syscall.ENOSPC) && errors.As(err, &path): // which need not be on the disk of the data directory
		return connector.Message{ID: "error.disk-full.file", Data: connector.Data{"Path": path.Path}}
	case errors.Is(err, syscall.ENOSPC):
		return connector.Message{ID: "error.disk-full"}
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		return connector.Message{ID: "error.file.permission", Data: connector.Data{"Path": path.Path}}
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return connector.Message{ID: "error.file.missing", Data: connector.Data{"Path": path.Path}}
	case errors.As(err, &path):
		return connector.Message{ID: "error.file", Data: connector.Data{"Path": path.Path, "Reason": path.Err}}
	default:
		return connector.Message{ID: "error.unexpected"}
	}
}
