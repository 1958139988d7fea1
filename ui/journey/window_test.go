//go:build linux

package journey

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// window is the program with its window.
type window struct {
	t       *testing.T
	screen  *screen
	home    home
	process *exec.Cmd
	ended   chan struct{}
	errors  string // file with the program's standard error
	id      string
	over    bool // it has been seen to end
}

// trouble is what never may stand in the program's standard error.
var trouble = regexp.MustCompile(`(?m)Error in Fyne call thread|^panic: |^fatal error: |^WARNING: DATA RACE|The window did not end by itself`)

// start starts the program and waits until its window tells what it shows.
func (s *screen) start(h home, arguments ...string) *window {
	s.t.Helper()
	program, err := build()
	if err != nil {
		s.t.Fatalf("building the program: %v", err)
	}
	_ = os.Remove(h.inspect)
	w := &window{
		t: s.t, screen: s, home: h, ended: make(chan struct{}),
		errors: filepath.Join(s.t.TempDir(), "stderr"),
	}
	output, err := os.Create(w.errors)
	if err != nil {
		s.t.Fatal(err)
	}
	defer output.Close()
	w.process = exec.Command(program, append([]string{"--data", h.data}, arguments...)...)
	w.process.Env, w.process.Stderr = h.environment(s.display), output
	if err := w.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		_ = w.process.Wait()
		close(w.ended)
	}()
	s.t.Cleanup(w.cleanUp)
	w.until("the window", func(v view) bool { return len(v.Shown) > 0 })
	w.id = s.window("--pid", strconv.Itoa(w.process.Process.Pid))
	return w
}

func (w *window) cleanUp() {
	if w.t.Failed() {
		w.report()
	}
	_ = w.process.Process.Kill()
	<-w.ended
	w.check()
}

// report keeps what helps to understand a failure.
func (w *window) report() {
	if v, err := w.look(); err == nil {
		w.t.Logf("the window showed %s", v)
		w.screen.picture("failed")
	}
	if said, err := os.ReadFile(w.errors); err == nil {
		w.t.Logf("the program said on standard error:\n%s", said)
	}
}

// check reads what the program said.
func (w *window) check() {
	w.t.Helper()
	said, err := os.ReadFile(w.errors)
	if err != nil {
		w.t.Error(err)
	}
	if at := trouble.FindIndex(said); at != nil {
		w.t.Errorf("the program is in trouble: %s", said[at[0]:min(len(said), at[0]+2000)])
	}
}

// signal sends the program a signal.
func (w *window) signal(signal syscall.Signal) {
	w.t.Helper()
	if err := w.process.Process.Signal(signal); err != nil {
		w.t.Fatal(err)
	}
}

// kill ends the program as a crash does.
func (w *window) kill() {
	w.t.Helper()
	if err := w.process.Process.Kill(); err != nil {
		w.t.Fatal(err)
	}
	<-w.ended
	w.over = true
}

// exited waits for the end of the program and returns its exit code.
func (w *window) exited() int {
	w.t.Helper()
	select {
	case <-w.ended:
	case <-time.After(patience):
		if v, err := w.look(); err == nil { // whether it was asked to end
			w.t.Logf("the window still shows %s", v)
		}
		_ = w.process.Process.Signal(syscall.SIGQUIT) // it says then what it is doing
		<-w.ended
		w.t.Fatal("the program did not end")
	}
	w.over = true
	return w.process.ProcessState.ExitCode()
}

// look asks the window what it shows.
func (w *window) look() (view, error) {
	network := "unix"
	if !filepath.IsAbs(w.home.inspect) {
		network = "tcp"
	}
	connection, err := net.Dial(network, w.home.inspect)
	if err != nil {
		return view{}, err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return view{}, err
	}
	var v view
	return v, json.NewDecoder(connection).Decode(&v)
}

// until looks until it is so, and returns what is shown then.
func (w *window) until(what string, so func(view) bool) view {
	w.t.Helper()
	for late := time.Now().Add(patience); ; time.Sleep(glance) {
		v, err := w.look()
		if err == nil && so(v) {
			return v
		}
		select {
		case <-w.ended:
			w.t.Fatalf("waiting for %s: the program has ended, with %d", what, w.process.ProcessState.ExitCode())
		default:
		}
		if time.Now().After(late) {
			w.t.Fatalf("waited in vain for %s (%v)", what, errors.Join(err))
		}
	}
}

// place waits until something is shown that can be used and does not move any
// more, and returns where it is.
func (w *window) place(what string, find func(view) (part, bool)) part {
	w.t.Helper()
	var before, now part
	w.until(what, func(v view) bool {
		found := false
		before = now
		now, found = find(v)
		if !found || !now.Enabled || now.Clipped {
			now = part{}
			return false
		}
		return now.X == before.X && now.Y == before.Y && now.Text == before.Text
	})
	return now
}

// resize makes the window larger or smaller.
func (w *window) resize(width, height int) {
	w.t.Helper()
	// Asked again until it is so: a request is lost when the program asks the
	// window manager for a size of its own at the same time.
	w.until("the window to be resized", func(v view) bool {
		if v.Width == width && v.Height == height {
			return true
		}
		w.screen.do("windowsize", w.id, strconv.Itoa(width), strconv.Itoa(height))
		return false
	})
}

// click presses the left button of the mouse in the middle of a part.
func (w *window) click(p part) {
	w.t.Helper()
	x, y := p.middle()
	w.clickAt(x, y)
}

func (w *window) clickAt(x, y int, more ...string) {
	w.t.Helper()
	w.screen.activate(w.id)
	w.screen.do(append(append([]string{"mousemove", "--window", w.id, strconv.Itoa(x), strconv.Itoa(y), "click"}, more...), "1")...)
}

// press presses a button.
func (w *window) press(text string) { w.t.Helper(); w.use("button", text) }

// doubleClick clicks twice on the part of a kind with a text.
func (w *window) doubleClick(kind, text string) {
	w.t.Helper()
	x, y := w.place(kind+" "+text, func(v view) (part, bool) { return v.find(kind, text) }).middle()
	w.clickAt(x, y, "--repeat", "2", "--delay", "60")
}

// open opens a page.
func (w *window) open(page string) {
	w.t.Helper()
	w.use("page", page)
	w.until("page "+page, func(v view) bool {
		p, found := v.find("page", page)
		return found && p.Selected
	})
}

// use clicks on the part of a kind with a text. A window manager may hold a click
// back, but no key: the row of a cell is selected before another key is pressed.
func (w *window) use(kind, text string) {
	w.t.Helper()
	w.click(w.place(kind+" "+text, func(v view) (part, bool) { return v.find(kind, text) }))
	if kind == "cell" {
		w.until("the selection of "+text, func(v view) bool {
			p, found := v.find(kind, text)
			return p.Selected || !found || v.Layer != "window"
		})
	}
}

// keys presses keys, such as "ctrl+s".
func (w *window) keys(keys ...string) {
	w.t.Helper()
	w.screen.activate(w.id)
	w.screen.do(append([]string{"key", "--delay", "30"}, keys...)...)
}

// types types a text into what has the focus.
func (w *window) types(text string) {
	w.t.Helper()
	w.screen.activate(w.id)
	w.screen.do("type", "--delay", "15", "--", text)
}

// fill writes a text into a field, in place of what stands there.
func (w *window) fill(label, text string) {
	w.t.Helper()
	field := w.place("field "+label, func(v view) (part, bool) { return v.field(label) })
	w.click(field)
	w.until("the focus on "+label, func(v view) bool {
		p, _ := v.field(label)
		return p.Focused
	})
	w.keys("ctrl+a", "BackSpace")
	if text != "" {
		w.types(text)
	}
	if field.Kind != "password" {
		w.until(label+" to hold "+text, func(v view) bool {
			p, _ := v.field(label)
			return p.Value == text
		})
	}
}

// choose chooses an option of a field with a menu.
func (w *window) choose(label, option string) {
	w.t.Helper()
	w.click(w.place("field "+label, func(v view) (part, bool) { return v.field(label) }))
	w.until("its menu", func(v view) bool { return v.Layer == "menu" })
	w.use("menu item", option)
	w.until(label+" to be "+option, func(v view) bool {
		return slices.ContainsFunc(v.Shown, func(p part) bool { return p.Kind == "select" && p.Value == option })
	})
}

// dialog waits for a dialog.
func (w *window) dialog(title string) view {
	w.t.Helper()
	return w.until("dialog "+title, func(v view) bool { return v.titled(title) })
}

// menu waits until the menu with an entry is open.
func (w *window) menu(entry string) {
	w.t.Helper()
	w.until("the menu with "+entry, func(v view) bool {
		_, found := v.find("menu item", entry)
		return found && v.Layer == "menu"
	})
}

// page waits until no dialog and no menu is open.
func (w *window) page() view {
	w.t.Helper()
	return w.until("the window without a dialog", func(v view) bool { return v.Layer == "window" })
}

// shows waits until some text contains the words.
func (w *window) shows(words string) view {
	w.t.Helper()
	return w.until("the words "+words, func(v view) bool { return v.says(words) })
}

// stderr is what the program said.
func (w *window) stderr() string {
	said, err := os.ReadFile(w.errors)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(bytes.TrimSpace(said))
}
