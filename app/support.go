package app

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

	"inventorybeacon/store"
)

// How much a support bundle holds.
const (
	supportTasks    = 1000     // in the list of tasks
	supportTaskLogs = 50       // with their lines
	supportLogBytes = 16 << 20 // of the program's logs, the newest
)

// WriteSupportBundle writes a zip file for whoever helps the administrator: logs,
// versions, the platform, connections, schedules and the last tasks with their lines. It
// holds no secret: none is ever written into what is collected here, and whatever
// looks like one, or is one of those that are stored, is blacked out on the way.
// A part that cannot be read is named in the bundle and does not keep the others
// from being written.
func (b *Beacon) WriteSupportBundle(ctx context.Context, out io.Writer) error {
	known, err := b.knownSecrets(ctx)
	bundle := newSupportBundle(ctx, out, newRedactor(known))
	if err != nil {
		bundle.missed("the stored secrets, to look for them", err)
	}
	bundle.add("about.json", b.about)
	bundle.addExamination(b.examine)
	bundle.add("connections.json", b.supportConnections)
	bundle.add("schedules.json", b.supportSchedules)
	bundle.addTasks(b)
	bundle.addLogs(b.dir)
	return bundle.close()
}

// WriteSupportBundleWithout is WriteSupportBundle for a data directory that
// cannot be opened; failure says why. examine is that of [Options].
func WriteSupportBundleWithout(ctx context.Context, dir string, failure error, examine func(ctx context.Context) any, out io.Writer) error {
	bundle := newSupportBundle(ctx, out, newRedactor(nil))
	bundle.missed("the data directory", failure)
	bundle.add("about.json", func(context.Context) (any, error) { return aboutDir(dir), nil })
	bundle.addExamination(examine)
	bundle.addLogs(dir)
	return bundle.close()
}

// supportBundle is one that is being written.
type supportBundle struct {
	ctx      context.Context
	zip      *zip.Writer
	redactor *redactor
	lacking  []string // parts that could not be read
	err      error    // of the output; nothing is written after it
}

func newSupportBundle(ctx context.Context, out io.Writer, r *redactor) *supportBundle {
	return &supportBundle{ctx: ctx, zip: zip.NewWriter(out), redactor: r}
}

// missed notes a part that could not be read.
func (s *supportBundle) missed(part string, err error) {
	s.lacking = append(s.lacking, part+": "+err.Error())
}

// add writes what read returns as JSON.
func (s *supportBundle) add(name string, read func(ctx context.Context) (any, error)) {
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
func (s *supportBundle) write(name string, changed time.Time, from io.Reader) {
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
func (s *supportBundle) addExamination(examine func(ctx context.Context) any) {
	if examine != nil {
		s.add("doctor.json", func(ctx context.Context) (any, error) { return examine(ctx), nil })
	}
}

// addTasks writes the list of the last tasks, and the logs of the very last.
func (s *supportBundle) addTasks(b *Beacon) {
	tasks, err := b.Tasks(s.ctx, store.TaskQuery{Limit: supportTasks})
	if err != nil {
		s.missed("tasks.json", err)
		return
	}
	s.add("tasks.json", func(context.Context) (any, error) { return append([]store.Task{}, tasks...), nil }) // never null
	for _, t := range tasks[:min(supportTaskLogs, len(tasks))] {
		name := fmt.Sprintf("tasks/%d.log", t.ID)
		lines, err := b.TaskLines(s.ctx, t.ID)
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
func (s *supportBundle) addLogs(dir string) {
	logs, err := logFiles(dir)
	if err != nil {
		s.missed("logs", err)
	}
	room := int64(supportLogBytes)
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
func (s *supportBundle) addLog(path string, log fs.FileInfo, room int64) error {
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
	base, extension, _ := strings.Cut(LogFile, ".")
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

func (s *supportBundle) close() error {
	if len(s.lacking) > 0 {
		s.write("missing.txt", time.Now(), strings.NewReader(strings.Join(s.lacking, "\n")+"\n"))
	}
	err := errors.Join(s.err, s.zip.Close())
	if err != nil {
		return fmt.Errorf("writing the support bundle: %w", err)
	}
	return nil
}
