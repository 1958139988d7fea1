package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
)

// console is what every command works with.
type console struct {
	Streams
	data   string
	window Window
	// connection is the name of the one that the command is about; empty when it is
	// about several or none.
	connection string
	// held is an import that waits for somebody to decide.
	held app.Task
}

// open opens the data directory for a command; done closes it.
func (c *console) open(ctx context.Context) (beacon *app.Beacon, done func(), err error) {
	dir, err := app.DataDir(c.data)
	if err != nil {
		return nil, nil, err
	}
	if beacon, done, err = openDir(ctx, dir, opening{}); err != nil {
		return nil, nil, err
	}
	c.tellNotices(beacon)
	return beacon, done, nil
}

// named returns the connection that the command is about.
func (c *console) named(beacon *app.Beacon, name string) (app.Entry, error) {
	entry, err := beacon.Named(name)
	c.connection = entry.Connection.Name
	return entry, err
}

// tellNotices writes what the program says of its own files.
func (c *console) tellNotices(beacon *app.Beacon) {
	for _, notice := range beacon.Notices() {
		c.note("%s %s", notice.Message, notice.Advice)
	}
}

// opening says for what a data directory is opened.
type opening struct {
	// window says that it is for a window.
	window bool
	// serve is not empty when it is to run the schedules without one; tell is told
	// what happens then.
	serve app.Role
	tell  func(app.SchedulerEvent)
	// clouds are offered besides Microsoft's.
	clouds []connector.Cloud
}

// openDir opens a data directory, with its log beside it.
func openDir(ctx context.Context, dir string, o opening) (beacon *app.Beacon, done func(), err error) {
	if err := app.PrepareDir(dir); err != nil {
		return nil, nil, err
	}
	log := app.OpenLog(dir, slog.LevelInfo)
	beacon, err = app.Open(ctx, app.Options{
		Dir:     dir,
		Source:  microsoft365.New(microsoft365.Options{Logger: log.Logger, Clouds: o.clouds}),
		Logger:  log.Logger,
		Window:  o.window,
		Serve:   o.serve,
		Tell:    o.tell,
		Examine: examining(dir),
	})
	if err != nil {
		log.Error("opening the data directory", "error", err)
		return nil, nil, errors.Join(err, log.Close())
	}
	return beacon, func() {
		if err := beacon.Close(); err != nil {
			log.Error("closing the data directory", "error", err)
		}
		_ = log.Close()
	}, nil
}

// printJSON writes a value as indented JSON.
func (c *console) printJSON(value any) error {
	encoder := json.NewEncoder(c.Out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// printf writes to standard output; a broken pipe is for the caller to find at
// the end, as with any other writer.
func (c *console) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Out, format, args...)
}

// note writes to standard error, where progress and remarks belong.
func (c *console) note(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Err, format+"\n", args...)
}

// maxSecretFile is far above the longest token, secret or certificate.
const maxSecretFile = 64 << 10

// readSecret reads a secret from a file, or from standard input for "-". The
// line end that an editor or echo adds is not part of it.
func (c *console) readSecret(path string) (connector.Secret, error) {
	content, err := c.readSecretFile(path)
	return connector.Secret(strings.TrimSpace(content.Reveal())), err
}

// readSecretFile reads a file, or standard input for "-", unchanged.
func (c *console) readSecretFile(path string) (connector.Secret, error) {
	reader := c.In
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer func() { _ = file.Close() }()
		reader = file
	}
	content, err := io.ReadAll(io.LimitReader(reader, maxSecretFile+1))
	if err != nil {
		return "", fmt.Errorf("reading the secret: %w", err)
	}
	if len(content) > maxSecretFile {
		return "", &usageError{"the file with the secret is longer than 64 KiB: give the file that holds the secret alone"}
	}
	return connector.Secret(content), nil
}
