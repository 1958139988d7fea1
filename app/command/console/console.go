// Package console is what the commands share: the streams and what is written to them, tables, the terminal and questions
// on it, how they open the data directory, and what is wrong with a call.
package console

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/service"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
)

// Streams are the program's standard input, output and error output.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// Console is what every command works with.
type Console struct {
	Streams
	output                *standardOutput // what Out is
	InTTY, OutTTY, ErrTTY TTY
	journal               bool          // of systemd, which reads Err
	lines                 *bufio.Reader // of In, once something was read

	DataDir string
	// ReadOnly is why nothing can be changed, when that was told.
	ReadOnly error
	JSON     bool
	Quiet    bool
	Level    slog.Level // of the log
	Window   Window
	// Connection is the name of the one that the command is about; empty when it is
	// about several or none.
	Connection string
	// HeldBack is an import that waits for somebody to decide.
	HeldBack app.Task
	// closeAll closes what was opened for the command.
	closeAll func()
}

// New looks where the streams lead.
func New(streams Streams, window Window) *Console {
	output := &standardOutput{to: streams.Out, tty: ttyOf(streams.Out)}
	return &Console{
		Streams: Streams{In: streams.In, Out: output, Err: streams.Err},
		output:  output,
		InTTY:   ttyOf(streams.In), OutTTY: output.tty, ErrTTY: ttyOf(streams.Err),
		journal: service.IsJournal(streams.Err),
		Window:  window, closeAll: func() {},
	}
}

// Open opens the data directory for a command; done closes it.
func (c *Console) Open(ctx context.Context) (beacon *app.Beacon, done func(), err error) {
	dir, err := app.DataDirPlace(c.DataDir)
	if err != nil {
		return nil, nil, err
	}
	if beacon, done, err = OpenDir(ctx, dir, Opening{Level: c.Level}); err != nil {
		return nil, nil, err
	}
	c.TellNotices(beacon)
	return beacon, done, nil
}

// OpenUntilEnd opens the data directory for a command that takes a Beacon, until the
// command has ended.
func (c *Console) OpenUntilEnd(ctx context.Context) (beacon *app.Beacon, err error) {
	beacon, done, err := c.Open(ctx)
	if err == nil {
		c.closeAll = done
	}
	return beacon, err
}

// Close closes what was opened for the command.
func (c *Console) Close() { c.closeAll() }

// Named returns the connection that the command is about.
func (c *Console) Named(beacon *app.Beacon, name string) (workspace.Entry, error) {
	entry, err := beacon.Named(name)
	c.Connection = entry.Connection.Name
	return entry, err
}

// TellNotices writes what the program says of its own files.
func (c *Console) TellNotices(beacon *app.Beacon) {
	if !c.Quiet {
		c.ReadOnly = beacon.ReadOnly()
	}
	for _, notice := range beacon.Notices() {
		c.Note("%s %s", notice.Message, notice.Advice)
	}
}

// Opening says for what a data directory is opened.
type Opening struct {
	// Window says that it is for a window.
	Window bool
	// Serve is not empty when it is to run the schedules without one; tell is told
	// what happens then.
	Serve scheduler.Role
	Tell  func(scheduler.Event)
	// Clouds are offered besides Microsoft's.
	Clouds []connector.Cloud
	// Level is from which one on the log holds what it is told.
	Level slog.Level
}

// OpenDir opens a data directory, which is made and looked at before, with its log
// beside it.
func OpenDir(ctx context.Context, dir string, o Opening) (beacon *app.Beacon, done func(), err error) {
	mended, err := app.PrepareDir(dir)
	var readOnly error
	if app.Readable(err) && !o.Window && o.Serve == "" {
		readOnly, err = err, nil
	}
	if err != nil {
		return nil, nil, err
	}
	log := app.OpenLog(dir, o.Level)
	for _, path := range mended {
		log.Warn("took a file from others, who could use it", "file", path)
	}
	beacon, err = app.Open(ctx, app.Options{
		Dir:      dir,
		ReadOnly: readOnly,
		Mended:   mended,
		Source:   microsoft365.New(microsoft365.Options{Logger: log.Logger, Clouds: o.Clouds}),
		Logger:   log.Logger,
		Window:   o.Window,
		Serve:    o.Serve,
		Tell:     o.Tell,
		Examine:  Examining(dir),
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

// PrintJSON writes a value as indented JSON.
func (c *Console) PrintJSON(value any) error {
	encoder := NewJSONEncoder(c.Out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// NewJSONEncoder writes values as JSON, one a line, for programs and not for web pages: names
// keep their & and <.
func NewJSONEncoder(w io.Writer) *json.Encoder {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder
}

// Printf writes to standard output, which remembers what could not be written. It and
// the others below write the format in the account's language ([message.L]).
func (c *Console) Printf(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Out, message.L(format), args...)
}

// Note writes to standard error, where progress and remarks belong, unless only
// errors are wanted.
func (c *Console) Note(format string, args ...any) {
	if !c.Quiet {
		c.Say(format, args...)
	}
}

// Say writes to standard error what has to be read.
func (c *Console) Say(format string, args ...any) { c.Ask(message.L(format)+"\n", args...) }

// Ask writes a question to standard error, to be answered on the same line.
func (c *Console) Ask(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Err, message.L(format), args...) // there is no other place to complain
}

// Complain writes what is wrong to standard error.
func (c *Console) Complain(format string, args ...any) {
	c.Say("%s", c.Weighed(PriorityError, c.ErrTTY.Paint(Red, fmt.Sprintf(message.L(format), args...))))
}

// input reads lines of standard input; all of them come from the same buffer.
func (c *Console) input() *bufio.Reader {
	if c.lines == nil {
		c.lines = bufio.NewReader(c.In)
	}
	return c.lines
}
