// Package support writes a zip file for whoever helps the administrator, through a fence
// that blacks out every secret.
package support

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/logfile"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/workspace"
	"inventorybeacon/store"
)

// How much a support bundle holds.
const (
	mostTasks    = 1000     // in the list of tasks
	mostTaskLogs = 50       // with their lines
	mostLogBytes = 16 << 20 // of the program's logs, the newest
)

// Parts are what a bundle tells of the opened program.
type Parts struct {
	Version, Dir string
	Store        *store.Store
	Workspace    *workspace.Workspace
	Imports      *imports.Runner
	Scheduler    *scheduler.Scheduler
	// Examine returns what is found of the program's surroundings; nil for nothing.
	Examine func(ctx context.Context) any
}

// Write writes a zip file for whoever helps the administrator: logs, versions,
// the platform, connections, schedules and the last tasks with their lines. It holds no
// secret: none is ever written into what is collected here, and whatever looks like
// one, or is one of those that are stored, is blacked out on the way. A part that
// cannot be read is named in the bundle and does not keep the others from being written.
func Write(ctx context.Context, out io.Writer, p Parts) error {
	known, err := p.knownSecrets(ctx)
	bundle := newBundle(ctx, out, newRedactor(known))
	if err != nil {
		bundle.missed("the stored secrets, to look for them", err)
	}
	bundle.add("about.json", p.about)
	bundle.addExamination(p.Examine)
	bundle.add("connections.json", p.connections)
	bundle.add("schedules.json", p.schedules)
	bundle.addCentral(p.Store)
	bundle.addTasks(p.Store)
	bundle.addLogs(p.Dir)
	return bundle.close()
}

// WriteWithout writes a bundle for a data directory that cannot be opened;
// failure says why. Of p, it needs the version, the directory and the examination.
func WriteWithout(ctx context.Context, out io.Writer, p Parts, failure error) error {
	bundle := newBundle(ctx, out, newRedactor(nil))
	bundle.missed("the data directory", failure)
	bundle.add("about.json", func(context.Context) (any, error) { return p.aboutDir(), nil })
	bundle.addExamination(p.Examine)
	bundle.addLogs(p.Dir)
	return bundle.close()
}

// bundle is one that is being written.
type bundle struct {
	ctx      context.Context
	zip      *zip.Writer
	redactor *redactor
	lacking  []string // parts that could not be read
	err      error    // of the output; nothing is written after it
}

func newBundle(ctx context.Context, out io.Writer, r *redactor) *bundle {
	return &bundle{ctx: ctx, zip: zip.NewWriter(out), redactor: r}
}

// missed notes a part that could not be read.
func (s *bundle) missed(part string, err error) {
	s.lacking = append(s.lacking, part+": "+err.Error())
}

// add writes what read returns as JSON.
func (s *bundle) add(name string, read func(ctx context.Context) (any, error)) {
	value, err := read(s.ctx)
	if err != nil {
		s.missed(name, err)
		return
	}
	content, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		s.missed(name, err)
		return
	}
	s.write(name, time.Now(), strings.NewReader(string(content)+"\n"))
}

// write copies a text, line by line, without secrets.
func (s *bundle) write(name string, changed time.Time, from io.Reader) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.err != nil {
		return
	}
	to, err := s.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: changed})
	if err == nil {
		err = s.redactor.copy(to, from)
	}
	s.err = err
}

// addExamination writes what is found of the program's surroundings.
func (s *bundle) addExamination(examine func(ctx context.Context) any) {
	if examine != nil {
		s.add("doctor.json", func(ctx context.Context) (any, error) { return examine(ctx), nil })
	}
}

// addCentral writes how the central database is reached, when one was set up.
func (s *bundle) addCentral(stored *store.Store) {
	central, found, err := stored.Central(s.ctx)
	if found || err != nil {
		s.add("central.json", func(context.Context) (any, error) { return central, err })
	}
}

// addTasks writes the list of the last tasks, and the logs of the very last.
func (s *bundle) addTasks(stored *store.Store) {
	tasks, err := stored.Tasks(s.ctx, store.TaskQuery{Limit: mostTasks})
	if err != nil {
		s.missed("tasks.json", err)
		return
	}
	s.add("tasks.json", func(context.Context) (any, error) { return append([]store.Task{}, tasks...), nil }) // never null
	for _, t := range tasks[:min(mostTaskLogs, len(tasks))] {
		name := fmt.Sprintf("tasks/%d.log", t.ID)
		lines, err := stored.TaskLines(s.ctx, t.ID, 0)
		if err != nil {
			s.missed(name, err)
			continue
		}
		var text strings.Builder
		for _, line := range lines {
			fmt.Fprintf(&text, "%s %-5s %s\n", line.At.Format(time.RFC3339), line.Level, line.Text)
		}
		s.write(name, t.Created, strings.NewReader(text.String()))
	}
}

// addLogs writes the program's log and those that were renamed away, the newest
// first, as far as there is room for them.
func (s *bundle) addLogs(dir string) {
	logs, err := logFiles(dir)
	if err != nil {
		s.missed("logs", err)
	}
	room := int64(mostLogBytes)
	for _, log := range logs {
		if room <= 0 {
			break
		}
		if err := s.addLog(filepath.Join(dir, log.Name()), log, room); err != nil {
			s.missed(log.Name(), err)
		}
		room -= log.Size()
	}
}

// addLog writes the end of a log, from the beginning of a line on: half a secret
// would not be recognised.
func (s *bundle) addLog(path string, log fs.FileInfo, room int64) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	skip := max(0, log.Size()-room)
	if _, err := file.Seek(skip, io.SeekStart); err != nil {
		return err
	}
	lines := bufio.NewReader(io.LimitReader(file, log.Size()-skip))
	if skip > 0 {
		if _, err := lines.ReadString('\n'); err != nil {
			return err
		}
	}
	s.write("logs/"+log.Name(), log.ModTime(), lines)
	return nil
}

// logFiles returns the program's logs, the newest first.
func logFiles(dir string) ([]fs.FileInfo, error) {
	base, extension, _ := strings.Cut(logfile.Name, ".")
	entries, err := os.ReadDir(dir)
	var logs []fs.FileInfo
	for _, e := range entries {
		if name := e.Name(); !e.Type().IsRegular() || !strings.HasPrefix(name, base) || !strings.HasSuffix(name, "."+extension) {
			continue
		}
		info, failure := e.Info()
		if failure != nil {
			err = errors.Join(err, failure)
			continue
		}
		logs = append(logs, info)
	}
	slices.SortFunc(logs, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	return logs, err
}

func (s *bundle) close() error {
	if len(s.lacking) > 0 {
		s.write("missing.txt", time.Now(), strings.NewReader(strings.Join(s.lacking, "\n")+"\n"))
	}
	err := errors.Join(s.err, s.zip.Close())
	if err != nil {
		return fmt.Errorf("writing the support bundle: %w", err)
	}
	return nil
}
