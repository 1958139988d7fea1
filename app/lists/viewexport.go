package lists

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"inventorybeacon/app/export"
	"inventorybeacon/app/message"
	"inventorybeacon/app/outputfile"
	"inventorybeacon/connector"
)

// ExportView writes a view into a file of its name in a folder, in the place of a former
// one, which stays until the other one is complete. It returns the file's path and the
// number of its rows; progress is told how many were written, and may be nil. The error may
// be a [ViewNotFoundError].
func (l *Lists) ExportView(ctx context.Context, e ViewExport, progress func(rows int64)) (path string, rows int64, err error) {
	view, err := l.View(ctx, e.View)
	if err != nil {
		return "", 0, err
	}
	path = filepath.Join(e.Folder, view.Name+"."+e.Format)
	q := QueryOf(view)
	q.Progress = progress
	rows, err = l.ExportList(ctx, path, export.Format(e.Format), q)
	return path, rows, err
}

// ExportList writes a list into a file, in the place of a former one, which stays until
// the other one is complete.
func (l *Lists) ExportList(ctx context.Context, path string, format export.Format, q Query) (rows int64, err error) {
	err = outputfile.Write(path, func(w io.Writer) error {
		if format == export.CSV {
			if _, err := io.WriteString(w, export.ByteOrderMark); err != nil {
				return err
			}
		}
		var err error
		rows, err = l.WriteList(ctx, w, format, q)
		return err
	})
	return rows, err
}

// AddExport has a view written into a folder after every import from now on. The folder
// must be there. The error may be a [ViewNotFoundError].
func (l *Lists) AddExport(ctx context.Context, e ViewExport) error {
	view, err := l.View(ctx, e.View)
	if err != nil {
		return err
	}
	if err := CheckExportFolder(e.Folder); err != nil {
		return err
	}
	e.View = view.Name
	if err := l.history.AddExport(ctx, e); err != nil {
		return fmt.Errorf("storing the automatic export of %s: %w", e.View, err)
	}
	return nil
}

// CheckExportFolder refuses what is no folder, and one that is not named whole: another process, such as the service, would look for
// it elsewhere.
func CheckExportFolder(folder string) error {
	if folder == "" {
		return connector.NewError(connector.Message{ID: "export.no-folder"}, nil)
	}
	if !filepath.IsAbs(folder) {
		return connector.NewError(connector.Message{ID: "export.relative-folder", Data: connector.Data{"Folder": folder}}, nil)
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return connector.NewError(connector.Message{ID: "export.folder", Data: connector.Data{"Folder": folder}}, err)
	}
	return nil
}

// RemoveExports has a view no longer written after imports: into a folder and in a format,
// or anywhere and in any where those are empty. The error may be an [ExportNotFoundError].
func (l *Lists) RemoveExports(ctx context.Context, e ViewExport) error {
	views, err := l.history.Views(ctx)
	if err != nil {
		return fmt.Errorf("reading the views: %w", err)
	}
	e.View = KnownViewName(strings.TrimSpace(e.View), views)
	return l.history.RemoveExports(ctx, e)
}

// WriteExports writes every automatic export, and warns of those that it cannot write: an
// import that was published has succeeded all the same.
func (l *Lists) WriteExports(ctx context.Context, note, warn func(connector.Message)) {
	exports, err := l.history.Exports(context.WithoutCancel(ctx)) // a cancel that comes too late for the import has nothing to warn of
	if err != nil {
		warn(connector.Message{ID: "export.unreadable", Data: connector.Data{"Reason": message.Of(err)}})
		return
	}
	for _, e := range exports {
		path, rows, err := l.ExportView(ctx, e, nil)
		data := connector.Data{"Name": e.View, "Folder": e.Folder, "File": path, "Count": rows}
		switch {
		case errors.Is(err, context.Canceled):
			warn(connector.Message{ID: "export.cancelled", Data: data})
		case err != nil:
			data["Reason"] = message.Of(err)
			warn(connector.Message{ID: "export.failed", Data: data})
		default:
			note(connector.Message{ID: "export.note.written", Data: data})
		}
	}
}
