package command

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

// console is what every command works with.
type console struct {
	Streams
	output                *standardOutput // what Out is
	inTTY, outTTY, errTTY tty
	journal               bool          // of systemd, which reads Err
	lines                 *bufio.Reader // of In, once something was read

	data string
	// toldFull says that it was told that the disk is full.
	toldFull bool
	json     bool
	quiet    bool
	level    slog.Level // of the log
	window   Window
	// connection is the name of the one that the command is about; empty when it is
	// about several or none.
	connection string
	// held is an import that waits for somebody to decide.
	held app.Task
	// closeAll closes what was opened for the command.
	closeAll func()
}

// newConsole looks where the streams lead.
func newConsole(streams Streams, window Window) *console {
	output := &standardOutput{to: streams.Out, tty: ttyOf(streams.Out)}
	return &console{
		Streams: Streams{In: streams.In, Out: output, Err: streams.Err},
		output:  output,
		inTTY:   ttyOf(streams.In), outTTY: output.tty, errTTY: ttyOf(streams.Err),
		journal: service.IsJournal(streams.Err),
		window:  window, closeAll: func() {},
	}
}

// open opens the data directory for a command; done closes it.
func (c *console) open(ctx context.Context) (beacon *app.Beacon, done func(), err error) {
	dir, err := app.DataDirPlace(c.data)
	if err != nil {
		return nil, nil, err
	}
	if beacon, done, err = openDir(ctx, dir, opening{level: c.level}); err != nil {
		return nil, nil, err
	}
	c.tellNotices(beacon)
	return beacon, done, nil
}

// openUntilEnd opens the data directory for a command that takes a Beacon, until the
// command has ended.
func (c *console) openUntilEnd(ctx context.Context) (beacon *app.Beacon, err error) {
	beacon, done, err := c.open(ctx)
	if err == nil {
		c.closeAll = done
	}
	return beacon, err
}

// close closes what was opened for the command.
func (c *console) close() { c.closeAll() }

// named returns the connection that the command is about.
func (c *console) named(beacon *app.Beacon, name string) (workspace.Entry, error) {
	entry, err := beacon.Named(name)
	c.connection = entry.Connection.Name
	return entry, err
}

// tellNotices writes what the program says of its own files.
func (c *console) tellNotices(beacon *app.Beacon) {
	c.toldFull = beacon.ReadOnly() && !c.quiet
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
	serve scheduler.Role
	tell  func(scheduler.Event)
	// clouds are offered besides Microsoft's.
	clouds []connector.Cloud
	// level is from which one on the log holds what it is told.
	level slog.Level
}

// openDir opens a data directory, which is made and looked at before, with its log
// beside it.
func openDir(ctx context.Context, dir string, o opening) (beacon *app.Beacon, done func(), err error) {
	mended, err := app.PrepareDir(dir)
	if err != nil {
		return nil, nil, err
	}
	log := app.OpenLog(dir, o.level)
	for _, path := range mended {
		log.Warn("took a file from others, who could use it", "file", path)
	}
	beacon, err = app.Open(ctx, app.Options{
		Dir:     dir,
		Mended:  mended,
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
	encoder := jsonTo(c.Out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// jsonTo writes values as JSON, one a line, for programs and not for web pages: names
// keep their & and <.
func jsonTo(w io.Writer) *json.Encoder {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder
}

// printf writes to standard output, which remembers what could not be written. It and
// the others below write the format in the account's language ([message.L]).
func (c *console) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Out, message.L(format), args...)
}

// note writes to standard error, where progress and remarks belong, unless only
// errors are wanted.
func (c *console) note(format string, args ...any) {
	if !c.quiet {
		c.say(format, args...)
	}
}

// say writes to standard error what has to be read.
func (c *console) say(format string, args ...any) { c.ask(message.L(format)+"\n", args...) }

// ask writes a question to standard error, to be answered on the same line.
func (c *console) ask(format string, args ...any) {
	_, _ = fmt.Fprintf(c.Err, message.L(format), args...) // there is no other place to complain
}

// complain writes what is wrong to standard error.
func (c *console) complain(format string, args ...any) {
	c.say("%s", c.weighed(priorityError, c.errTTY.paint(red, fmt.Sprintf(message.L(format), args...))))
}

// input reads lines of standard input; all of them come from the same buffer.
func (c *console) input() *bufio.Reader {
	if c.lines == nil {
		c.lines = bufio.NewReader(c.In)
	}
	return c.lines
}
